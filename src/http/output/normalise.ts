import { ApiProblem, catalogue, type ProblemCode, problem } from '../../problems.ts'

/**
 * The refusal that an error becomes. The only way from an error to an answer: nothing of an error that is not ours reaches
 * the client, neither its message (which may hold SQL and other people's values) nor its stack.
 */
export function normalise(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown }
  // A client that hangs up is ECONNRESET as well, but Fastify gives that a status; a lost database has none.
  return (
    ofFramework(code) ??
    ofStatus(statusCode) ??
    ofCauses(error) ??
    problem('internal', { detail: 'The fault is ours.' })
  )
}

/** Drizzle wraps what the driver throws, and the driver some of what the network does. */
function ofCauses(error: unknown): ApiProblem | undefined {
  const { code, syscall, message, cause } = (error ?? {}) as Record<string, unknown>
  const known = ofSystem(String(code), syscall) ?? ofDatabase(String(code)) ?? ofDriver(String(message))
  return known ?? (cause === undefined ? undefined : ofCauses(cause))
}

const ofFramework = (code: unknown): ApiProblem | undefined => frameworkProblems[String(code)]?.()

const frameworkProblems: Record<string, () => ApiProblem> = {
  FST_ERR_BAD_URL: () =>
    problem('malformed-request', {
      detail: 'The path of the address is not percent-encoded UTF-8; a percent sign itself is %25.'
    }),
  FST_ERR_MAX_PARAM_LENGTH: () => problem('uri-too-long'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('content-too-large', { detail: catalogue['content-too-large'].help }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => problem('unsupported-media-type'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    problem('malformed-request', { detail: 'The body is not as long as Content-Length says.' }),
  FST_ERR_HANDLER_TIMEOUT: unavailable
}

function unavailable(detail?: string): ApiProblem {
  return problem('unavailable', { detail, headers: { 'retry-after': '5' } })
}

/** The database cannot be reached, or not any more: nothing else is connected to. */
function ofSystem(code: string, call: unknown): ApiProblem | undefined {
  const isLost =
    call === 'connect' || /^(ECONN\w+|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/.test(code)
  return isLost ? unavailable() : undefined
}

/** The driver says by words only that no connection was free in time, or that one broke. */
function ofDriver(message: string): ApiProblem | undefined {
  return connectionLost.test(message) ? unavailable() : undefined
}

const connectionLost =
  /^(timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client (has encountered|was closed)|Cannot use a pool after|PGlite is clos(ed|ing))/

/** SQLSTATE (PostgreSQL, appendix A). Class 22 and the checks of class 23 mean that validation let something through. */
function ofDatabase(code: string): ApiProblem | undefined {
  if (code === '23505') return problem('conflict', { detail: 'Another record has this already.' })
  if (/^(22...|23503|23514)$/.test(code)) {
    return problem('invalid-record', { detail: 'A value of the request cannot be stored.' })
  }
  if (code === '25006') return unavailable('The database takes no writes at the moment.')
  if (/^(26000|42P05)$/.test(code)) return unavailable(namesNotCarried)
  return passing.test(code) ? unavailable() : undefined
}

/** A statement that was prepared is unknown, or one that was not is known already: connections change between requests. */
const namesNotCarried =
  'A pooler between the service and its database does not carry prepared statements. Whoever runs the service must set PREPARED_STATEMENTS=off.'

/**
 * What passes without a change of this code: connections (08), sessions that sat too long (25P0x), clashes (40), no room (53),
 * locks (55P03), an operator (57), disks (58), and that nobody is let in: passwords (28), no such database (3D).
 */
const passing = /^(08...|25P0[34]|28...|3D...|40...|53...|55P03|57...|58...)$/

/** Errors of plugins that carry a status: their class is right, their words are not ours. */
function ofStatus(status: unknown): ApiProblem | undefined {
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  const codes = Object.keys(catalogue) as ProblemCode[]
  return problem(codes.find(code => catalogue[code].status === status) ?? 'malformed-request')
}
