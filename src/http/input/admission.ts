import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../limits.ts'
import { type ApiProblem, problem } from '../../problems.ts'
import { holdsNoData } from './open-addresses.ts'

// Not @fastify/under-pressure: it goes by the mean delay of the event loop, which one long task drives up for a second, and which
// says nothing of those who wait for the database.

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes as long as it needs. */
    takesLong?: boolean
  }
  interface FastifyRequest {
    /** The line that this request has left for its work. */
    lane: Lane | null
  }
}

/** Why a request was refused. */
export const sheds = ['line', 'database', 'time', 'answers'] as const
export type Shed = (typeof sheds)[number]

export interface AdmissionOptions {
  /** Whether the database answers; asked, twice before it counts, when requests take long. */
  answers?: () => Promise<boolean>
  /** Told of each request that is refused. */
  onShed?: (reason: Shed) => void
  /** How much may be done at a time. */
  underWay?: { reads: number; writes: number; line: Line }
}

/** How many may wait, and for how many milliseconds in a line that empties again, and in one that does not. */
export interface Line {
  longest: number
  burst: number
  standing: number
}

/** What is under way, for whoever watches. */
export interface Admission {
  reads: Lane
  writes: Lane
  /** Files that are being sent while they are read. */
  files: number
  /** Bytes of answers that clients have not taken yet. */
  untaken: number
}

/**
 * Takes on as much work as can be done soon, and refuses the rest at once: who is refused can come again, while one that waits in
 * a line which only grows keeps everybody waiting. Reads and writes do not wait for each other.
 */
export function registerAdmission(
  app: FastifyInstance,
  { answers = async () => true, onShed = () => {}, underWay = limits.underWay.postgresql }: AdmissionOptions = {}
): Admission {
  const under: Admission = {
    reads: new Lane(underWay.reads, underWay.line),
    writes: new Lane(underWay.writes, underWay.line),
    files: 0,
    untaken: 0
  }
  const running = new Map<FastifyRequest, { reply: FastifyReply; since: number }>()
  let isDown = false
  let unanswered = 0

  const shed = (reason: Shed, detail: string): ApiProblem => {
    onShed(reason)
    return problem('unavailable', { detail, headers: { 'retry-after': reason === 'database' ? '5' : '1' } })
  }

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const lane = isRead(request) ? under.reads : under.writes
    if (!(await lane.enter())) throw shed('line', 'More is asked for at the moment than can be answered soon.')
    request.lane = lane
    running.set(request, { reply, since: performance.now() })
  }

  const leave = (request: FastifyRequest) => {
    running.delete(request)
    request.lane?.leave()
    request.lane = null
  }

  app.decorateRequest('lane', null)
  app.addHook('onRequest', (request, reply, done) => {
    const { url = '*' } = request.routeOptions
    if (url === '*' || holdsNoData(url) || request.method === 'OPTIONS') return done()
    if (isDown) throw shed('database', 'The database does not answer.')
    // Whoever sends a body slowly keeps nobody else from work.
    if (!isRead(request)) return done()
    admit(request, reply).then(() => done(), done)
  })
  app.addHook('preValidation', (request, reply, done) => {
    if (request.lane || isRead(request) || holdsNoData(request.routeOptions.url ?? '/')) return done()
    admit(request, reply).then(() => done(), done)
  })
  // After all that changes what is sent.
  app.addHook('onSend', (request, reply, payload, done) => {
    leave(request)
    const { raw } = reply
    if (payload instanceof Readable) {
      if (under.files >= limits.files) {
        payload.destroy()
        throw shed('answers', 'As many files are being sent at the moment as can be.')
      }
      under.files++
      raw.once('close', () => under.files--)
    } else if (Buffer.isBuffer(payload) && payload.length > limits.largeAnswer) {
      if (under.untaken + payload.length > limits.untaken) {
        throw shed('answers', 'Too much that was asked for has not been taken yet.')
      }
      under.untaken += payload.length
      raw.once('close', () => {
        under.untaken -= payload.length
      })
    }
    done()
  })

  // Also where the answer was sent by other ways.
  app.addHook('onResponse', (request, _reply, done) => {
    leave(request)
    done()
  })

  const watch = setInterval(look, 1_000).unref()
  app.addHook('onClose', async () => clearInterval(watch))

  /** Gives up what takes too long, and finds out whether that is because the database does not answer. */
  async function look(): Promise<void> {
    const late = (time: number) => [...running].filter(([, { since }]) => performance.now() - since > time)
    if (!isDown && late(limits.soon).length === 0) {
      unanswered = 0
      return
    }
    unanswered = (await answers()) ? 0 : unanswered + 1
    // Once may be the fault of a busy machine.
    isDown = unanswered > 1
    for (const [request, { reply }] of late(isDown ? limits.soon : limits.handlerTime)) {
      if (reply.sent || request.routeOptions.config.takesLong) continue
      reply.send(isDown ? shed('database', 'The database does not answer.') : shed('time', 'This took too long.'))
    }
  }
  return under
}

/** Whether a request asks for something and changes nothing. */
export const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD'

/**
 * A line before so much work at a time, in which the newest goes first, since whoever asked for it is still there. One that
 * empties again is a burst, and those in it may wait; in one that does not nobody may, or everybody would (B. Maurer, "Fail at
 * Scale", ACM Queue 13, 2015).
 */
export class Lane {
  readonly #most: number
  readonly #line: Line
  readonly #waiting: ((isIn: boolean) => void)[] = []
  #inside = 0
  #emptyAt = performance.now()

  constructor(most: number, line: Line) {
    this.#most = most
    this.#line = line
  }

  get inside(): number {
    return this.#inside
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Whether it is this one's turn; false where that would take too long. */
  enter(): Promise<boolean> | boolean {
    if (this.#inside < this.#most) {
      this.#inside++
      return true
    }
    const { longest, burst, standing } = this.#line
    const now = performance.now()
    if (this.#waiting.length === 0) this.#emptyAt = now
    if (this.#waiting.length >= longest) return false
    const isStanding = now - this.#emptyAt > burst
    return new Promise(done => {
      const answer = (isIn: boolean) => {
        clearTimeout(late)
        this.#waiting.splice(this.#waiting.indexOf(answer), 1)
        done(isIn)
      }
      const late = setTimeout(answer, isStanding ? standing : burst, false)
      this.#waiting.push(answer)
    })
  }

  /** Lets the next one in. */
  leave(): void {
    const next = this.#waiting.at(-1)
    if (next) next(true)
    else this.#inside--
  }
}
