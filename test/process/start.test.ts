import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { countAgreements } from '../../src/commands/prepare.ts'
import { openDatabase } from '../../src/database/open.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded, revisionsSeeded } from '../fixtures/data-set.ts'
import { engines } from '../start.ts'
import { cli, emptyPlace, launch, main, placeOf, type Service, serve, stack, temporaryDirectory } from './processes.ts'

const bodyOf = (id: string): string => JSON.stringify(anAgreement({ id }))

const create = ({ address, key }: { address: string; key: string | undefined }, id: string) =>
  fetch(`${address}/v1/agreements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: bodyOf(id)
  })

async function total({ address }: Service): Promise<number> {
  const answer = await fetch(`${address}/v1/agreements?total=true&limit=1`)
  return ((await answer.json()) as { page: { total: number } }).page.total
}

/** What a first start leaves on the screen. */
const closing = new RegExp(
  [
    `\nDeportation & Detention Agreements API is ready: ${agreementsSeeded} agreements, (?:embedded database in .+|PostgreSQL)`,
    '',
    '  Look          (http://127\\.0\\.0\\.1:\\d+/)',
    '  Try it        (http://127\\.0\\.0\\.1:\\d+/docs)',
    '  First answer  curl (http://.+)',
    '  Write key     dda_\\S+   \\(keep it: it is not shown again; "npm run keys -- create --name me" makes another\\)',
    '',
    '  Ctrl-C stops it\\. The next start takes a few seconds\\.',
    '\n$'
  ].join('\n')
)

for (const engine of engines) {
  t.test(`start, write, stop, start again, be killed, start again: nothing is lost (${engine})`, async t => {
    const place = await emptyPlace(t, engine)
    // On the embedded database the load is over before a signal is heard.
    if (engine === 'postgresql') {
      const interrupted = await serve(t, place, /^Loading the data set: 20 of/m)
      t.match(await interrupted.stop('SIGTERM'), { code: 0, signal: null, stderr: '' })
    }

    // It makes up for what was interrupted.
    const first = await serve(t, place)
    const loaded = `Loading the data set: ${agreementsSeeded} of ${agreementsSeeded} agreements\nPreparing the API\n`
    t.match(first.printed(), loaded)
    t.match(first.printed(), closing, 'what matters is last and together')
    const [, firstPage = '', swaggerUi = '', firstAnswer = ''] = closing.exec(first.printed()) ?? []
    t.match(await (await fetch(firstPage, { headers: { accept: 'text/html' } })).text(), /<h1>/)
    t.match(await (await fetch(swaggerUi)).text(), /swagger-ui/)
    t.match(await (await fetch(firstAnswer)).json(), { id: 'us-sv-2019-asylum-cooperative-agreement' })
    t.equal(await total(first), agreementsSeeded)
    t.equal((await create(first, 'written-first')).status, 201, 'the printed key writes')

    const upload = await halfSent(first, bodyOf('written-while-stopping'))
    const ended = first.stop('SIGTERM')
    t.match(await upload.finish(), /^HTTP\/1\.1 201 /, 'a request in flight is answered')
    t.match(await ended, { code: 0, signal: null, stderr: '' })

    const second = await serve(t, place)
    t.equal(second.key, undefined, 'no second key')
    t.notMatch(second.printed(), /Loading/)
    t.equal(await total(second), agreementsSeeded + 2)
    t.equal((await create({ address: second.address, key: first.key }, 'written-last')).status, 201)
    t.match(await second.stop('SIGKILL'), { signal: 'SIGKILL' })

    const third = await serve(t, place)
    t.equal(await total(third), agreementsSeeded + 3)
    t.match(await third.stop('SIGINT'), { code: 0, signal: null })
  })
}

t.test('who asks a second time for the end gets it at once', async t => {
  const service = await serve(t, await placeOf(t, 'postgresql', 'filled'))
  const upload = await halfSent(service, bodyOf('never-sent'))
  const ended = service.stop('SIGTERM')
  await setTimeout(200)
  t.equal(await Promise.race([ended, setTimeout(100)]), undefined, 'the first time what was begun may be finished')
  service.child.kill('SIGINT')
  t.match(await Promise.race([ended, setTimeout(5_000)]), { code: 1 }, 'long before the first time would have ended it')
  upload.finish().catch(() => {})
})

t.test('a request that never ends holds up the end for ten seconds at most', async t => {
  const service = await serve(t, await placeOf(t, 'postgresql', 'filled'))
  const upload = await halfSent(service, bodyOf('never-finished'))
  const ended = await Promise.race([service.stop('SIGTERM'), setTimeout(12_000)])
  t.match(ended, { code: 0, signal: null })
  t.notMatch(await upload.finish().catch(String), /^HTTP/, 'it has no answer')
})

t.test('a start that waits for the upgrade by another process says so, and goes on after it', async t => {
  const place = await placeOf(t, 'postgresql', 'filled')
  const other = await openDatabase({ databaseUrl: place.DATABASE_URL, dataDir: '' })
  t.teardown(() => other.close())
  const { child, printed } = launch(t, 'main', [], place)
  const until = async (line: RegExp) => {
    while (!line.test(printed())) await once(child.stdout, 'data')
  }
  await other.exclusively(async () => until(/^Waiting for another process that upgrades the database …$/m))
  await until(/^ {2}Try it /m)
  t.equal(printed().match(/^Waiting/gm)?.length, 1, 'it is said once')
})

/** Sends a POST but for the last byte, once the service has begun to read it. */
async function halfSent({ address, key }: Service, body: string) {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const head = [
    'POST /v1/agreements HTTP/1.1',
    'host: registry',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'expect: 100-continue'
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await once(socket, 'data')
  socket.write(body.slice(0, -1))
  return {
    finish: () => {
      socket.write(body.slice(-1))
      return text(socket)
    }
  }
}

t.test('a second process on the same embedded directory is refused, and does no harm', async t => {
  const place = await placeOf(t, 'embedded', 'filled')
  const first = await openDatabase({ dataDir: place.DATA_DIR as string })
  t.teardown(() => first.close())
  const inUse = /^The embedded database in .* is in use by another process\..* DATA_DIR .* DATABASE_URL\.\n$/
  for (const second of [await main(t, place), await cli(t, ['keys', 'list'], place)]) {
    t.match(second, { code: 1, stdout: '', stderr: inUse })
  }
  t.equal(await countAgreements(first), agreementsSeeded)
})

t.test('two processes that start at once on an empty PostgreSQL database both come up, on one data set', async t => {
  const place = await emptyPlace(t, 'postgresql')
  const services = await Promise.all([serve(t, place), serve(t, place)])
  const [first, second] = services
  t.equal(services.filter(service => service.key).length, 1, 'one key was made')
  t.equal(await total(first), agreementsSeeded)
  t.equal(await total(second), agreementsSeeded)
  const history = (await (await fetch(`${first.address}/v1/changes?limit=200`)).json()) as {
    items: { cause: string }[]
  }
  t.equal(history.items.filter(({ cause }) => cause !== 'time_passed').length, revisionsSeeded)
})

t.test('wrong variables stop the process with a sentence for each, which names it', async t => {
  const wrong = {
    PORT: 'http',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://user:secret@localhost',
    PUBLIC_URL: 'example.org'
  }
  const { code, stdout, stderr } = await main(t, wrong)
  t.match({ code, stdout }, { code: 1, stdout: '' })
  t.same(Array.from(stderr.matchAll(/^The environment variable (\w+) .+\.$/gm), ([, name]) => name).sort(), [
    'DATABASE_URL',
    'LOG_LEVEL',
    'PORT',
    'PUBLIC_URL'
  ])
  t.notMatch(stderr, stack)
  t.notMatch(stderr, /secret/)
})

t.test('a port or host that cannot be listened on is a sentence, and nothing has been made', async t => {
  const busy = createServer().listen(0, '127.0.0.1')
  t.teardown(() => busy.close())
  await once(busy, 'listening')
  const PORT = String((busy.address() as AddressInfo).port)
  const parent = await temporaryDirectory(t)
  const DATA_DIR = join(parent, 'data')
  const taken = await main(t, { DATA_DIR, PORT })
  t.match(taken, { code: 1, stdout: '' })
  t.match(
    taken.stderr,
    new RegExp(`^Cannot listen on HOST 127\\.0\\.0\\.1 and PORT ${PORT}: another process does\\..*\n$`)
  )
  const unknown = await main(t, { DATA_DIR, HOST: 'host.invalid' })
  t.match(unknown, { code: 1, stdout: '' })
  t.match(unknown.stderr, /^Cannot listen on HOST host\.invalid and PORT 0: .* Set HOST to .*\n$/)
  t.same(await readdir(parent), [])
})

t.test('a database that cannot be reached, or is not there, is a sentence without its password', async t => {
  const server = process.env.TEST_DATABASE_URL as string
  const missing = Object.assign(new URL(server), { pathname: '/no_such_database' })
  const stranger = Object.assign(new URL(server), { username: 'nobody', password: 'secret' })
  const sentences: [string, RegExp][] = [
    ['postgres://user:secret@127.0.0.1:1/registry', /^The database does not answer \(.+\)\. Check DATABASE_URL, .*\n$/],
    [
      'postgres://user:secret@host.invalid/registry',
      /^The database does not answer \(.+\)\. Check DATABASE_URL, .*\n$/
    ],
    [missing.href, /^The database that DATABASE_URL names does not exist \(.+\)\. Create it first\.\n$/],
    [stranger.href, /^PostgreSQL does not admit the user of DATABASE_URL \(.+\)\. .*\n$/]
  ]
  const ends = sentences.map(async ([url, sentence]) => {
    const { code, stderr } = await main(t, { DATABASE_URL: url })
    t.equal(code, 1)
    t.match(stderr, sentence)
    t.notMatch(stderr, /secret/)
  })
  await Promise.all(ends)
})
