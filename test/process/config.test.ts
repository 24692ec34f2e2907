import t from 'tap'
import { InvalidEnvironment, readConfig } from '../../src/config.ts'

t.test('without variables, and with empty ones, the defaults hold', async t => {
  const defaults = {
    host: '127.0.0.1',
    port: 3000,
    databaseUrl: undefined,
    preparedStatements: true,
    dataDir: './.data',
    publicUrl: '',
    trustProxy: undefined,
    publicRead: true,
    publicMetrics: true,
    rateLimits: { reads: 600_000, writes: 60_000 },
    logLevel: 'info'
  }
  t.same(readConfig({}, false), defaults)
  const empty = {
    HOST: '',
    PORT: '',
    DATABASE_URL: '',
    DATA_DIR: '',
    PREPARED_STATEMENTS: '',
    PUBLIC_URL: '',
    LOG_LEVEL: ''
  }
  t.same(readConfig(empty, false), defaults)
})

t.test('variables are read as they are meant', async t => {
  t.match(readConfig({ PORT: '0', PUBLIC_URL: 'https://example.org/registry/', UNKNOWN: 'x' }), {
    port: 0,
    publicUrl: 'https://example.org/registry'
  })
  t.match(readConfig({ PUBLIC_READ: 'false', RATE_LIMIT_READS: '0', RATE_LIMIT_WRITES: '120' }), {
    publicRead: false,
    rateLimits: { reads: 0, writes: 120 }
  })
  for (const trustProxy of ['loopback', '10.0.0.0/8,192.0.2.7', '2001:db8::/32,uniquelocal'])
    t.match(readConfig({ TRUST_PROXY: trustProxy }), { trustProxy })
  t.match(readConfig({ PREPARED_STATEMENTS: 'off' }), { preparedStatements: false })
  for (const databaseUrl of ['postgresql://localhost/registry', 'postgres://user@/registry?host=/run/postgresql']) {
    t.match(readConfig({ DATABASE_URL: databaseUrl }), { databaseUrl })
  }
})

t.test('in a terminal there is no line for each request, unless one asks for it', async t => {
  t.match(readConfig({}, true), { logLevel: 'warn' })
  t.match(readConfig({ LOG_LEVEL: '' }, true), { logLevel: 'warn' })
  t.match(readConfig({ LOG_LEVEL: 'info' }, true), { logLevel: 'info' })
})

function refusalOf(variables: Record<string, string>): InvalidEnvironment {
  try {
    readConfig(variables)
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error
    throw error
  }
  throw new Error('not refused')
}

const wrong: [string, string, RegExp][] = [
  ['PORT', 'http', /takes a whole number from 0 to 65535, .*; not "http"\.$/],
  ['PORT', '65536', /not "65536"\.$/],
  ['PORT', '-1', /not "-1"\.$/],
  ['PORT', '3000.5', /not "3000\.5"\.$/],
  ['LOG_LEVEL', 'verbose', /takes one of fatal, error, warn, info, debug, trace, silent; not "verbose"\.$/],
  ['LOG_LEVEL', 'INFO', /not "INFO"\.$/],
  [
    'DATABASE_URL',
    'mysql://user:secret@localhost/registry',
    /the address of PostgreSQL, .*; not what begins with "mysql:"\.$/
  ],
  ['DATABASE_URL', 'localhost', /not what it is set to\.$/],
  ['DATABASE_URL', 'postgres://user:secret@host:port/registry', /not what begins with "postgres:"\.$/],
  ['TRUST_PROXY', 'true', /takes the addresses of the proxies before the service, .*; not "true"\.$/],
  ['TRUST_PROXY', '10.0.0.0/33', /not "10\.0\.0\.0\/33"\.$/],
  ['TRUST_PROXY', '10.0.0.1,', /not "10\.0\.0\.1,"\.$/],
  ['PUBLIC_READ', 'no', /takes true, or false where reading needs a key too; not "no"\.$/],
  ['RATE_LIMIT_READS', '-1', /takes how often an address, or a key, may read in a minute; .*; not "-1"\.$/],
  ['PUBLIC_URL', 'example.org', /takes the address under which clients reach the service, .*; not "example\.org"\.$/],
  ['PUBLIC_URL', 'ftp://example.org', /not "ftp:.*"\.$/],
  ['PUBLIC_URL', 'https://example.org/?a=b', /without \? and #; not ".*"\.$/],
  ['PUBLIC_URL', 'https://exam ple.org', /not ".*"\.$/],
  ['PUBLIC_URL', 'https://', /not "https:\/\/"\.$/]
]
for (const [name, value, sentence] of wrong) {
  t.test(`${name}=${value} is refused by a sentence that names the variable and what it takes`, async t => {
    const { message } = refusalOf({ [name]: value })
    t.match(message, new RegExp(`^The environment variable ${name} takes `))
    t.match(message, sentence)
    t.notMatch(message, /secret/)
  })
}

t.test('each wrong variable has a sentence of its own', async t => {
  const { message } = refusalOf({ PORT: 'http', LOG_LEVEL: 'loud' })
  t.match(message, /^The environment variable PORT .+\.\nThe environment variable LOG_LEVEL .+\.$/)
})
