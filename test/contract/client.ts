import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Message {
  /** The body is the whole request, to be written on a socket. */
  raw: boolean
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer | undefined
}

export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** How long the answer took, in milliseconds. */
  ms: number
}

/** Bodies beyond this may be refused for their length alone. */
const LARGE = 64 * 1024

/** Sends one request on a connection of its own, exactly as given: no header is added but those of transport. */
export async function send(port: number, message: Message): Promise<Reply> {
  const begin = performance.now()
  const answer = await (message.raw ? sendRaw(port, message.body as Buffer) : sendHttp(port, message))
  return { ...answer, ms: performance.now() - begin }
}

async function sendHttp(port: number, { method, path, headers, body }: Message): Promise<Omit<Reply, 'ms'>> {
  const length = body && { 'content-length': String(body.length) }
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { ...length, ...headers },
    agent: false
  })
  const answered = new Promise<IncomingMessage>((answer, fail) => {
    request.once('response', answer).on('error', fail)
  })
  if (body && body.length > LARGE) {
    request.flushHeaders()
    // A refusal that is heard now is not lost with a connection that breaks under the upload.
    await Promise.race([answered, sleep(100)])
  }
  request.end(body)
  const response = await answered
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  request.destroy()
  return { status: response.statusCode as number, headers: response.headers, text }
}

async function sendRaw(port: number, bytes: Buffer): Promise<Omit<Reply, 'ms'>> {
  const socket = connect(port, '127.0.0.1')
  socket.setTimeout(15_000, () => socket.destroy())
  socket.write(bytes)
  let text = ''
  try {
    for await (const chunk of socket.setEncoding('utf8')) {
      text += chunk
      if (isComplete(text)) break
    }
  } catch (error) {
    if (text === '') throw error
  }
  socket.destroy()
  const [head = '', ...rest] = text.split('\r\n\r\n')
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), headers: {}, text: rest.join('\r\n\r\n') }
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, Math.max(end, 0)))?.[1]
  return end >= 0 && length !== undefined && Buffer.byteLength(text) >= end + 4 + Number(length)
}
