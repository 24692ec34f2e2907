import { ApiProblem, catalogue, type ProblemCode, problem } from '../../problems.ts'

/**
 * The refusal that an error becomes. The only way from an error to an answer: nothing of an error that is not ours reaches
 * the client, neither its message (which may hold SQL and other people's values) nor its stack.
 */
export function normalise(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  const { code, cause, statusCode } = (error ?? {}) as {
    code?: unknown
    cause?: { code?: unknown }
    statusCode?: unknown
  }
  // A client that hangs up is ECONNRESET as well, but Fastify gives that a status; a lost database has none.
  return (
    ofCode(cause?.code) ??
    ofFramework(code) ??
    ofStatus(statusCode) ??
    ofCode(code) ??
    ofPool(cause ?? error) ??
    problem('internal', { detail: 'The fault is ours.' })
  )
}

function ofCode(code: unknown): ApiProblem | undefined {
  return typeof code === 'string' ? (ofSystem(code) ?? ofDatabase(code)) : undefined
}

const ofFramework = (code: unknown): ApiProblem | undefined => frameworkProblems[String(code)]?.()

const frameworkProblems: Record<string, () => ApiProblem> = {
  FST_ERR_BAD_URL: () =>
    problem('malformed-request', { detail: 'The path of the address is not percent-encoded UTF-8.' }),
  FST_ERR_MAX_PARAM_LENGTH: () => problem('uri-too-long'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('content-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem('unsupported-media-type'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    problem('malformed-request', { detail: 'The body is not as long as Content-Length says.' }),
  FST_ERR_HANDLER_TIMEOUT: unavailable
}

function unavailable(): ApiProblem {
  return problem('unavailable', { headers: { 'retry-after': '5' } })
}

function ofSystem(code: string): ApiProblem | undefined {
  return /^E(CONNREFUSED|CONNRESET|HOSTUNREACH|NOTFOUND|PIPE|TIMEDOUT)$/.test(code) ? unavailable() : undefined
}

/** The driver says by words only that no connection was free in time, or that one broke. */
function ofPool(error: unknown): ApiProblem | undefined {
  const { message } = (error ?? {}) as { message?: unknown }
  return connectionLost.test(String(message)) ? unavailable() : undefined
}

const connectionLost =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Client (has encountered|was closed)|Cannot use a pool after)/

/** SQLSTATE (PostgreSQL, appendix A). Class 22 and the checks of class 23 mean that validation let something through. */
function ofDatabase(code: string): ApiProblem | undefined {
  if (code === '23505') return problem('conflict', { detail: 'Another record has this already.' })
  if (/^(22...|23503|23514)$/.test(code)) {
    return problem('invalid-record', { detail: 'A value of the request cannot be stored.' })
  }
  return /^(08...|40001|40P01|53...|57014|57P..)$/.test(code) ? unavailable() : undefined
}

/** Errors of plugins that carry a status: their class is right, their words are not ours. */
function ofStatus(status: unknown): ApiProblem | undefined {
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  const codes = Object.keys(catalogue) as ProblemCode[]
  return problem(codes.find(code => catalogue[code].status === status) ?? 'malformed-request')
}
