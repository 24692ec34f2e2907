import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { limits } from '../../src/limits.ts'
import { findPgbouncer, type PgBouncer, startPgbouncer } from '../pgbouncer.ts'
import { startPostgresql } from '../postgresql.ts'
import { cli, placeOf, type Service, serve } from '../process/processes.ts'
import { create, during, idsAt, isFull, keepWriting, read, report, tally, until, within } from './load.ts'

const one = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'

type Writers = ReturnType<typeof keepWriting>

/** A server of its own, which may be maltreated, and a service on it. */
async function maltreated(t: Test, directory?: string) {
  const place = directory ?? (await mkdtemp(join(tmpdir(), 'registry-')))
  if (!directory) t.teardown(() => rm(place, { recursive: true, force: true }))
  const server = await startPostgresql(place, { fsync: 'on', max_wal_size: '32MB', min_wal_size: '32MB' })
  t.teardown(() => server.stop())
  const service = await serve(t, { DATABASE_URL: server.url })
  t.teardown(() => service.stop('SIGKILL'))
  const postmaster = async () =>
    Number((await readFile(join(place, 'postgresql', 'postmaster.pid'), 'utf8')).split('\n')[0])
  /** The server with all of its processes. */
  const processes = async () => {
    const main = await postmaster()
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(main)], { encoding: 'utf8' })
    return [main, ...children.trim().split(/\s+/).map(Number)]
  }
  const connections = async () => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    const { rows } = await client.query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'deportation-agreements-api'"
    )
    await client.end()
    return rows[0].n as number
  }
  const isReady = async () => (await read(service.address, '/readyz')).status === 200
  return { server, service, processes, connections, isReady, place: { DATABASE_URL: server.url } }
}

t.test('one server', async t => {
  const { server, service, processes, connections, isReady, place } = await maltreated(t)
  const { address } = service

  await t.test('a database that is frozen is noticed in time, and afterwards everything is as it was', async t => {
    // Each of these needs a connection of its own, as one record that many ask for does not.
    const list = '/v1/agreements?limit=100'
    await during(1_000, 20, () => read(address, list))
    const before = await connections()
    const frozen = await processes()
    t.teardown(() => {
      for (const pid of frozen)
        try {
          process.kill(pid, 'SIGCONT')
        } catch {}
    })
    for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    const begun = performance.now()
    const answers: { status: number; time: number }[] = []
    const length = isFull ? 20_000 : 6_000
    const reading = during(length, 16, async () => answers.push(await read(address, one)))
    const ready = await read(address, '/readyz')
    t.match(ready, { status: 503 })
    t.ok(ready.time < within(2_000), `${ready.time} ms`)
    t.match(await read(address, '/livez'), { status: 200 })
    await reading
    t.same(Object.keys(tally(answers.map(({ status }) => status))), ['503'])
    const slowest = Math.max(...answers.map(({ time }) => time))
    t.ok(slowest < within(8_000), `${slowest} ms`)
    for (const pid of frozen) process.kill(pid, 'SIGCONT')
    const back = await until(async () => (await isReady()) && (await read(address, one)).status === 200)
    t.ok(back < within(5_000), `${back} ms`)
    await setTimeout(isFull ? 25_000 : 0)
    await during(1_000, 20, () => read(address, list))
    const after = await connections()
    t.ok(after >= Math.min(before, limits.underWay.postgresql.reads.most), `${before} → ${after} connections`)
    t.equal((await read(address, one)).status, 200)
    await report(t, 'frozen', {
      'frozen for, ms': Math.round(performance.now() - begun - back),
      'readyz, ms': Math.round(ready.time),
      'slowest 503, ms': Math.round(slowest),
      'back after, ms': back
    })
  })

  await t.test(
    'connections that are cut and a server that is restarted under load lose nothing that was acknowledged',
    async t => {
      const writers = keepWriting(service, 'writer')
      await setTimeout(1_000)
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      for (let i = 0; i < (isFull ? 20 : 3); i++) {
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'deportation-agreements-api'"
        )
        await setTimeout(100)
      }
      await client.end()
      await server.restart()
      await isWellAgain(t, 'restarted', { service, place, writers })
    }
  )
})

/** After some fault the service is back soon, and nothing that was acknowledged is lost. */
async function isWellAgain(
  t: Test,
  name: string,
  { service, place, writers }: { service: Service; place: Record<string, string>; writers: Writers }
): Promise<void> {
  const { acknowledged, statuses } = writers
  const before = acknowledged.length
  const back = await until(async () => (await read(service.address, '/readyz')).status === 200)
  t.ok(back < within(5_000), `${back} ms`)
  const writing = await until(async () => acknowledged.length > before)
  t.ok(back + writing < within(5_000), `${back + writing} ms until somebody could write`)
  await writers.stop()
  t.same(
    Object.keys(tally(statuses)).filter(status => !['201', '503'].includes(status)),
    []
  )
  const there = await idsAt(service.address)
  t.same(
    acknowledged.filter(id => !there.has(id)),
    []
  )
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
  await report(t, name, {
    acknowledged: acknowledged.length,
    'back after, ms': back + writing,
    statuses: JSON.stringify(tally(statuses))
  })
}

const pooler = findPgbouncer()
t.test(
  'a pooler that is restarted under load loses nothing that was acknowledged',
  { skip: pooler ? false : 'no PgBouncer is installed' },
  async t => {
    const place = await placeOf(t, 'postgresql', 'filled')
    const { url, restart } = await startPgbouncer(t, pooler as PgBouncer, place.DATABASE_URL as string, {
      pool_mode: 'transaction',
      default_pool_size: 6
    })
    const service = await serve(t, { DATABASE_URL: url, PREPARED_STATEMENTS: 'off' })
    const writers = keepWriting(service, 'pooled')
    for (let i = 0; i < (isFull ? 10 : 2); i++) {
      await setTimeout(500)
      await restart()
    }
    await isWellAgain(t, 'pooler', { service, place, writers })
  }
)

const cannotMount = (process.getuid?.() !== 0 || !isFull) && 'in the full run, and by root'
t.test('a full disk is 503 to writers, and nothing is half-written', { skip: cannotMount }, async t => {
  const directory = await mkdtemp(join(tmpdir(), 'registry-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'none', directory])
  t.teardown(async () => {
    execFileSync('umount', ['-l', directory])
    await rm(directory, { recursive: true, force: true })
  })
  const { service, place } = await maltreated(t, directory)
  execFileSync('sh', ['-c', `head -c 1G /dev/zero > ${directory}/filler || true`], { stdio: 'ignore' })
  const statuses: number[] = []
  await during(5_000, 8, async (n, i) => {
    const status = await create(service, `full-${n}-${i}`)
    statuses.push(status)
    if (status !== 201) await setTimeout(100)
  })
  t.same(
    Object.keys(tally(statuses)).filter(status => !['201', '503'].includes(status)),
    []
  )
  t.ok(statuses.includes(503))
  await rm(`${directory}/filler`)
  const back = await until(async () => (await create(service, `back-${Date.now()}`)) === 201)
  t.ok(back < within(5_000), `${back} ms`)
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
  await report(t, 'full-disk', { 'back after, ms': back, statuses: JSON.stringify(tally(statuses)) })
})
