import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, getTableColumns, gt, isNotNull, sql } from 'drizzle-orm'
import type { Database, Db } from '../../database/client.ts'
import * as tables from '../../database/tables.ts'
import { inWrite } from '../../database/write.ts'
import { complete } from '../../record/complete.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { claimRowsOf, columnsOf, intervalRowsOf, provenanceOf } from '../mapping.ts'
import type { RevisionRow } from '../revision-text.ts'
import { revisionColumns } from '../store-columns.ts'
import { replaceIntervals } from '../store-save.ts'

const BATCH = 100

interface VerifiedRow extends RevisionRow {
  document: string
  provenance: string
}

/** Every revision that has a record, oldest first. */
async function* iterateRecords(db: Db): AsyncGenerator<VerifiedRow> {
  const { seq, document, provenance } = tables.revision
  for (let last = 0; ; ) {
    const rows = await db
      .select({ ...revisionColumns, document: sql<string>`${document}`, provenance })
      .from(tables.revision)
      .where(and(gt(seq, last), isNotNull(document)))
      .orderBy(asc(seq))
      .limit(BATCH)
    if (rows.length === 0) return
    yield* rows
    last = (rows.at(-1) as { seq: number }).seq
  }
}

/**
 * Derives the status intervals of every revision again, after the code that derives them has changed.
 *
 * @returns how many revisions there are
 */
export async function rebuildIntervals(database: Database): Promise<number> {
  return inWrite(database, async ({ tx }) => {
    let revisions = 0
    for await (const { seq, document } of iterateRecords(tx)) {
      await replaceIntervals(tx, seq, JSON.parse(document) as Agreement)
      revisions++
    }
    return revisions
  })
}

/**
 * Computes again what is stored beside each document, and compares.
 *
 * @yields one sentence for each difference
 */
export async function* verify(db: Db): AsyncGenerator<string> {
  for await (const revision of iterateRecords(db)) {
    const { seq, document } = revision
    const record = JSON.parse(document) as Agreement
    const name = `${revision.agreementId}, version ${revision.version}`
    if (JSON.stringify(complete(record)) !== document) yield `${name}: the document is not in its complete form`
    if (provenanceOf(revision) !== revision.provenance) yield `${name}: the provenance differs`
    if (!isDeepStrictEqual(await storedColumns(db, seq), columnsOf(record))) yield `${name}: the columns differ`
    const expected = { ...claimRowsOf(record), statusInterval: intervalRowsOf(record) }
    for (const [table, rows] of Object.entries(expected)) {
      if (!isDeepStrictEqual(await storedRows(db, table as keyof typeof expected, seq), comparable(rows))) {
        yield `${name}: the rows of ${table} differ`
      }
    }
  }
  yield* facilitiesInTwoCountries(db)
}

async function storedColumns(db: Db, seq: number) {
  const { title, form, bindingness, disclosure, signedOn, document, summary } = tables.revision
  const [row] = await db
    .select({ document, summary, title, form, bindingness, disclosure, signedOn })
    .from(tables.revision)
    .where(eq(tables.revision.seq, seq))
  return row
}

async function storedRows(db: Db, name: keyof typeof tables.childTables, seq: number) {
  const table = tables.childTables[name]
  const { seq: ofRevision, ...columns } = getTableColumns(table as typeof tables.statusInterval)
  return db
    .select(columns)
    .from(table as typeof tables.statusInterval)
    .where(eq(ofRevision, seq))
    .orderBy(
      name === 'statusInterval'
        ? columns.ordinal
        : (columns as unknown as { position: typeof columns.ordinal }).position
    )
    .then(comparable)
}

/** The database answers `6000000.00` for the amount `6000000`. */
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
