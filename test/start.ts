import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pg from 'pg'
import root, { type Test } from 'tap'
import { buildApp } from '../src/app.ts'
import { type DataSet, seed } from '../src/commands/seed.ts'
import type { Config } from '../src/config.ts'
import type { Database, DatabaseOptions } from '../src/database/client.ts'
import { openDatabase } from '../src/database/open.ts'
import { createKey } from '../src/keys/store.ts'
import { Contract, type Document } from './contract/document.ts'
import { anAgreement } from './fixtures/agreement.ts'

export const engines = ['embedded', 'postgresql'] as const
export type Engine = (typeof engines)[number]

/** What a test can do to a registry that it shares: not write. */
export interface Reader {
  /** The clock of the app; move it by assigning. */
  clock: { now: Date }
  get(url: string, headers?: Headers): Promise<Answer>
  head(url: string, headers?: Headers): Promise<Answer>
  /** What is sent to whoever asks, in the coding that was chosen. */
  bytes(url: string, headers?: Headers): Promise<{ status: number; headers: Headers; bytes: Buffer }>
  database: Database
}

/** The registry as tests meet it: the app that ships, on a database of its own that holds the data set. */
export interface Registry extends Reader {
  app: FastifyInstance
  keys: { write: string; read: string }
  request(options: InjectOptions): Promise<Answer>
  /** A write with the write key. */
  post(url: string, body: unknown, headers?: Headers): Promise<Answer>
  put(url: string, body: unknown, headers?: Headers): Promise<Answer>
  patch(url: string, body: unknown, headers?: Headers): Promise<Answer>
  delete(url: string, headers?: Headers): Promise<Answer>
}

type Headers = Record<string, string>

/** Where the clock of every registry begins. */
const beginning = new Date('2026-11-26T12:00:00.000Z')

export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

export const testConfig: Config = {
  host: '127.0.0.1',
  port: 0,
  databaseUrl: undefined,
  preparedStatements: true,
  dataDir: 'memory://',
  publicUrl: '',
  contact: undefined,
  trustProxy: undefined,
  publicRead: true,
  publicMetrics: true,
  rateLimits: { reads: 600_000, writes: 60_000 },
  logLevel: 'silent'
}

/** Runs a test on each database engine, each time in a registry that holds the data set and nothing else. */
export function onEachDatabase(t: Test, promise: string, body: (t: Test, registry: Registry) => Promise<void>): void {
  for (const engine of engines) {
    t.test(`${promise} (${engine})`, async t => body(t, await start(t, engine)))
  }
}

/** Runs a test that only reads on each database engine, in a registry that all such tests share. */
export function readOnEachDatabase(t: Test, promise: string, body: (t: Test, reader: Reader) => Promise<void>): void {
  for (const engine of engines) {
    t.test(`${promise} (${engine})`, async t => body(t, await sharedReader(engine)))
  }
}

type Shared = Map<Engine, Promise<Registry>>

const written: Shared = new Map()
const unwritten: Shared = new Map()

/** It ends with the process. Whoever asks for it finds the clock where it began, for tests run one after the other. */
async function share(registries: Shared, engine: Engine): Promise<Registry> {
  const starting = registries.get(engine) ?? start(root, engine)
  registries.set(engine, starting)
  const registry = await starting
  registry.clock.now = beginning
  return registry
}

/** A registry for all tests that do not mind what others of them have written. */
export const sharedRegistry = (engine: Engine): Promise<Registry> => share(written, engine)

/** A registry for all tests that only read: it holds the data set and nothing else. */
export async function sharedReader(engine: Engine): Promise<Reader> {
  const { clock, get, head, bytes, database } = await share(unwritten, engine)
  return { clock, get, head, bytes, database }
}

/** A record of its own that a test makes and changes, in the registry that all such tests share. */
export interface Subject extends Registry {
  id: string
  path: string
  agreement(overrides?: object): ReturnType<typeof anAgreement>
  create(overrides?: object): Promise<Answer>
}

let subjects = 0

/** Runs a test on each database engine with a record that no other test knows; it leaves all other records alone. */
export function onEachRecord(t: Test, promise: string, body: (t: Test, api: Subject) => Promise<void>): void {
  for (const engine of engines) {
    t.test(`${promise} (${engine})`, async t => {
      const registry = await sharedRegistry(engine)
      const id = `us-sv-2019-example-${++subjects}`
      const agreement = (overrides = {}) => anAgreement({ id, ...overrides })
      const create = (overrides = {}) => registry.post('/v1/agreements', agreement(overrides))
      await body(t, { ...registry, id, path: `/v1/agreements/${id}`, agreement, create })
    })
  }
}

/** A registry on a fresh copy of the filled database; it ends with the test. `config` is what differs from that of other tests. */
export async function start(t: Test, engine: Engine, config: Partial<Config> = {}): Promise<Registry> {
  return serve(t, await openCopy(t, engine, 'filled'), config)
}

/** A registry on a database that was made ready; it ends with the test. */
export async function serve(t: Test, database: Database, config: Partial<Config> = {}): Promise<Registry> {
  const clock = { now: beginning }
  const app = await buildApp({ config: { ...testConfig, ...config }, database, now: () => clock.now })
  t.teardown(() => app.close())
  const makeKey = async (name: string, scopes: ('read' | 'write')[]) =>
    (await createKey(database.db, { name, scopes, createdAt: clock.now, expiresAt: null })) as string
  const keys = { write: await makeKey('tester', ['read', 'write']), read: await makeKey('reader', ['read']) }
  const request = async (options: InjectOptions): Promise<Answer> => {
    const { statusCode, headers, body } = await app.inject(options)
    const isJson = /\bjson\b/.test(String(headers['content-type']))
    const answer = {
      status: statusCode,
      headers: headers as Record<string, string>,
      text: body,
      body: isJson && body !== '' ? JSON.parse(body) : undefined
    }
    assertDeclared(app, options, answer)
    return answer
  }
  const write =
    (method: 'POST' | 'PUT' | 'PATCH', type = 'application/json') =>
    (url: string, body: unknown, headers: Headers = {}) =>
      request({
        method,
        url,
        headers: { authorization: `Bearer ${keys.write}`, 'content-type': type, ...headers },
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
      })
  return {
    app,
    database,
    clock,
    keys,
    request,
    get: (url, headers = {}) => request({ method: 'GET', url, headers }),
    head: (url, headers = {}) => request({ method: 'HEAD', url, headers }),
    bytes: async (url, headers = {}) => {
      const { statusCode, headers: sent, rawPayload } = await app.inject({ url, headers })
      return { status: statusCode, headers: sent as Headers, bytes: rawPayload }
    },
    post: write('POST'),
    put: write('PUT'),
    patch: write('PATCH', 'application/merge-patch+json'),
    delete: (url, headers = {}) =>
      request({ method: 'DELETE', url, headers: { authorization: `Bearer ${keys.write}`, ...headers } })
  }
}

let contract: Contract | undefined

/** Whatever a test asks for, the answer is one that the API document declares, and so is what was taken. */
function assertDeclared(app: FastifyInstance, request: InjectOptions, answer: Answer): void {
  const { method = 'GET', url, headers = {}, payload } = request
  contract ??= new Contract(app.swagger() as unknown as Document)
  const route = contract.routeOf(method, String(url))
  if (!route) return
  const type = String(headers['content-type']).replace(/;.*/, '')
  const wasTaken = answer.status < 300 && route.operation.requestBody && payload
  const fault =
    contract.faultOf(route, answer) ??
    (wasTaken
      ? contract.bodyFaultOf(route, type, /\bjson$/.test(type) ? JSON.parse(String(payload)) : String(payload))
      : undefined)
  if (fault) throw new Error(`${method} ${url} ${fault}`)
}

/** A registry that these records were loaded into as a data set is, and nothing else. */
export async function startWith(t: Test, engine: Engine, dataSet: DataSet): Promise<Registry> {
  const database = await openCopy(t, engine, 'empty')
  await seed(database, dataSet, { today: '2026-11-26' })
  return serve(t, database)
}

/** The variables that name the registries which test/run.ts makes. */
const originals = {
  empty: { embedded: 'TEST_EMPTY_SNAPSHOT', postgresql: 'TEST_EMPTY_TEMPLATE' },
  filled: { embedded: 'TEST_SNAPSHOT', postgresql: 'TEST_TEMPLATE' }
}
export type Content = keyof typeof originals

async function openCopy(t: Test, engine: Engine, content: Content): Promise<Database> {
  const database = await openDatabase(await copyOf(t, engine, content))
  t.teardown(() => database.close())
  return database
}

/** How a fresh copy of a registry is opened that is up to date and empty, or holds the data set. */
export async function copyOf(t: Test, engine: Engine, content: Content): Promise<DatabaseOptions> {
  const original = setting(originals[content][engine])
  return engine === 'embedded'
    ? { dataDir: 'memory://', loadDataDir: new Blob([await readFile(original)]) }
    : { databaseUrl: await createDatabase(t, original), dataDir: '' }
}

/** Where the PostgreSQL database of a registry is. */
export const urlOf = ({ db }: Database): string =>
  (db as unknown as { $client: { options: { connectionString: string } } }).$client.options.connectionString

/** A new database on the test server, empty or a copy; it is dropped with the test. */
export async function createDatabase(t: Test, template = 'template0'): Promise<string> {
  const name = `registry_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template ${template}`)
  t.teardown(() => administer(`drop database if exists ${name} with (force)`))
  const url = new URL(setting('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  return url.href
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: setting('TEST_DATABASE_URL') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests by "npm test", which starts what they need`)
  return value
}
