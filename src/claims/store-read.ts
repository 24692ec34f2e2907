import { sql } from 'drizzle-orm'
import type { Collection } from '../agreements/addresses.ts'
import type { Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import { revision, statusInterval } from '../database/tables.ts'
import type { Place } from './store.ts'

/** A claim with what is said of its agreement. */
export interface Claim {
  seq: number
  agreementId: string
  version: number
  title: string
  label: string
  /** The status without its clocks, and the claim itself, as JSON. */
  status: string
  claim: string
  /** What else of the record it takes to say more of a claim that cites sources, as JSON; null for the sources themselves. */
  scope: string | null
  sources: string | null
}

/** The claims at some places, in the order of these. */
export async function readClaims(db: Db, collection: Collection, places: readonly Place[]): Promise<Claim[]> {
  if (places.length === 0) return []
  const needed = (member: 'scope' | 'sources') =>
    collection === 'sources' ? sql`null` : sql`(${revision.document}->${sql.raw(`'${member}'`)})::text`
  const statement = preparedSql<Claim>(
    db,
    `read claims|${collection}`,
    () => sql`
      select ${revision.seq}::float8 as seq, ${revision.agreementId} as "agreementId", ${revision.version}, ${revision.title},
        ${statusInterval.label}, ${statusInterval.status}::text as status,
        (${revision.document}->${sql.raw(`'${collection}'`)}->at.position)::text as claim,
        ${needed('scope')} as scope, ${needed('sources')} as sources
      from unnest(
        ${sql.placeholder('seqs')}::bigint[], ${sql.placeholder('ordinals')}::int[], ${sql.placeholder('positions')}::int[]
      ) with ordinality as at(seq, ordinal, position, place)
      join ${revision} on ${revision.seq} = at.seq
      join ${statusInterval} on ${statusInterval.seq} = at.seq and ${statusInterval.ordinal} = at.ordinal
      order by at.place`
  )
  const { rows } = await statement.execute({
    seqs: places.map(({ seq }) => seq),
    ordinals: places.map(({ ordinal }) => ordinal),
    positions: places.map(({ position }) => position)
  })
  return rows
}
