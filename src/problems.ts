import { bytes, limits } from './limits.ts'
/**
 * Every way in which the service says no. One entry is one page at /problems/{code}; the codes are part of the contract.
 * Below HTTP, code throws a problem by its code and knows no status.
 */
export const catalogue = {
  'malformed-request': {
    status: 400,
    title: 'The request cannot be read',
    help: 'The request is not HTTP, not UTF-8 or not JSON, or it has a body where none is read. `detail` says where reading ended, or where the content belongs.'
  },
  'invalid-parameter': {
    status: 400,
    title: 'A parameter or a header is wrong',
    help: 'Every parameter is checked by name and by value, nothing is ignored or guessed. `errors` names each one that is wrong and, where one is near, what was probably meant; else what there is.'
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor is not one of ours',
    help: 'A cursor belongs to the filters and the order that it was given with. Follow the links `next` and `prev` as they are, or begin again without a cursor.'
  },
  unauthenticated: {
    status: 401,
    title: 'A valid key is needed',
    help: 'Send a key as `Authorization: Bearer <key>`. Reading needs none, but a wrong one is refused even there: a client that sends a key believes that it is somebody.'
  },
  forbidden: {
    status: 403,
    title: 'The key does not allow this',
    help: 'The key is valid but lacks the scope that this operation needs. `detail` names it.'
  },
  'key-in-clear': {
    status: 403,
    title: 'The key came unencrypted',
    help: 'The key was sent by `http`, where everybody on the way can read it, so it is not taken. Have it rotated (`npm run keys -- rotate`), and send it by `https` only.'
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    help: 'No resource has this address. Addresses are case-sensitive and have no slash at their end.'
  },
  'not-known-yet': {
    status: 404,
    title: 'Nothing is known at these clocks',
    help: 'The record exists, but all that is known of it began, was published or was recorded later than the clocks of the request (`asOf`, `reportedBy`, `knownAt`).'
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    help: 'The header `Allow` lists the methods that this address takes.'
  },
  'not-acceptable': {
    status: 406,
    title: 'No representation that you accept',
    help: 'The header `Accept` excludes every media type that this address has. `detail` lists them.'
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    help: `The header must arrive within ${limits.headerTime / 1000} seconds, and a body may neither pause for more than ${limits.pause / 1000} nor come by less than ${limits.pace} bytes in a second. Send the request again.`
  },
  conflict: {
    status: 409,
    title: 'This clashes with what is stored',
    help: 'The request is right in itself but clashes with another record. `detail` says with which.'
  },
  gone: {
    status: 410,
    title: 'The record was deleted',
    help: 'Its history is kept: read the revisions, or restore one of them.'
  },
  'cursor-gone': {
    status: 410,
    title: 'The position is not in this feed',
    help: 'The registry does not know this position of the change feed: it was given before the registry was set up anew or put back from a copy, or by another one. Begin again without it.'
  },
  'precondition-failed': {
    status: 412,
    title: 'The record is no longer what you read',
    help: 'It has changed since, or exists where it must not. Read it again, apply your change to what you find and send the new `ETag` in `If-Match`.'
  },
  'content-too-large': {
    status: 413,
    title: 'The body is too large',
    help: `A body may have ${bytes(limits.body)}; many records go to POST /v1/imports, which takes ${bytes(limits.import.body)}.`
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    help: `An address with its query may have ${bytes(limits.address)}.`
  },
  'unsupported-media-type': {
    status: 415,
    title: 'This kind of body is not taken here',
    help: 'The headers `Accept-Post`, `Accept-Patch` and `Accept-Encoding` of the answer say what is taken. Text is UTF-8, and bodies are not compressed.'
  },
  'expectation-failed': {
    status: 417,
    title: 'The expectation cannot be met',
    help: 'The only expectation that is understood is `Expect: 100-continue`.'
  },
  'invalid-record': {
    status: 422,
    title: 'The record is not acceptable',
    help: `The body was understood but breaks rules of the record. Its form is looked at first (members, types, codes), and where that is right its meaning (dates, countries, references). \`errors\` points at each fault, up to ${limits.errors} of them; \`moreErrors\` says that there are more.`
  },
  'invalid-import': {
    status: 422,
    title: 'Records of the file are not acceptable',
    help: `Nothing of the file was kept. \`badRecords\` counts the records that are wrong; \`errors\` points at each fault, with the line on which its record begins and the id, up to ${limits.import.errors} of them.`
  },
  'key-reused': {
    status: 422,
    title: 'The idempotency key stands for another request',
    help: 'An `Idempotency-Key` stands for one request for 24 hours: the same again gets the same answer. Send another request with a key of its own.'
  },
  'precondition-required': {
    status: 428,
    title: 'A precondition is missing',
    help: 'Changing a record needs `If-Match` with the `ETag` that was read, so that nobody overwrites a change that they have not seen. `If-Match: *` means whatever there is. Creating one by PUT needs `If-None-Match: *`, which asks that there be none.'
  },
  'quota-exceeded': {
    status: 429,
    title: 'Too many requests',
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    help: 'Each address, and each key, may read and write so often in a minute: `RateLimit-Policy` says how often, and `RateLimit` what is left of it and for how long. Try again after the seconds in `Retry-After`.'
  },
  'header-fields-too-large': {
    status: 431,
    title: 'The header is too large',
    help: `The address and all header fields together may have ${bytes(limits.header)}.`
  },
  internal: {
    status: 500,
    title: 'The service made a mistake',
    help: 'The fault is ours and was recorded. Please report the `instance` of the answer.'
  },
  'not-implemented': {
    status: 501,
    title: 'The method is unknown',
    help: 'The service knows GET, HEAD, OPTIONS, POST, PUT, PATCH and DELETE.'
  },
  unavailable: {
    status: 503,
    title: 'The service cannot answer at the moment',
    help: 'It is overloaded, restarting or without its database. Try again after the seconds in `Retry-After`.'
  }
} as const satisfies Record<string, { status: number; title: string; help: string; type?: string }>

export type ProblemCode = keyof typeof catalogue

/** What names a kind of problem: its page, unless there is a name for it that all services share. */
export function typeOf(code: ProblemCode, publicUrl: string): string {
  const entry = catalogue[code]
  return 'type' in entry ? entry.type : `${publicUrl}/problems/${code}`
}

/** One fault in a request. For a record of a file its line and id are there too. Exactly one of `pointer`, `parameter` and `header` says where. */
export interface FieldError {
  /** JSON Pointer into the body (RFC 6901): `/feeTerms/0/amount`. Answers show it as a URI fragment, with a `#` before it. */
  pointer?: string
  /** Name of a parameter of the query. */
  parameter?: string
  /** Name of a header field. */
  header?: string
  /** The line of a file on which a record begins. */
  line?: number
  /** The id of a record of a file. */
  id?: string | null
  /** Kind of fault, for programs: `missing`, `unknown_value`, `unknown_member` … */
  code: string
  /** What is wrong, and what would be right. */
  detail: string
}

export interface ProblemOptions {
  /** What is wrong in this very request, as plain sentences; the catalogue's title where there is no more to say. */
  detail?: string
  errors?: FieldError[]
  /** How many records of a file have faults. */
  badRecords?: number
  /** Header fields of the answer, for example `www-authenticate` or `retry-after`. */
  headers?: Record<string, string>
  /** The quotas that were exceeded (draft-ietf-httpapi-ratelimit-headers-11). */
  violatedPolicies?: string[]
}

/** A refusal that may be shown to the client as it is. Any other error is answered as `internal`. */
export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly detail: string
  readonly errors: FieldError[] | undefined
  readonly badRecords: number | undefined
  readonly headers: Record<string, string>
  readonly violatedPolicies: string[] | undefined

  constructor(code: ProblemCode, { detail, errors, badRecords, headers = {}, violatedPolicies }: ProblemOptions = {}) {
    super(detail ?? catalogue[code].title)
    this.name = 'ApiProblem'
    this.code = code
    this.detail = this.message
    this.errors = errors
    this.badRecords = badRecords
    this.headers = headers
    this.violatedPolicies = violatedPolicies
  }
}

/** A problem to be thrown: `throw problem('not-found', { detail: 'No agreement has this id.' })`. */
export const problem = (code: ProblemCode, options?: ProblemOptions): ApiProblem => new ApiProblem(code, options)

/** The JSON Pointer of a place within a value (RFC 6901, section 4). */
export const pointerTo = (path: readonly (string | number)[]): string =>
  path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
