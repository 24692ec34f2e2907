import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import * as tables from '../../database/tables.ts'
import { complete } from '../../record/complete.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { columnsOf, provenanceOf, rowsOf } from '../mapping.ts'
import { contentColumns } from '../store-columns.ts'
import { findListedDifferences } from '../store-listed.ts'
import { iterateRecords, type RecordRow } from './store-records.ts'

/**
 * Computes again what is stored beside each document, and compares.
 *
 * @yields one sentence for each difference
 */
export async function* verify(db: Db): AsyncGenerator<string> {
  for await (const revisions of iterateRecords(db)) for (const revision of revisions) yield* differences(db, revision)
  for (const { facet, agreementId } of await findListedDifferences(db)) {
    yield `${agreementId}: lists find it by "${facet}" otherwise than its newest revision says`
  }
  yield* facilitiesInTwoCountries(db)
}

async function* differences(db: Db, revision: RecordRow): AsyncGenerator<string> {
  const { seq, document } = revision
  const record = JSON.parse(document) as Agreement
  const name = `${revision.agreementId}, version ${revision.version}`
  if (JSON.stringify(complete(record)) !== document) yield `${name}: the document is not in its complete form`
  if (provenanceOf(revision) !== revision.provenance) yield `${name}: the provenance differs`
  const content = rowsOf(record)
  const columns = columnsOf(record, content.statusInterval)
  if (!isDeepStrictEqual(await columnsStored(db, seq), columns)) yield `${name}: the columns differ`
  for (const [table, rows] of Object.entries(content)) {
    if (!isDeepStrictEqual(await rowsStored(db, table as TableName, seq), comparable(rows))) {
      yield `${name}: the rows of ${table} differ`
    }
  }
}

type TableName = keyof typeof tables.childTables

async function columnsStored(db: Db, seq: number) {
  const [row] = await db.select(contentColumns).from(tables.revision).where(eq(tables.revision.seq, seq))
  return row
}

async function rowsStored(db: Db, name: TableName, seq: number) {
  const table = tables.childTables[name]
  const { seq: ofRevision, ...columns } = getTableColumns(table)
  const place = 'ordinal' in table ? table.ordinal : table.position
  const rows = await db.select(columns).from(table).where(eq(ofRevision, seq)).orderBy(asc(place))
  return comparable(rows)
}

/** The database answers `6000000.0000` for the amount `6000000`. */
const comparable = (rows: object[]) =>
  rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        key.startsWith('amount') && value !== null ? Number(value) : value
      ])
    )
  )

/** A facility has one id in all records, so it cannot lie in two countries; no single record can know that. */
async function* facilitiesInTwoCountries(db: Db): AsyncGenerator<string> {
  const { facility, revision } = tables
  const rows = await db
    .select({ id: facility.id, countries: sql<string>`string_agg(distinct ${facility.country}, ', ')` })
    .from(facility)
    .innerJoin(revision, and(eq(revision.seq, facility.seq), sql`${revision.supersededAt} is null`))
    .groupBy(facility.id)
    .having(sql`count(distinct ${facility.country}) > 1`)
    .orderBy(asc(facility.id))
  for (const { id, countries } of rows) yield `facility ${id}: lies in ${countries} according to different records`
}
