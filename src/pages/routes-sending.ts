import type { FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { VNode } from 'preact'
import type { Database, Db } from '../database/client.ts'
import { preferredType } from '../http/input/negotiation.ts'
import { normalise } from '../http/output/normalise.ts'
import { notModified, textTag } from '../http/output/preconditions.ts'
import { prepareRefusal, sendProblem } from '../http/output/problems.ts'
import { catalogue } from '../problems.ts'
import { today as dayOf } from '../record/dates.ts'
import { Crowd } from './crowd.ts'
import { render } from './document.tsx'
import { ProblemPage } from './problem.tsx'
import type { Site } from './site.tsx'
import { findLastWrite } from './store.ts'

// How every page is sent: rendered once for its address, the day and the state of the registry.

export interface PageOptions {
  db: Db
  readFor: Database['readFor']
  now: () => Date
  /** Signs cursors of lists; one for all processes on a database. */
  cursorKey: string
  publicUrl: string
  /** Address of whoever runs the service, for reports. */
  contact: string | undefined
  site: Site
}

const htmlType = 'text/html; charset=utf-8'

/** Nothing but the style sheet and the icon is loaded, nothing runs, and only what is made for it may be framed. */
const policy = (framedBy: "'none'" | '*'): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'"
  ].join('; ')

const headersOf = (framedBy: "'none'" | '*' = "'none'") => ({
  'content-security-policy': policy(framedBy),
  'referrer-policy': 'strict-origin-when-cross-origin'
})

const maxAge = 60

/** A page speaks of a day, so no copy of it may be shown after midnight (UTC). */
function cacheControl(now: Date): string {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)
  return `public, max-age=${Math.min(maxAge, Math.floor((midnight - now.getTime()) / 1000))}, must-revalidate`
}

interface Kept {
  text: string
  tag: string
}

/** Texts of pages that are kept, in characters: a thousand pages of usual length. */
const mostKept = 50_000_000

type Make = () => VNode | Promise<VNode>

interface Sending {
  framedBy?: '*'
}

export type SendPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  make: Make,
  sending?: Sending
) => Promise<FastifyReply>

/** What a page is made of, and for whom. */
interface Making {
  make: Make
  crowd: Crowd
}

/** A function that answers with a page, made only where it is neither kept nor in the making. */
export function pageSender({ db, readFor, now, site }: PageOptions): SendPage {
  const crowds = new Map<string, Crowd>()
  const pages = new LRUCache<string, Kept, Making>({
    maxSize: mostKept,
    sizeCalculation: ({ text }) => text.length,
    fetchMethod: async (_key, _stale, { context: { make, crowd } }) => {
      // Of those who wait for it the first may go.
      const text = render(await readFor(crowd.gone, make), site)
      return { text, tag: textTag(text) }
    },
    // Whoever waits gets the page, whether there is room to keep it or not.
    ignoreFetchAbort: true
  })
  /** Whoever comes when all others have given a page up begins it anew. */
  function crowdOf(key: string): Crowd {
    const there = crowds.get(key)
    if (there) return there
    const crowd = new Crowd()
    crowd.gone.addEventListener('abort', () => {
      disperse(key, crowd)
      pages.delete(key)
    })
    crowds.set(key, crowd)
    return crowd
  }

  const disperse = (key: string, crowd: Crowd) => crowds.get(key) === crowd && crowds.delete(key)

  async function made(key: string, make: Make, gone: AbortSignal): Promise<Kept> {
    const crowd = crowdOf(key)
    crowd.join(gone)
    return pages.forceFetch(key, { context: { make, crowd } }).finally(() => disperse(key, crowd))
  }

  return async (request, reply, make, { framedBy } = {}) => {
    const moment = now()
    const key = `${dayOf(moment)} ${await findLastWrite(db)} ${request.url}`
    const page = pages.get(key) ?? (await made(key, make, request.signal))
    reply.headers({ ...headersOf(framedBy), 'cache-control': cacheControl(moment) }).type(htmlType)
    return notModified(request, reply, page.tag) ? reply : reply.send(page.text)
  }
}

/** What became of an error: another address for a form that was sent half empty, else a page of the problem. */
export function sendRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply, site: Site): FastifyReply {
  const refusal = normalise(error)
  if (refusal.errors?.some(({ code }) => code === 'empty')) {
    return reply.header('cache-control', 'no-store').redirect(site.base + withoutEmpty(request.url))
  }
  if (preferredType(request.headers.accept, ['text/html', 'application/problem+json']) !== 'text/html')
    return sendProblem(error, request, reply, site.url)
  const { status, title } = catalogue[refusal.code]
  prepareRefusal(error, request, reply, site.url)
  const faults = (refusal.errors ?? []).map(({ parameter, pointer, header, detail }) => ({
    place: parameter ?? pointer ?? header ?? '',
    detail
  }))
  const page = ProblemPage({ code: refusal.code, status, title, detail: refusal.detail, faults })
  return reply.headers(headersOf()).type(htmlType).send(render(page, site))
}

/** Forms send their empty fields too; the address of a view has none. */
function withoutEmpty(url: string): string {
  const [path = '', query = ''] = url.split('?')
  const filled = query.split('&').filter(part => part !== '' && !/^[^=]*=?$/.test(part))
  return filled.length > 0 ? `${path}?${filled.join('&')}` : path
}
