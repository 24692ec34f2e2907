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
    logLevel: 'info'
  }
  t.same(readConfig({}), defaults)
  t.same(readConfig({ HOST: '', PORT: '', DATABASE_URL: '', DATA_DIR: '', PUBLIC_URL: '', LOG_LEVEL: '' }), defaults)
})

t.test('variables are read as they are meant', async t => {
  t.match(readConfig({ PORT: '0', PUBLIC_URL: 'https://example.org/registry/', UNKNOWN: 'x' }), {
    port: 0,
    publicUrl: 'https://example.org/registry'
  })
  t.match(readConfig({ PREPARED_STATEMENTS: 'off' }), { preparedStatements: false })
  for (const databaseUrl of ['postgresql://localhost/registry', 'postgres://user@/registry?host=/run/postgresql']) {
    t.match(readConfig({ DATABASE_URL: databaseUrl }), { databaseUrl })
  }
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

const wrong: Record<string, string[]> = {
  PORT: ['http', '65536', '-1', '3000.5'],
  LOG_LEVEL: ['loud', 'INFO'],
  PREPARED_STATEMENTS: ['true', 'ON'],
  DATABASE_URL: ['mysql://user:secret@localhost/registry', 'localhost', 'postgres://user:secret@host:port/registry'],
  PUBLIC_URL: ['example.org', 'ftp://example.org', 'https://example.org/?a=b', 'https://exam ple.org', 'https://']
}
for (const [name, values] of Object.entries(wrong)) {
  t.test(`a wrong ${name} is a sentence that names it`, async t => {
    for (const value of values) {
      const { message } = refusalOf({ [name]: value })
      t.match(message, new RegExp(`^The environment variable ${name} .+\\.$`))
      t.notMatch(message, /secret/)
    }
  })
}
