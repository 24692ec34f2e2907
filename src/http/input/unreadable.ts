import { METHODS } from 'node:http'
import { bytes, limits } from '../../limits.ts'
import { type ApiProblem, problem } from '../../problems.ts'
import { addressTooLong, mustBeEncoded, unencoded } from './checks.ts'

/** An error of Node's parser of HTTP, llhttp, or of what waits for a request. */
export interface ClientError extends Error {
  code?: string
  /** What the parser says of it. */
  reason?: string
  /** The bytes that could not be read, a Buffer. */
  rawPacket?: unknown
}

/** The problem of a client whose bytes are no request that can be read, or come too late. */
export function unreadable({ code, reason = '', rawPacket }: ClientError): ApiProblem {
  const { method, target } = firstLine(String(rawPacket))
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('request-timeout')
    case 'HPE_HEADER_OVERFLOW':
      // Only where the request came in one piece is its address known.
      return target && target.length > limits.address
        ? addressTooLong(target.length)
        : problem('header-fields-too-large', {
            detail: `The address and all header fields together have over ${bytes(limits.header)}. The address alone may have ${bytes(limits.address)}.`
          })
    case 'HPE_INVALID_METHOD':
      if (method === undefined) return malformed('These bytes are no HTTP; TLS is not spoken on this port.')
      // A method that Node knows is that of the request before.
      if (METHODS.includes(method)) return malformed(tooLong)
      return METHODS.includes(method.toUpperCase()) ? malformed(inCapitals) : problem('not-implemented')
    case 'HPE_CLOSED_CONNECTION':
      return malformed(tooLong)
    case 'HPE_INVALID_URL':
    case 'HPE_INVALID_CONSTANT':
      return malformed(
        target && unencoded.test(target)
          ? mustBeEncoded
          : 'A request begins with a method, an address that begins with a slash, and HTTP/1.1.'
      )
    default:
      return malformed(/\bwith (Content-Length|Transfer-Encoding)$/.test(reason) ? twoLengths : details[code as string])
  }
}

/** The method and the address that a request begins with, as far as they can be told. Without going back and forth in what may be long. */
function firstLine(packet: string): { method?: string; target?: string } {
  const [line = ''] = packet.split('\n', 1)
  const blank = line.indexOf(' ')
  // TLS on this port begins with no letters.
  if (!/^[A-Za-z-]+$/.test(line.slice(0, Math.max(blank, 0)))) return {}
  const end = line.lastIndexOf(' HTTP/')
  return { method: line.slice(0, blank), target: line.slice(blank + 1, end > blank ? end : undefined).trimEnd() }
}

const malformed = (detail: string | undefined): ApiProblem =>
  problem('malformed-request', detail === undefined ? {} : { detail })

const inCapitals = 'Methods are written in capitals (RFC 9110, section 9.1).'
const tooLong = 'What follows the body is no request; Content-Length may be too small.'
const twoLengths = 'Content-Length and Transfer-Encoding exclude each other; send one of them.'

const details: Record<string, string> = {
  HPE_UNEXPECTED_CONTENT_LENGTH: 'Content-Length may be there only once.',
  HPE_INVALID_CONTENT_LENGTH: 'Content-Length must be a number of bytes, in decimal digits.',
  HPE_INVALID_TRANSFER_ENCODING: 'The only Transfer-Encoding that is read is chunked.',
  HPE_INVALID_CHUNK_SIZE: 'A chunk of the body does not begin with its size, in hexadecimal digits.',
  HPE_INVALID_HEADER_TOKEN: 'A header field has a character that it must not have, or no colon behind its name.',
  HPE_INVALID_VERSION: 'The versions of HTTP that are read here are 1.1 and 1.0.',
  HPE_PAUSED_H2_UPGRADE: 'The versions of HTTP that are read here are 1.1 and 1.0.'
}
