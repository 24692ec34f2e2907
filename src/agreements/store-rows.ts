import { getTableColumns, getTableName, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import * as tables from '../database/tables.ts'
import { limits } from '../limits.ts'
import { type Columns, type RevisionRows, rowsAsJson } from './mapping.ts'
import { contentColumns } from './store-columns.ts'
import { deleteListed, insertListed } from './store-listed.ts'

// The one statement that adds revisions with all their rows, made from the definitions of the tables: a new table of claims or
// a new column needs nothing here.

/**
 * Ends the newest revision of each agreement and adds the next one with all its rows, where the newest is the one that it was
 * decided on. The parts of such a statement run in the order in which they need each other.
 */
export function insertRevisions(): SQL {
  const { revision } = tables
  return sql`
    with ${nextRevisions()}, superseded as (
      update ${revision} set superseded_at = next."recordedAt" from next where ${revision}.seq = next.newest
      returning ${revision}.*
    ), unlisted as (
      ${deleteListed(sql`superseded`, sql`${tables.statusInterval}`)} returning 1
    ), added as (
      insert into ${revision} (seq, ${names(givenColumns)})
      select nextval('change_seq'), ${values(givenColumns, sql`next`)} from (select * from next order by place) as next
      where (select count(*) from superseded) >= 0
      returning *
    ), ${placedAdded}, words as (${insertWords(wordsOf(sql`next`))}), ${insertRows()}, listed_anew as (
      ${insertListed(sql`(select * from added where (select count(*) from unlisted) >= 0)`, rowsOfIntervals)}
    )
    select agreement_id as id, seq from added`
}

/**
 * Adds revisions beside the writers, at positions from `first` on, where the newest revision of each agreement is the one
 * that it was decided on. Those of new agreements lack the moment only, for which `since` stands; the others are not current yet. Words are
 * answered, not kept, because other writers would wait for those that they have too.
 */
export function insertStaged(): SQL {
  const { recordedAt, ...others } = givenColumns
  return sql`
    with ${nextRevisions()}, added as (
      insert into ${tables.revision} (seq, superseded_at, recorded_at, ${names(others)})
      select ${sql.placeholder('first')}::bigint + next.place, case when newest is not null then 'infinity'::timestamptz end,
        ${sql.placeholder('since')}::timestamptz, ${values(others, sql`next`)}
      from next
      returning *
    ), ${placedAdded}, ${insertRows()}, listed_anew as (
      ${insertListed(sql`(select * from added where superseded_at is null)`, rowsOfIntervals)}
    )
    select (select count(*)::int from added) as added, array(
      select token from (${wordsOf(sql`next`)}) as words(token)
      where not exists (select from ${tables.word} where word = token)
    ) as words`
}

/**
 * Gives the revisions at some positions, which were added beside the writers, their moment, and makes those current that are not yet.
 * Answers how many of them cannot be.
 */
export function settleStaged({ first, last, recordedAt }: { first: number; last: number; recordedAt: Date }): SQL {
  const { revision, statusInterval } = tables
  const moment = recordedAt.toISOString()
  return sql`
    with staged as (
      select seq, agreement_id, version, superseded_at is not null as is_waiting from ${revision}
      where seq between ${first}::bigint and ${last}::bigint
    ), superseded as (
      update ${revision} set superseded_at = ${moment}::timestamptz from staged
      where is_waiting and ${revision}.agreement_id = staged.agreement_id and ${revision}.superseded_at is null
        and ${revision}.version = staged.version - 1
      returning ${revision}.*
    ), unlisted as (
      ${deleteListed(sql`superseded`, sql`${statusInterval}`)} returning 1
    ), settled as (
      update ${revision} set recorded_at = ${moment}::timestamptz, superseded_at = null,
        provenance = regexp_replace(provenance::text, '"recordedAt":"[^"]*"', ${`"recordedAt":"${moment}"`})::json
      where seq between ${first}::bigint and ${last}::bigint and (select count(*) from superseded) >= 0
      returning *
    ), listed_anew as (
      ${insertListed(
        sql`(select settled.* from settled join staged on staged.seq = settled.seq
          where is_waiting and (select count(*) from unlisted) >= 0)`,
        sql`${statusInterval}`
      )}
    )
    select (select count(*) from staged where is_waiting)::int - (select count(*) from superseded)::int as overtaken`
}

/** Keeps words that revisions have. */
export const keepWords = (words: string[]): SQL => insertWords(sql`select unnest(${sql.param(words)}::text[])`)

// The words of a revision are made by the database from its texts.
const { seq: _seq, supersededAt: _supersededAt, search: _search, ...givenColumns } = getTableColumns(tables.revision)

/** Parts of a statement that have what is given, where the newest revision of each agreement is the one that it was decided on. */
const nextRevisions = (): SQL => sql`
    given as (
      select * from json_to_recordset(${sql.placeholder('given')}::json)
        as given(${definitions(givenColumns)}, place integer)
    ), next as (
      select given.*, newest.seq as newest from given
      left join lateral (
        -- One look-up for each, however many agreements there are.
        select seq, version from ${tables.revision} where agreement_id = given."agreementId" and superseded_at is null limit 1
      ) newest on true
      where coalesce(newest.version, 0) = given.version - 1
    ), identity as (
      insert into ${tables.agreement} (id) select "agreementId" from next where newest is null on conflict do nothing
    )`

const placedAdded = sql`placed as (
      select added.seq, next.place from added join next on next."agreementId" = added.agreement_id
    )`

/** Rows of several revisions by table, as JSON, each with the place of its revision among them. */
export const rowsByTable = (ofRevisions: (RevisionRows | undefined)[]): Record<string, string> =>
  rowsAsJson(Object.keys(tables.childTables), ofRevisions)

/** Parts of a statement that add rows (`rowsByTable`) to the tables that they belong to, for revisions that are `placed (seq, place)`. */
function insertRows(): SQL {
  const parts = Object.entries(tables.childTables).map(([name, table]) => {
    const { seq, ...columns } = getTableColumns(table as typeof tables.kind)
    return sql`${sql.identifier(`rows_of_${getTableName(table)}`)} as (
      insert into ${table} (seq, ${names(columns)})
      select placed.seq, ${values(columns, sql`given`)} from json_to_recordset(${sql.placeholder(name)}::json)
        as given(${definitions(columns)}, place integer) join placed using (place)
      returning *
    )`
  })
  return sql.join(parts, sql`, `)
}

/** The words which weigh most in revisions that are given. */
const wordsOf = (given: SQL): SQL => sql`
      select distinct token from ${given}, unnest(${given}."searchTexts"[1:2]) as weight(text),
        ts_parse('default', weight.text)
      -- Words, and the parts of words with a hyphen.
      where tokid in (1, 2, 10, 11) and char_length(token) between 3 and ${sql.raw(String(limits.word))}`

/** Keeps words. */
const insertWords = (words: SQL): SQL => sql`insert into ${tables.word} (word) ${words} on conflict do nothing`

/** The part that adds intervals. */
const rowsOfIntervals = sql`${sql.identifier(`rows_of_${getTableName(tables.statusInterval)}`)}`

type ColumnsOfTable = Record<string, PgColumn>

const names = (columns: ColumnsOfTable): SQL =>
  sql.join(
    Object.values(columns).map(column => sql.identifier(column.name)),
    sql`, `
  )

/** Columns as JSON holds them, by the names that they have in code. JSON itself is kept as the text that it is, so it comes as one. */
const definitions = (columns: ColumnsOfTable): SQL =>
  sql.join(
    Object.entries(columns).map(([key, column]) => {
      const type = column.getSQLType()
      return sql`${sql.identifier(key)} ${sql.raw(type === 'json' ? 'text' : type)}`
    }),
    sql`, `
  )

const values = (columns: ColumnsOfTable, from: SQL): SQL =>
  sql.join(
    Object.entries(columns).map(
      ([key, column]) => sql`${from}.${sql.identifier(key)}::${sql.raw(column.getSQLType())}`
    ),
    sql`, `
  )

/** What follows from the record of a revision, by its position in the feed. */
interface Replacement {
  seq: number
  columns: Columns
  rows: RevisionRows
}

/** Replaces the columns and rows of revisions by those that the present code derives; `listed` has none of them. */
export async function replaceDerived(tx: Db, revisions: Replacement[]): Promise<void> {
  const seqs = revisions.map(({ seq }) => seq)
  for (const table of Object.values(tables.childTables)) await tx.delete(table).where(inArray(table.seq, seqs))
  const given = revisions.map(({ seq, columns }, place) => ({ ...columns, seq, place }))
  const statement = preparedSql(tx, 'replaceDerived', updateRevisions)
  await statement.execute({ given: JSON.stringify(given), ...rowsByTable(revisions.map(({ rows }) => rows)) })
}

/** Sets the columns of revisions that follow from their records, and adds their rows. */
function updateRevisions(): SQL {
  const { revision } = tables
  const set = Object.entries(contentColumns).map(
    ([key, column]) =>
      sql`${sql.identifier(column.name)} = placed.${sql.identifier(key)}::${sql.raw(column.getSQLType())}`
  )
  return sql`
    with placed as (
      select * from json_to_recordset(${sql.placeholder('given')}::json)
        as given(${definitions(contentColumns)}, seq bigint, place integer)
    ), updated as (
      update ${revision} set ${sql.join(set, sql`, `)} from placed where ${revision}.seq = placed.seq
      returning ${revision}.*
    ), words as (${insertWords(wordsOf(sql`placed`))}), ${insertRows()}, listed_anew as (
      ${insertListed(sql`(select * from updated where superseded_at is null)`, rowsOfIntervals)}
    )
    select`
}
