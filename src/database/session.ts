import pg from 'pg'

/** The longest statement of a request, in milliseconds. */
export const LONGEST_STATEMENT = 15_000

type Settings = Record<string, string>

/** Days and moments come as text, and as what text must not depend on the server. Poolers pass these on. */
const form: Settings = { DateStyle: 'ISO, MDY', TimeZone: 'UTC' }

/**
 * The plan of a prepared statement cannot know how short a page is, and would start more processes than the whole query is
 * worth.
 */
const limits: Settings = { max_parallel_workers_per_gather: '0', statement_timeout: String(LONGEST_STATEMENT) }

/** With which settings sessions begin: those of requests, and those of an upgrade, which may take its time. */
export interface SessionSettings {
  requests: Settings
  upgrades: Settings
  /** Whether there is a pooler on the way that refuses limits, so that transactions must set their own. */
  withoutLimits: boolean
}

export interface SessionConfig extends pg.ClientConfig {
  settings: Settings
}

// The driver has a method for its startup packet, but no type and no option for all settings.
const Client = pg.Client as unknown as new (config: pg.ClientConfig) => pg.Client & { getStartupConf(): Settings }

/**
 * A connection whose settings are part of its startup packet. Set by a statement, they would go to whoever gets the
 * connection next from a pooler by transaction.
 */
export class Session extends Client {
  readonly #settings: Settings

  constructor(config: SessionConfig) {
    super(config)
    this.#settings = config.settings
  }

  /** What the address itself asks for comes first. */
  override getStartupConf(): Settings {
    return { ...this.#settings, ...super.getStartupConf() }
  }
}

/** Finds out which settings are taken at an address: PgBouncer refuses a session with those that it cannot pass on. */
export async function findSettings(config: pg.ClientConfig): Promise<SessionSettings> {
  const all = { ...form, ...limits }
  const session = new Session({ ...config, settings: all })
  session.on('error', () => {})
  try {
    await session.connect()
    return { requests: all, upgrades: { ...all, statement_timeout: '0' }, withoutLimits: false }
  } catch (error) {
    if ((error as { code?: string }).code !== '08P01') throw error
    return { requests: form, upgrades: form, withoutLimits: true }
  } finally {
    await session.end()
  }
}
