import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { problem } from '../../problems.ts'

/** `uri-host [ ":" port ]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2), what stands in square brackets apart. */
const hostAndPort = /^(?:\[([^[\]]+)\]|(?:[\w.~!$&'()*+,;=-]|%[\dA-Fa-f]{2})*)(?::\d*)?$/
const futureAddress = /^v[\dA-Fa-f]+\.[\w.~!$&'()*+,;=:-]+$/i

/** Refuses requests whose `Host` is not what RFC 9112, section 3.2, asks for. Node's own check answers without a body. */
export function registerHostCheck(app: FastifyInstance): void {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const detail = hostProblem(raw)
    if (detail) throw problem('malformed-request', { detail, errors: [{ header: 'Host', code: 'malformed', detail }] })
    done()
  })
}

/** A sentence on what is wrong with the header Host of a request, undefined when it is right. It may be empty. */
export function hostProblem({
  rawHeaders,
  headers: { host },
  httpVersion
}: Pick<IncomingMessage, 'rawHeaders' | 'headers' | 'httpVersion'>): string | undefined {
  if (host === undefined) {
    return httpVersion === '1.1' ? 'The header Host is missing (RFC 9112, section 3.2).' : undefined
  }
  // Node keeps the first of several lines, another server on the way may go by the last.
  const lines = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length
  if (lines > 1) return 'There are several headers Host; there may be one (RFC 9112, section 3.2).'
  const found = hostAndPort.exec(host)
  const address = found?.[1]
  if (found && (address === undefined || isAddress(address))) return undefined
  return 'The header Host is not a host, with or without a port, such as "example.org:443" (RFC 9112, section 3.2).'
}

/** Whether this may stand in square brackets. Node takes the zone of an address for a part of it; it is none of a host. */
const isAddress = (text: string) => (isIPv6(text) && !text.includes('%')) || futureAddress.test(text)
