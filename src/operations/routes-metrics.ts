import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../database/client.ts'
import { type WriteStage, writeStageChannel } from '../database/stages.ts'
import { type Admission, type Shed, sheds } from '../http/input/admission.ts'

export interface MetricsOptions {
  database: Database
  admission: Admission
  /** Whether no key is needed. */
  publicMetrics: boolean
}

/**
 * GET /metrics, for Prometheus. What counts is loaded when the service listens or is first asked, since that takes longer than to
 * put the whole app together.
 *
 * @returns a function that counts a request which was refused since there was too much to do
 */
export function registerMetrics(
  app: FastifyInstance,
  { database, admission, publicMetrics }: MetricsOptions
): (reason: Shed) => void {
  let loading: Promise<Metrics> | undefined
  let metrics: Metrics | undefined
  const load = () => {
    loading ??= openMetrics(database, admission).then(made => {
      metrics = made
      return made
    })
    return loading
  }

  app.addHook('onListen', async () => void load())
  app.addHook('onClose', async () => metrics?.close())
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    metrics?.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get(
    '/metrics',
    {
      config: { ignoresAccept: true, isUncounted: true, ...(!publicMetrics && { scope: 'admin' }) },
      schema: { hide: true, produces: ['text/plain'] }
    },
    async (_request, reply) => {
      const { registry } = await load()
      return reply
        .header('cache-control', 'no-store')
        .type(registry.contentType)
        .send(await registry.metrics())
    }
  )
  return reason => metrics?.shed.inc({ reason })
}

type Metrics = Awaited<ReturnType<typeof openMetrics>>

/** From a fast read to the longest that a request may take, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

async function openMetrics(database: Database, admission: Admission) {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = (await import('prom-client')).default
  const registry = new Registry()
  const registers = [registry]
  // Memory, processor time, garbage, the delay of the event loop.
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers
  })
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests answered 503 since there was too much to do: line, database, time or answers says of what.',
    labelNames: ['reason'],
    registers
  })
  // A rate can be taken only of what was there before.
  for (const reason of sheds) shed.inc({ reason }, 0)
  new Gauge({
    name: 'http_requests_under_way',
    help: 'Requests that are worked on, or wait for that.',
    labelNames: ['lane', 'state'],
    registers,
    collect() {
      for (const lane of ['reads', 'writes'] as const) {
        this.set({ lane, state: 'inside' }, admission[lane].inside)
        this.set({ lane, state: 'waiting' }, admission[lane].waiting)
      }
    }
  })
  new Gauge({
    name: 'http_answers_untaken_bytes',
    help: 'Bytes of large answers that clients have not taken yet.',
    registers,
    collect() {
      this.set(admission.untaken)
    }
  })
  new Gauge({
    name: 'database_connections',
    help: 'Connections to PostgreSQL: open, unused, and waited for.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(database.connections() ?? {})) this.set({ state }, count)
    }
  })
  const stages = new Histogram({
    name: 'write_stage_duration_seconds',
    help: 'Time that writes take: waiting for their turn in this process and for the lock of all processes, saving, and the commit.',
    labelNames: ['stage'],
    buckets,
    registers
  })
  const onStage = (message: unknown) => {
    const { stage, seconds } = message as WriteStage
    stages.observe({ stage }, seconds)
  }
  subscribe(writeStageChannel, onStage)
  return { registry, requests, shed, close: () => unsubscribe(writeStageChannel, onStage) }
}
