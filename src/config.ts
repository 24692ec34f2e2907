import { isIP } from 'node:net'

/** A variable of the environment. */
interface Variable<Value> {
  /** The text that holds where the variable is not set; none: nothing does. */
  default?: string
  /** What it takes, in words that follow "takes". */
  takes: string
  /** The value that a text stands for; undefined for a text that the variable cannot have. */
  read(text: string): Value | undefined
  /** Its value is never shown, not even where it is wrong. */
  isSecret?: true
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

const answers = { true: true, false: false } as const
const yesOrNo = (text: string) => (Object.hasOwn(answers, text) ? answers[text as keyof typeof answers] : undefined)

const wholeNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)

/** A network of proxies: one address, a range of them, or one of the names that proxy-addr has for ranges. */
function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', length, ...more] = text.split('/')
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] as number
  return bits > 0 && more.length === 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits))
}

/** Every environment variable there is. This file is the only one that reads the environment. */
export const variables = {
  HOST: {
    default: '127.0.0.1',
    takes: 'the address to listen on, such as 127.0.0.1, or 0.0.0.0 for every interface',
    read: text => text
  },
  PORT: {
    default: '3000',
    takes: 'a whole number from 0 to 65535, where 0 is any port that is free',
    read: text => (/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined)
  },
  DATABASE_URL: {
    takes: 'the address of PostgreSQL, such as postgres://user:password@host:5432/database',
    // PostgreSQL's addresses may leave the host out: `postgres://user@/database?host=/run/postgresql`.
    read: text =>
      /^postgres(ql)?:\/\//.test(text) && URL.canParse(text.replace('@/', '@localhost/')) ? text : undefined,
    isSecret: true
  },
  PREPARED_STATEMENTS: {
    default: 'on',
    takes: 'on, or off behind a pooler by transaction that does not carry statements that are prepared by name',
    read: text => ['on', 'off'].find(value => value === text)
  },
  DATA_DIR: { default: './.data', takes: 'a directory for the embedded database', read: text => text },
  PUBLIC_URL: {
    takes: 'the address under which clients reach the service, such as https://example.org/registry, without ? and #',
    read: text => (/^https?:\/\/[^/?#]+(\/[^?#]*)?$/.test(text) && URL.canParse(text) ? text : undefined)
  },
  CONTACT: {
    takes:
      'an address for reports about the service, such as mailto:registry@example.org or https://example.org/report',
    read: text => (/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(text) && URL.canParse(text) ? text : undefined)
  },
  TRUST_PROXY: {
    takes:
      'the addresses of the proxies before the service, with commas between them, such as loopback or 10.0.0.0/8,192.0.2.7',
    read: text => (text.split(',').every(isNetwork) ? text : undefined)
  },
  PUBLIC_READ: { default: 'true', takes: 'true, or false where reading needs a key too', read: yesOrNo },
  PUBLIC_METRICS: {
    default: 'true',
    takes: 'true, or false where /metrics needs a key of the scope admin',
    read: yesOrNo
  },
  RATE_LIMIT_READS: {
    default: '600000',
    takes: 'how often an address, or a key, may read in a minute; 0 for no limit',
    read: wholeNumber
  },
  RATE_LIMIT_WRITES: {
    default: '60000',
    takes: 'how often a key may write in a minute; 0 for no limit',
    read: wholeNumber
  },
  LOG_LEVEL: {
    default: 'info',
    takes: `one of ${logLevels.join(', ')}`,
    read: text => logLevels.find(level => level === text)
  }
} satisfies Record<string, Variable<string | number | boolean>>

type Name = keyof typeof variables

export interface Config {
  host: string
  port: number
  databaseUrl: string | undefined
  preparedStatements: boolean
  dataDir: string
  /** Without a slash at its end; empty where links are relative. */
  publicUrl: string
  /** Where reports about the service go. */
  contact: string | undefined
  /** Whose forwarded addresses count. */
  trustProxy: string | undefined
  /** Whether reading needs no key. */
  publicRead: boolean
  /** Whether `/metrics` needs no key. */
  publicMetrics: boolean
  /** How often an address or a key may read, and a key write, in a minute; 0: as often as it likes. */
  rateLimits: { reads: number; writes: number }
  logLevel: LogLevel
}

/** A variable of the environment has a value that it cannot have. */
export class InvalidEnvironment extends Error {}

/**
 * Reads and checks the environment.
 *
 * @param isTerminal whether somebody watches: then a line for each request would push everything else away
 * @throws InvalidEnvironment with a sentence for each wrong variable
 */
export function readConfig(
  environment: NodeJS.ProcessEnv = process.env,
  isTerminal: boolean = process.stdout.isTTY
): Config {
  // An empty variable is how compose files and shells say "not set".
  const textOf = (name: Name) => environment[name] || (variables[name] as Variable<unknown>).default
  const wrong = (Object.keys(variables) as Name[]).filter(name => {
    const text = textOf(name)
    return text !== undefined && variables[name].read(text) === undefined
  })
  if (wrong.length > 0) {
    throw new InvalidEnvironment(wrong.map(name => refusal(name, environment[name] as string)).join('\n'))
  }
  const read = <N extends Name>(name: N) =>
    variables[name].read(textOf(name) ?? '') as ReturnType<(typeof variables)[N]['read']>
  return {
    host: read('HOST'),
    port: read('PORT') as number,
    databaseUrl: read('DATABASE_URL'),
    preparedStatements: read('PREPARED_STATEMENTS') === 'on',
    dataDir: read('DATA_DIR'),
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, '') ?? '',
    contact: read('CONTACT'),
    trustProxy: read('TRUST_PROXY'),
    publicRead: read('PUBLIC_READ') as boolean,
    publicMetrics: read('PUBLIC_METRICS') as boolean,
    rateLimits: { reads: read('RATE_LIMIT_READS') as number, writes: read('RATE_LIMIT_WRITES') as number },
    logLevel: isTerminal && !environment.LOG_LEVEL ? 'warn' : (read('LOG_LEVEL') as LogLevel)
  }
}

function refusal(name: Name, text: string): string {
  const { takes, isSecret } = variables[name] as Variable<unknown>
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0]
  const found = isSecret ? (scheme ? `what begins with "${scheme}"` : 'what it is set to') : JSON.stringify(text)
  return `The environment variable ${name} takes ${takes}; not ${found}.`
}

/** The environment of this process, and more, for a program that it runs. */
export const environmentWith = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more })
