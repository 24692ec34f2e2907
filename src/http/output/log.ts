import type { FastifyRequest } from 'fastify'

/** As Fastify logs a request, but for keys in its address: they are refused there, and live on in every log that saw them. */
export const serializers = {
  req: (request: FastifyRequest) => ({
    method: request.method,
    url: withoutKeys(request.url),
    host: request.host,
    remoteAddress: request.ip,
    remotePort: request.socket?.remotePort
  })
}

/** What a request is part of (W3C Trace Context, section 3.2), for the lines that are logged of it. */
export function traceOf(traceparent: string | string[] | undefined): { traceId: string; parentId: string } | undefined {
  const [, traceId, parentId] =
    /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}(?:-|$)/.exec(String(traceparent)) ?? []
  return traceId && parentId ? { traceId, parentId } : undefined
}

const REMOVED = '[removed]'

/** What people call a parameter that they send a key in. */
const nameOfKey = /key|token|secret|passw|auth|credential|bearer/i

/** A key of this service, wherever it stands. */
const ownKey = /dda_[\w-]+/g

/** An address with nothing in it that was sent as a key or looks like one of ours. */
export function withoutKeys(url: string): string {
  const [path = '', ...rest] = url.split('?')
  if (rest.length === 0) return withoutOwnKey(path)
  const parameters = rest.join('?').split('&')
  return `${withoutOwnKey(path)}?${parameters.map(withoutKey).join('&')}`
}

function withoutKey(parameter: string): string {
  const [name = '', ...value] = parameter.split('=')
  if (value.length > 0 && nameOfKey.test(decoded(name))) return `${withoutOwnKey(name)}=${REMOVED}`
  return withoutOwnKey(parameter)
}

/** Decoded only where there is a key: other addresses stay as they were sent. */
function withoutOwnKey(text: string): string {
  const plain = decoded(text)
  return plain.search(ownKey) < 0 ? text : plain.replaceAll(ownKey, REMOVED)
}

/** Byte by byte: other than decodeURIComponent this reads what is no text as well. */
const decoded = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
