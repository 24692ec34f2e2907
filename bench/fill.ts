import { sql } from 'drizzle-orm'
import { insertListed } from '../src/agreements/store-listed.ts'
import type { Db } from '../src/database/client.ts'

/**
 * Fills a registry that holds the data set with copies of it: `copies` of each agreement, each with three revisions that
 * say the same, with all rows that belong to them. Written in SQL, because writing sixty thousand revisions one by one
 * would measure patience.
 *
 * @returns how many agreements there are then, and the moment in the middle of the history
 */
export async function fill(db: Db, copies: number): Promise<{ agreements: number; middle: Date }> {
  // A clock in the recent past waits for writers in flight; this history is a month old.
  await db.execute(sql`update revision set recorded_at = recorded_at - interval '30 days'`)
  await db.execute(sql`
    create table copy as
    select r.seq as old_seq, r.agreement_id as old_id, r.agreement_id || '-' || n as id, v as version,
      (select max(seq) from revision) + row_number() over (order by v, n, r.seq) as seq,
      (select max(recorded_at) from revision) + interval '1 ms' * row_number() over (order by v, n, r.seq) as recorded_at
    from revision r cross join generate_series(1, ${copies}::int) n cross join generate_series(1, 3) v
    where r.superseded_at is null and r.operation <> 'delete'`)
  await db.execute(sql`create index on copy (id, version)`)
  await db.execute(sql`create index on copy (old_seq)`)
  await db.execute(sql`insert into agreement select id from copy where version = 1`)
  await db.execute(sql`
    insert into revision (seq, agreement_id, version, operation, actor, recorded_at, superseded_at, changed, provenance, document, summary,
      title, form, bindingness, disclosure, signed_on, signed_to, signed_key, ends_from, ends_to, facets, search_texts)
    select c.seq, c.id, c.version, case c.version when 1 then 'create' else 'update' end, 'bench', c.recorded_at,
      (select later.recorded_at from copy later where later.id = c.id and later.version = c.version + 1), '{""}',
      json_build_object('version', c.version, 'recordedAt', c.recorded_at, 'actor', 'bench', 'cause', null, 'note', null),
      ${renamed('document')}, ${renamed('summary')}, r.title, r.form, r.bindingness, r.disclosure, r.signed_on,
      r.signed_to, split_part(r.signed_key, ' ', 1) || ' ' || c.id, r.ends_from, r.ends_to, r.facets, r.search_texts
    from copy c join revision r on r.seq = c.old_seq`)
  for (const table of ['kind', 'party', 'fee_term', 'event', 'facility', 'source', 'relation', 'status_interval']) {
    const { rows } = (await db.execute(sql`
      select string_agg(column_name, ', ' order by ordinal_position) as columns,
        string_agg('original.' || column_name, ', ' order by ordinal_position) as originals from information_schema.columns
      where table_name = ${table} and column_name <> 'seq'`)) as unknown as {
      rows: [{ columns: string; originals: string }]
    }
    const [{ columns, originals }] = rows
    const name = sql.raw(table)
    await db.execute(sql`
      insert into ${name} (seq, ${sql.raw(columns)})
      select copy.seq, ${sql.raw(originals)} from ${name} original join copy on copy.old_seq = original.seq`)
  }
  const added = sql`(select revision.* from revision join copy using (seq) where superseded_at is null)`
  await db.execute(insertListed(added, sql`status_interval`))
  await db.execute(sql`select setval('change_seq', (select max(seq) from revision))`)
  const { rows } = (await db.execute(sql`
    select (select count(*) from agreement)::int as agreements,
      (select extract(epoch from max(recorded_at)) * 1000 from copy where version = 2)::float8 as middle`)) as unknown as {
    rows: [{ agreements: number; middle: number }]
  }
  await db.execute(sql`drop table copy`)
  await db.execute(sql`vacuum analyze`)
  return { agreements: rows[0].agreements, middle: new Date(rows[0].middle) }
}

/** A document of the data set under the id of its copy; the id is its first member. */
const renamed = (column: string) => {
  const name = sql.raw(`r.${column}::text`)
  return sql`('{"id":' || to_json(c.id) || substr(${name}, length('{"id":' || to_json(c.old_id)) + 1))::json`
}
