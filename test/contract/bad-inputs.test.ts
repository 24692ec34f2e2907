import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { queryRows } from '../../src/database/rows.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { onEachDatabase, onEachRecord, type Registry, start } from '../start.ts'
import { type Message, type Reply, send } from './client.ts'

interface Entry {
  name: string
  group: string
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
  bodyEncoding?: 'base64'
  raw?: boolean
  /** The first is the one to give, the others are tolerated. */
  expectStatus: number[]
  why: string
}

const read = (file: string) => JSON.parse(readFileSync(sourceFile(`test/fixtures/${file}`), 'utf8'))
const { base, entries: given } = read('bad-inputs.json') as { base: { id: string }; entries: Entry[] }
/** Those that were there at first, and those that were found since. */
const entries = [...given, ...(read('bad-inputs-found.json') as Entry[])]

/** What no refusal may show. */
const leaks = {
  sql: /\bselect (?:["*$(]|\w+\(|\S.* from \S+ where )|\bfailed query\b|\binsert into\b|\bdelete from\b|\bupdate "|syntax error at or near|invalid input syntax|violates [\w -]+ constraint|duplicate key value/i,
  place:
    / at (?:file:\/\/|\/(?!v1\b|problems\b|docs\b|openapi\b|livez\b|readyz\b|metrics\b|\.well-known\b))|\(\/\S+:\d+:\d+\)|node:internal|node_modules/i,
  library: /drizzle|pglite/i
}

// The checks stand before any database, and those that ask one are the same on both.
t.test('every bad input that concerns this service is refused as it should be, and harms nothing', async t => {
  const api = await start(t, 'postgresql')
  const port = await listen(api)
  await storeBase(api)
  let before = await stateOf(api, port)
  const ask = (entry: Entry) => {
    const message = fill(entry, api, before.etag)
    return { message, answer: send(port, message) }
  }
  // Who stalls is waited for, and the others are asked meanwhile.
  const stalling = new Map(entries.filter(isStalling).map(entry => [entry, ask(entry)]))
  for (const entry of [...entries.filter(entry => !isStalling(entry)), ...stalling.keys()]) {
    const { message, answer } = stalling.get(entry) ?? ask(entry)
    const faults = faultsOf(entry, message, await answer, api)
    const after = await stateOf(api, port)
    if (after.status !== 200) faults.push('the service does not answer any more')
    if (isRefusal(entry) && JSON.stringify(after) !== JSON.stringify(before)) faults.push('the registry has changed')
    t.same(faults, [], `${entry.group}: ${entry.name} (${entry.why})`)
    before = after
  }
})

async function listen({ app }: Registry): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

async function storeBase(api: Registry): Promise<void> {
  const made = await api.post('/v1/agreements', base)
  if (made.status !== 201) throw new Error(made.text)
}

/** What a refused request must leave as it is, asked for over the network as the request itself. */
async function stateOf({ database }: Registry, port: number) {
  const path = `/v1/agreements/${base.id}`
  const { status, headers } = await send(port, { raw: false, method: 'GET', path, headers: {}, body: undefined })
  const [counted] = await queryRows(database.db, sql`select count(*)::int as revisions from revision`)
  return { status, etag: headers.etag as string, revisions: counted?.revisions }
}

const isStalling = ({ expectStatus }: Entry): boolean => expectStatus.includes(408)

const isRefusal = ({ expectStatus }: Entry): boolean => (expectStatus[0] as number) >= 400

function fill(entry: Entry, { keys }: Registry, etag: string): Message {
  const names: Record<string, string> = { WRITE_KEY: keys.write, READ_KEY: keys.read, ID: base.id, ETAG: etag }
  const text = (template: string): string =>
    template
      .replace(/\{\{([A-Z_]+)\}\}/g, (all, name) => names[name] ?? all)
      .replace(/\{\{repeat:([\s\S]+?):(\d+)\}\}/g, (_, what, times) => what.repeat(Number(times)))
  const { body, bodyEncoding } = entry
  return {
    raw: entry.raw === true,
    method: entry.method,
    path: text(entry.path),
    headers: Object.fromEntries(Object.entries(entry.headers).map(([name, value]) => [name, text(value)])),
    body: body === null ? undefined : bodyEncoding ? Buffer.from(body, bodyEncoding) : Buffer.from(text(body))
  }
}

/** What is wrong with an answer, in words. */
function faultsOf(entry: Entry, message: Message, { status, headers, text, ms }: Reply, { keys }: Registry): string[] {
  const faults: string[] = []
  const { expectStatus, method, raw } = entry
  if (!expectStatus.includes(status))
    faults.push(`answered ${status} instead of ${expectStatus}: ${text.slice(0, 200)}`)
  if (ms > (isStalling(entry) ? 10_000 : 5_000)) faults.push(`took ${Math.round(ms)} ms`)
  if (status < 400) return faults
  if (Buffer.byteLength(text) > 100 * 1024) faults.push('the refusal is larger than 100 KB')
  const sent = [message.path, ...Object.values(message.headers), message.body ?? ''].join('\n')
  for (const [what, pattern] of Object.entries(leaks)) {
    const leak = pattern.exec(text)?.[0]
    if (leak && !sent.includes(leak)) faults.push(`shows ${what}: ${leak}`)
  }
  if (text.includes(keys.write) || text.includes(keys.read)) faults.push('shows a key')
  if (method === 'HEAD' || raw) return faults
  if (!/^application\/problem\+json\b/.test(headers['content-type'] ?? '')) faults.push(`is ${headers['content-type']}`)
  const problem = JSON.parse(text)
  if (problem.status !== status) faults.push(`says status ${problem.status}`)
  for (const member of ['type', 'title', 'code']) if (!problem[member]) faults.push(`has no ${member}`)
  if ((status === 400 || status === 422) && !namesPlace(problem)) faults.push(`names no place: ${text.slice(0, 300)}`)
  return faults
}

/** Whether a problem says where the fault is: a member, a parameter or a field of the header, a line and column, or all of the body or the path. */
const namesPlace = ({ errors, detail }: { errors?: Record<string, unknown>[]; detail: string }): boolean =>
  errors
    ? errors.every(error => ['pointer', 'parameter', 'header'].some(kind => typeof error[kind] === 'string'))
    : /\bline \d+, column \d+|^The (body|path of the address) /.test(detail)

onEachRecord(t, 'of two changes of one version at once, one is made and the other refused', async (t, api) => {
  const etag = (await api.create()).headers.etag as string
  const answers = await Promise.all(['one', 'other'].map(notes => api.patch(api.path, { notes }, { 'if-match': etag })))
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
  t.equal((await api.get(api.path)).body.revision.version, 2)
})

onEachRecord(t, 'of a client that hangs up within a body nothing is stored', async (t, api) => {
  const port = await listen(api)
  const before = await revisions(api)
  for (const kept of [0.3, 0.999]) {
    const received = once(api.app.server, 'request')
    const socket = connect(port, '127.0.0.1')
    socket.write(postOf(api, api.id, kept))
    const [request] = await received
    const closed = new Promise(done => request.on('error', () => {}).once('close', done))
    socket.destroy()
    await closed
  }
  t.equal((await api.get(api.path)).status, 404)
  t.equal(await revisions(api), before)
})

onEachDatabase(t, 'a write that is under way when the service closes is finished and answered', async (t, api) => {
  const port = await listen(api)
  const received = once(api.app.server, 'request')
  const socket = connect(port, '127.0.0.1')
  socket.write(postOf(api, 'under-way', 1))
  await received
  const closed = api.app.close()
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  await closed
  t.match(text, /^HTTP\/1\.1 201 /)
  t.same(await queryRows(api.database.db, sql`select version from revision where agreement_id = 'under-way'`), [
    { version: 1 }
  ])
})

const revisions = async ({ database }: Registry) =>
  (await queryRows(database.db, sql`select count(*)::int as n from revision`))[0]?.n

/** The bytes of a POST, and the given part of its body. */
function postOf({ keys }: Registry, id: string, kept: number): string {
  const body = JSON.stringify(anAgreement({ id }))
  const head = [
    'POST /v1/agreements HTTP/1.1',
    'host: registry',
    `authorization: Bearer ${keys.write}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`
  ]
  return `${head.join('\r\n')}\r\n\r\n${body.slice(0, Math.floor(body.length * kept))}`
}
