import { getTableColumns, getTableName, inArray, type SQL, sql } from 'drizzle-orm'
import type { Database, Db } from '../database/client.ts'
import { preparedSql } from '../database/prepared.ts'
import * as tables from '../database/tables.ts'
import { assertInTime, inWrite, type Write } from '../database/write.ts'
import { type FieldError, problem } from '../problems.ts'
import type { Day } from '../record/dates.ts'
import { diff } from '../record/diff.ts'
import { check } from '../record/rules/check.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import type { causes } from '../record/schema/codes.ts'
import { type Content, contentOf } from './deriving.ts'
import { type Columns, documentOf, provenanceOf, type RevisionRows } from './mapping.ts'
import type { RevisionRow, VersionRow } from './revision-text.ts'
import { passTime } from './store-time.ts'

/** A revision in the making: all that follows from the next record, made before the write lock is taken. */
export interface Draft {
  id: string
  /** The newest revision, on which this one was decided; undefined where the id is new. */
  current: VersionRow | undefined
  operation: RevisionRow['operation']
  /** JSON Pointers to what differs from the version before; the empty one is the whole record. */
  changed: string[]
  /** undefined: a deletion. */
  content: Content | undefined
}

/** Who writes, and what they say of it. */
export interface Authorship {
  /** Name of the key that writes. */
  actor: string
  cause: (typeof causes)[number] | null
  note: string | null
}

/** Another writer was faster: the newest revision is no longer the one on which a draft was decided. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

/** Whether a record says what the newest revision says, so that writing it would change nothing. */
export const saysTheSame = (current: VersionRow | undefined, next: Agreement | undefined): boolean =>
  current !== undefined && current.document === (next ? documentOf(next) : null)

/**
 * Checks the next record of an agreement and derives what follows from it. Takes no lock, however long it takes.
 *
 * @param next in its complete form; undefined to delete
 * @throws ApiProblem invalid-record with every fault found
 */
export async function draftRevision(
  db: Db,
  {
    id,
    current,
    next,
    operation,
    today
  }: Pick<Draft, 'id' | 'current' | 'operation'> & { next: Agreement | undefined; today: Day }
): Promise<Draft> {
  if (!next) return { id, current, operation, changed: [''], content: undefined }
  const errors = [...check(next, { today }), ...(await unknownTargets(db, next))]
  if (errors.length > 0) throw problem('invalid-record', { errors })
  const content = await contentOf(next)
  const changed = current?.document ? diff(JSON.parse(current.document), next).map(change => change.pointer) : ['']
  return { id, current, operation, changed, content }
}

async function unknownTargets(db: Db, record: Agreement): Promise<FieldError[]> {
  const targets = record.relations.map(relation => relation.agreement)
  const asked = targets.filter(target => target !== record.id)
  if (asked.length === 0) return []
  // An id that was ever held stays known, so nothing has to be looked at once more under the lock.
  const known = await db.select().from(tables.agreement).where(inArray(tables.agreement.id, asked))
  return targets.flatMap((target, i) =>
    !asked.includes(target) || known.some(({ id }) => id === target)
      ? []
      : [
          {
            pointer: `/relations/${i}/agreement`,
            code: 'unknown_agreement',
            detail: `There is no agreement ${JSON.stringify(target)} in the registry. Write that one first, or leave the relation out.`
          }
        ]
  )
}

/**
 * Opens a write. Whatever the passing of time has changed until `today` enters the change feed first.
 *
 * @param options.dryRun everything happens, the result is returned, and nothing stays
 */
export function writeAgreements<T>(
  database: Database,
  { today, dryRun }: { today: Day; dryRun?: boolean },
  task: (write: Write) => Promise<T>
): Promise<T> {
  return inWrite(
    database,
    async write => {
      await passTime(write, today)
      return task(write)
    },
    { dryRun }
  )
}

/**
 * The only way into the registry: POST, PUT, PATCH, DELETE, restore and the seed end here. The revision, its document, its
 * columns, its claims and its status intervals are written by one statement, or not at all.
 *
 * @throws Overtaken when the newest revision is not the one of the draft
 */
export async function saveRevision(
  write: Write,
  { id, current, operation, changed, content }: Draft,
  by: Authorship
): Promise<RevisionRow> {
  assertInTime(write)
  const { recordedAt } = write
  const revision = { agreementId: id, version: (current?.version ?? 0) + 1, operation, ...by, recordedAt }
  const { rows } = await preparedSql<{ seq: string | number }>(write.tx, 'saveRevision', insertRevision).execute({
    ...revision,
    recordedAt: recordedAt.toISOString(),
    changed,
    provenance: provenanceOf(revision),
    ...(content?.columns ?? noColumns),
    rows: JSON.stringify(content?.rows ?? {})
  })
  const [added] = rows
  if (!added) throw new Overtaken()
  // int8 comes as text from one driver and as a number from the other.
  return { seq: Number(added.seq), ...revision }
}

/** A deletion has none of these. */
const noColumns: { [Name in keyof Columns]: null } = {
  document: null,
  summary: null,
  title: null,
  form: null,
  bindingness: null,
  disclosure: null,
  signedOn: null
}

/**
 * Ends the newest revision and adds the next one with all its rows, provided that the newest is the one that it was decided
 * on. The parts of such a statement run in the order in which they need each other.
 */
function insertRevision(): SQL {
  const { revision, agreement } = tables
  const { seq, supersededAt, ...columns } = getTableColumns(revision)
  const names = Object.values(columns).map(column => sql.identifier(column.name))
  const values = Object.entries(columns).map(
    ([name, column]) => sql`${sql.placeholder(name)}::${sql.raw(column.getSQLType())}`
  )
  const expected = sql`coalesce((select version from newest), 0) = ${sql.placeholder('version')}::integer - 1`
  return sql`
    with newest as (
      select seq, version from ${revision} where agreement_id = ${sql.placeholder('agreementId')} and superseded_at is null
    ), identity as (
      insert into ${agreement} (id) values (${sql.placeholder('agreementId')}) on conflict do nothing
    ), superseded as (
      update ${revision} set superseded_at = ${sql.placeholder('recordedAt')}::timestamptz
      where seq = (select seq from newest) and ${expected} returning seq
    ), added as (
      insert into ${revision} (seq, ${sql.join(names, sql`, `)})
      select nextval('change_seq'), ${sql.join(values, sql`, `)}
      where ${expected} and (select count(*) from superseded) >= 0
      returning seq
    ), ${insertRows(sql`added`)}
    select seq from added`
}

/** Parts of a statement that add the rows of a revision, given as JSON, to the tables that they belong to. */
function insertRows(revision: SQL): SQL {
  const parts = Object.entries(tables.childTables).map(([name, table]) => {
    const { seq, ...columns } = getTableColumns(table as typeof tables.kind)
    const all = Object.entries(columns)
    const names = all.map(([, column]) => sql.identifier(column.name))
    // JSON is kept as the text that it is, so it comes as one.
    const types = all.map(([key, column]) => {
      const type = column.getSQLType()
      return sql`${sql.identifier(key)} ${sql.raw(type === 'json' ? 'text' : type)}`
    })
    const values = all.map(([key, column]) => sql`given.${sql.identifier(key)}::${sql.raw(column.getSQLType())}`)
    return sql`${sql.identifier(`rows_of_${getTableName(table)}`)} as (
      insert into ${table} (seq, ${sql.join(names, sql`, `)})
      select ${revision}.seq, ${sql.join(values, sql`, `)}
      from ${revision}, json_to_recordset(${sql.placeholder('rows')}::json -> ${sql.raw(`'${name}'`)}) as given(${sql.join(types, sql`, `)})
    )`
  })
  return sql.join(parts, sql`, `)
}

/** Replaces the rows that belong to a revision by those that the present code derives. */
export async function replaceDerived(tx: Db, seq: number, rows: RevisionRows): Promise<void> {
  for (const table of Object.values(tables.childTables)) {
    await tx.delete(table).where(sql`${table.seq} = ${seq}`)
  }
  const statement = preparedSql(tx, 'replaceDerived', () => {
    const revision = sql`revision as (select ${sql.placeholder('seq')}::bigint as seq)`
    return sql`with ${revision}, ${insertRows(sql`revision`)} select`
  })
  await statement.execute({ seq, rows: JSON.stringify(rows) })
}

/**
 * Makes ids known before their records are written, so that the records of one transaction may name each other in
 * relations, whatever their order.
 */
export async function reserveIds(tx: Db, ids: string[]): Promise<void> {
  await tx
    .insert(tables.agreement)
    .values(ids.map(id => ({ id })))
    .onConflictDoNothing()
}
