import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../limits.ts'
import { type ApiProblem, problem } from '../../problems.ts'
import { clientOf } from './client.ts'
import { Lines } from './lines.ts'
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
  /** How much may be done at a time: of reads alone, of reads while somebody writes, and of writes. */
  underWay?: Record<'reads' | 'readsBesideWrites' | 'writes', Bounds>
}

/** How much is done at a time, and how many wait for that. */
export interface Bounds {
  most: number
  line: Patience
}

/** How many may wait, and for how many milliseconds where the line of a client empties again, and where it does not. */
export interface Patience {
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
 * Takes on as much work as can be done soon, and refuses what would wait for longer: who is refused can come again, while one that
 * waits in a line which only grows keeps everybody waiting. Reads and writes stand in lines of their own; while somebody writes,
 * fewer read at a time, and not all the time.
 */
export function registerAdmission(
  app: FastifyInstance,
  { answers = async () => true, onShed = () => {}, underWay = limits.underWay.postgresql }: AdmissionOptions = {}
): Admission {
  const writes = new Lane(() => underWay.writes)
  /** Those who write and are soon done. */
  const writers = new Set<FastifyRequest>()
  const reads = new Lane(() => (writers.size > 0 ? underWay.readsBesideWrites : underWay.reads))
  const under: Admission = { reads, writes, files: 0, untaken: 0 }
  const running = new Map<FastifyRequest, { reply: FastifyReply; since: number }>()
  let isDown = false
  let unanswered = 0

  const shed = (reason: Shed, detail: string): ApiProblem => {
    onShed(reason)
    return problem('unavailable', { detail, headers: { 'retry-after': reason === 'database' ? '5' : '1' } })
  }

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const lane = isRead(request) ? under.reads : under.writes
    const { raw: response } = reply
    if (!(await lane.enter(clientOf(request.ip), { isInAdvance: request.isInAdvance, response }))) {
      const detail = 'More is asked for at the moment than can be answered soon.'
      // Who has left was not refused.
      throw response.closed ? problem('unavailable', { detail }) : shed('line', detail)
    }
    request.lane = lane
    if (lane === writes && !request.routeOptions.config.takesLong) writers.add(request)
    running.set(request, { reply, since: performance.now() })
  }

  const leave = (request: FastifyRequest) => {
    const { lane } = request
    const { since = 0 } = running.get(request) ?? {}
    running.delete(request)
    request.lane = null
    // A place that is taken again at once would leave those who write no turn on the thread.
    if (lane === reads && writers.size > 0)
      setTimeout(() => lane.leave(), Math.min(performance.now() - since, limits.readersRest))
    else lane?.leave()
    // Now more may read.
    if (writers.delete(request) && writers.size === 0) reads.letIn()
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
    if (raw.closed) {
      // Nobody takes it, and nothing would say any more that it was taken.
      if (!(payload instanceof Readable)) return done()
      payload.destroy()
      return done(null, null)
    }
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

/** Somebody who waits, and is told in the end whether they may go in. */
type Waiting = (isIn: boolean) => void

/**
 * So much work at a time, and before it a line of each client. One that empties again is a burst, and those in it may wait; in one
 * that does not nobody may, or everybody would (B. Maurer, "Fail at Scale", ACM Queue 13, 2015).
 */
export class Lane {
  readonly #bounds: () => Bounds
  readonly #lines = new Lines<Waiting>()
  #inside = 0

  /** @param bounds those of the moment */
  constructor(bounds: () => Bounds) {
    this.#bounds = bounds
  }

  get inside(): number {
    return this.#inside
  }

  get waiting(): number {
    return this.#lines.size
  }

  /**
   * Whether it is this one's turn; false where that would take too long, or the client leaves before.
   *
   * @param options.isInAdvance whether the client has not waited for its last answer: then it can wait for this one
   * @param options.response closes when the client leaves
   */
  enter(
    client: string,
    { isInAdvance = false, response }: { isInAdvance?: boolean; response?: ServerResponse } = {}
  ): Promise<boolean> | boolean {
    const { most, line } = this.#bounds()
    // Whoever comes does not overtake those in line.
    if (this.#lines.size === 0 && this.#inside < most) {
      this.#inside++
      return true
    }
    if (response?.closed) return false
    const { longest, burst, standing } = line
    const now = performance.now()
    return new Promise(done => {
      const answer: Waiting = isIn => {
        clearTimeout(late)
        response?.off('close', giveUp)
        this.#lines.remove(client, answer)
        done(isIn)
      }
      const since = this.#lines.add(client, answer, { now, isLast: isInAdvance })
      const giveUp = () => answer(false)
      const late = setTimeout(giveUp, now - since > burst ? standing : burst)
      response?.once('close', giveUp)
      if (this.#lines.size > longest) this.#lines.last()?.(false)
    })
  }

  /** Makes a place free, for whose turn it is. */
  leave(): void {
    this.#inside--
    this.letIn()
  }

  /** Lets those in who find a place now; to be called when the bounds have grown. */
  letIn(): void {
    while (this.#inside < this.#bounds().most && this.#lines.size > 0) {
      this.#inside++
      this.#lines.next()?.(true)
    }
  }
}
