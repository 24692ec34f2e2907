import { setTimeout } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'

/** What an address on the web has come to. */
export interface Finding {
  verdict: 'fine' | 'gone' | 'moved' | 'refuses' | 'unclear'
  /** What was answered, or why nothing was, in a word or two; where it moved to. */
  why: string
  /** Whether any server answered. */
  answered: boolean
}

export interface Manners {
  userAgent: string
  /** Milliseconds between the end of a request to a host and the next one to it. */
  pause?: number
  /** Milliseconds until a server must have answered. */
  timeout?: number
  /** Called with how many addresses have been looked at. */
  onProgress?: (done: number) => void
}

/** Hosts that are asked at the same time. */
const MOST_HOSTS = 8

const MOST_REDIRECTS = 10

/**
 * Looks whether addresses still lead to something. No host is asked for two things at a time, each address by one request, and
 * a second one where the first leaves doubts; bodies are not read.
 */
export async function checkAddresses(
  urls: string[],
  { userAgent, pause = 1_000, timeout = 20_000, onProgress = () => {} }: Manners
): Promise<Map<string, Finding>> {
  const everywhere = pLimit(MOST_HOSTS)
  const hosts = new Map<string, LimitFunction>()
  const ask: Ask = (method, url) => {
    const { hostname } = new URL(url)
    const inTurn = hosts.get(hostname) ?? pLimit(1)
    hosts.set(hostname, inTurn)
    return inTurn(async () => {
      const answer = await everywhere(() => request(method, url, { userAgent, timeout }))
      await setTimeout(pause)
      return answer
    })
  }
  let done = 0
  const found = await Promise.all(
    urls.map(async (url): Promise<[string, Finding]> => {
      const finding = await look(url, ask)
      onProgress(++done)
      return [url, finding]
    })
  )
  return new Map(found)
}

type Method = 'HEAD' | 'GET'
type Answer = { status: number; location: string | null } | { failure: string }
type Ask = (method: Method, url: string) => Promise<Answer>

async function request(
  method: Method,
  url: string,
  { userAgent, timeout }: { userAgent: string; timeout: number }
): Promise<Answer> {
  const range: Record<string, string> = method === 'GET' ? { range: 'bytes=0-0' } : {}
  try {
    const { status, headers, body } = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { 'user-agent': userAgent, ...range },
      signal: AbortSignal.timeout(timeout)
    })
    await body?.cancel()
    return { status, location: headers.get('location') }
  } catch (error) {
    const { name, cause } = error as Error & { cause?: Partial<NodeJS.ErrnoException> }
    return { failure: cause?.code ?? cause?.message ?? name }
  }
}

/** There is no such host, says DNS. */
const NO_HOST = 'ENOTFOUND'

/** Follows redirects to their end. The first of them that are permanent say where the address has moved to. */
async function look(url: string, ask: Ask): Promise<Finding> {
  let at = url
  let movedTo = url
  let isPermanent = true
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await settled(at, ask)
    if ('failure' in answer) {
      const isGone = answer.failure === NO_HOST
      return { verdict: isGone ? 'gone' : 'unclear', why: isGone ? 'no such host' : answer.failure, answered: false }
    }
    const { status, location } = answer
    if (![301, 302, 303, 307, 308].includes(status) || location === null) {
      const verdict = verdictOf(status)
      if (verdict === 'fine' && movedTo !== url) return { verdict: 'moved', why: movedTo, answered: true }
      return { verdict, why: String(status), answered: true }
    }
    const next = URL.canParse(location, at) ? new URL(location, at) : undefined
    if (!next || !/^https?:$/.test(next.protocol))
      return { verdict: 'unclear', why: 'redirects to no address of the web', answered: true }
    // RFC 9110, section 10.2.2.
    if (next.hash === '') next.hash = new URL(at).hash
    at = next.href
    isPermanent &&= status === 301 || status === 308
    if (isPermanent) movedTo = at
  }
  return { verdict: 'unclear', why: 'redirects without end', answered: true }
}

/**
 * Asks by HEAD, and once more by GET for a single byte where that may have another answer: some servers do not take HEAD, or
 * say of anything that it is not there, and some are only out of breath.
 */
async function settled(url: string, ask: Ask): Promise<Answer> {
  const answer = await ask('HEAD', url)
  const isInDoubt =
    'failure' in answer ? answer.failure !== NO_HOST : [404, 405, 410].includes(answer.status) || answer.status >= 500
  return isInDoubt ? ask('GET', url) : answer
}

function verdictOf(status: number): Finding['verdict'] {
  // 416: there is something, in which a first byte cannot be had.
  if ((status >= 200 && status < 300) || status === 416) return 'fine'
  if (status === 404 || status === 410) return 'gone'
  return [401, 403, 429].includes(status) ? 'refuses' : 'unclear'
}
