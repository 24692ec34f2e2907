import { createHash } from 'node:crypto'
import type { SQL } from 'drizzle-orm'
import type { Db } from './client.ts'

interface Prepared<Row> {
  execute(values?: Record<string, unknown>): Promise<Row>
}

interface Preparable<Row> {
  prepare(name: string): Prepared<Row>
}

/** A connection never forgets a named statement, so the number of names is bounded; rarer shapes are built anew. */
const MOST_STATEMENTS = 500

const statements = new WeakMap<Db, Map<string, unknown>>()

const nameless = new WeakSet<Db>()

/** From now on the statements of this handle are sent without a name, for a pooler that does not carry names. */
export function withoutNames(db: Db): Db {
  nameless.add(db)
  return db
}

export interface Planning {
  /** Whether each execution is planned for its values, instead of named and at some time planned for all. */
  seesValues?: boolean
}

/**
 * The statement of a given shape, built and named once per database handle: building a query for each request costs
 * more than running it. Values are placeholders; all that varies otherwise must be part of `shape`.
 */
export function prepared<Row>(
  db: Db,
  shape: string,
  build: () => Preparable<Row>,
  { seesValues = false }: Planning = {}
): Prepared<Row> {
  const known = (statements.get(db) ?? new Map()) as Map<string, Prepared<Row>>
  statements.set(db, known)
  const statement = known.get(shape)
  if (statement) return statement
  if (known.size >= MOST_STATEMENTS) return build().prepare('')
  const made = build().prepare(nameless.has(db) || seesValues ? '' : nameOf(shape))
  known.set(shape, made)
  return made
}

/** PostgreSQL cuts names at 63 bytes. */
const nameOf = (shape: string): string => createHash('sha256').update(shape).digest('base64url')

/** The same for a statement that is written out: Drizzle's `execute` gives it no name. */
export const preparedSql = <Row>(
  db: Db,
  shape: string,
  build: () => SQL,
  planning?: Planning
): Prepared<{ rows: Row[] }> =>
  prepared(
    db,
    shape,
    () => ({
      prepare: name => db._.session.prepareQuery(db.execute(build()).getQuery(), undefined, name, false)
    }),
    planning
  ) as Prepared<{ rows: Row[] }>
