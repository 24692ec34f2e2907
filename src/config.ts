import { envSchema } from 'env-schema'
import { type Static, Type } from 'typebox'

/** Every environment variable there is. This file is the only one that reads the environment. */
export const Environment = Type.Object({
  HOST: Type.String({
    default: '127.0.0.1',
    minLength: 1,
    description: 'Address to listen on; `0.0.0.0` for every interface.'
  }),
  PORT: Type.Integer({
    default: 3000,
    minimum: 0,
    maximum: 65535,
    description: 'Port to listen on; `0` takes a free one.'
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description:
        'PostgreSQL 14 to 18 to serve from, `postgres://user:password@host:port/database`. Without it an embedded database is used.'
    })
  ),
  PREPARED_STATEMENTS: Type.Enum(['on', 'off'], {
    type: 'string',
    default: 'on',
    description:
      'Whether statements are prepared by name on PostgreSQL: `on`, or `off` behind a pooler by transaction that does not carry them.'
  }),
  DATA_DIR: Type.String({ default: './.data', minLength: 1, description: 'Directory of the embedded database.' }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#]+(/[^?#]*)?$',
      description:
        'Address under which clients reach the service, for the links in answers. Without it links are relative.'
    })
  ),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    type: 'string',
    default: 'info',
    description: 'Least severe level that is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace`, or `silent`.'
  })
})

export interface Config {
  host: string
  port: number
  databaseUrl: string | undefined
  preparedStatements: boolean
  dataDir: string
  /** Without a slash at its end; empty where links are relative. */
  publicUrl: string
  logLevel: Static<typeof Environment>['LOG_LEVEL']
}

/** A variable of the environment has a value that it cannot have. */
export class InvalidEnvironment extends Error {}

/**
 * Reads and checks the environment.
 *
 * @throws InvalidEnvironment with a sentence for each wrong variable
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const env = parse(environment)
  for (const name of ['DATABASE_URL', 'PUBLIC_URL'] as const) {
    // PostgreSQL's addresses may leave the host out: `postgres://user@/database?host=/run/postgresql`.
    if (env[name] !== undefined && !URL.canParse(env[name].replace('@/', '@localhost/'))) {
      throw new InvalidEnvironment(`The environment variable ${name} is not an address. ${descriptionOf(name)}`)
    }
  }
  return {
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    preparedStatements: env.PREPARED_STATEMENTS === 'on',
    dataDir: env.DATA_DIR,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? '',
    logLevel: env.LOG_LEVEL
  }
}

function parse(environment: NodeJS.ProcessEnv): Static<typeof Environment> {
  // An empty variable is how compose files and shells say "not set".
  const data = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  try {
    return envSchema<Static<typeof Environment>>({ schema: Environment, data, env: false, dotenv: false })
  } catch (error) {
    const { errors } = error as {
      errors?: { instancePath: string; message: string; params?: { allowedValues?: string[] } }[]
    }
    if (!errors) throw error
    throw new InvalidEnvironment(errors.map(sentence(environment)).join('\n'))
  }
}

const sentence =
  (environment: NodeJS.ProcessEnv) =>
  ({
    instancePath,
    message,
    params
  }: {
    instancePath: string
    message: string
    params?: { allowedValues?: string[] }
  }) => {
    const name = instancePath.slice(1)
    const values = params?.allowedValues ? `: ${params.allowedValues.join(', ')}` : ''
    // The address of a database holds a password.
    const value = name === 'DATABASE_URL' ? '' : ` (it is ${JSON.stringify(environment[name])})`
    return `The environment variable ${name} ${message}${values}${value}. ${descriptionOf(name)}`
  }

const descriptionOf = (name: string): string =>
  (Environment.properties as Record<string, { description?: string }>)[name]?.description ?? ''
