import { sql } from 'drizzle-orm'
import { insertListed } from '../src/agreements/store-listed.ts'
import type { Db } from '../src/database/client.ts'

// Agreements as many as are wanted, the same ones each time, skewed as such things are: a few countries have most of them, most
// countries few; one in a hundred has a long history.

/** By how much a country, a kind, a publisher is rarer than the one before it. */
const list = (codes: readonly string[]): string => `array[${codes.map(code => `'${code}'`).join()}]`

const kinds = [
  'readmission',
  'return_facilitation',
  'transit_hosting',
  'offshore_processing',
  'prison_lease',
  'safe_third_country',
  'refugee_repatriation'
]

/**
 * Adds agreements to a registry that holds the data set: numbers `from` + 1 to `to`, in SQL, since writing a million of them one by one
 * would take a day. A number alone decides what its agreement says.
 *
 * @param codes of countries that the registry knows
 */
export async function grow(db: Db, { from, to }: { from: number; to: number }): Promise<void> {
  const run = (text: string) => db.execute(sql.raw(text))
  const { rows: indexes } = (await run(`
    select indexname as name, indexdef as definition from pg_indexes where schemaname = 'public' and tablename in ('revision', 'listed',
      'status_interval', 'event', 'kind', 'party', 'fee_term', 'source')
      and indexname not in (select conname from pg_constraint)`)) as unknown as {
    rows: { name: string; definition: string }[]
  }
  // Positions rise with moments.
  if (from === 0) await run(`update revision set recorded_at = recorded_at - interval '1 year'`)
  // Rows that are known to be right, and indexes that are made at once, take a tenth of the time.
  await run('set session_replication_role = replica')
  for (const { name } of indexes) await run(`drop index "${name}"`)
  await run(`create or replace function draw(n bigint, what text) returns float8 language sql immutable parallel safe as
    $$ select (hashtextextended(what || n, 0) & 2147483647) / 2147483648.0::float8 $$`)
  // Zipf's law: the second is half as frequent as the first.
  await run(`create or replace function rank(u float8, k int) returns int language sql immutable parallel safe as
    $$ select least(k, floor(exp(u * ln(k + 1.0)))::int) $$`)
  await run(`create unlogged table grown as
    with codes as (select array_agg(code order by hashtext(code)) as all_codes from country where alpha3 is not null),
    drawn as (
      select n, rank(draw(n, 'a'), 200) as a, rank(draw(n, 'b'), 200) as b, rank(draw(n, 'k'), ${kinds.length}) as k,
        (date '2026-10-01' - (365 * 70 * draw(n, 'd') ^ 1.5)::int) as day, draw(n, 'l') as l, draw(n, 's') as s, draw(n, 'f') as f,
        case when draw(n, 'h') < 0.01 then 12 else 1 end as versions
      from generate_series(${from + 1}::bigint, ${to}::bigint) n
    ), named as (
      select drawn.*, all_codes[a] as sender, all_codes[case when b = a then 201 else b end] as receiver,
        (${list(kinds)})[k] as kind from drawn, codes
    )
    select named.*, lower(sender || '-' || receiver) || '-' || extract(year from day)::int || '-' || n as id,
      'https://' || case when s < 0.9 then 'gazette-' || rank(s, 40) || '.example.org' else 'archive-' || (n % 50000) || '.example.org' end
        || '/' || n as url,
      'Publisher ' || rank(draw(n, 'p'), 500) as publisher,
      case when l < 0.62 then 'in_force' when l < 0.80 then 'signed' when l < 0.93 then 'terminated' when l < 0.98 then 'expired'
        when l < 0.998 then 'suspended' else 'annulled' end as legal,
      case when l < 0.30 then 'operating' when l < 0.95 then 'unimplemented' when l < 0.998 then 'ended' else 'blocked' end as implementation,
      case when f < 0.80 then 'none' when f < 0.95 then 'agreed' when f < 0.998 then 'part_paid' else 'paid' end as money,
      case when f < 0.80 then null when f < 0.98 then 'EUR' when f < 0.9999 then 'USD' else 'CHF' end as currency,
      case when f > 0.80 then (10 ^ (3 + 5 * draw(n, 'm')))::bigint end as amount,
      case when draw(n, 'o') < 0.02 then (10 ^ (5 * draw(n, 'o2')))::int end as persons,
      rank(draw(n, 'w1'), 4000) as w1, rank(draw(n, 'w2'), 4000) as w2, rank(draw(n, 'w3'), 4000) as w3
    from named`)
  await run(`create unlogged table grown_version as
    select g.n, v as version, g.versions, (select coalesce(max(seq), 0) from revision) + row_number() over (order by draw(n * 16 + v, 'o'), n, v) as seq,
      timestamptz '2026-09-01 00:00:00Z' + interval '1 ms' * (${from} * 2 + row_number() over (order by draw(n * 16 + v, 'o'), n, v)) as recorded_at
    from grown g cross join lateral generate_series(1, g.versions) v`)
  // Versions of one agreement in their order.
  await run(`create unlogged table grown_revision as
    with ranked as (select n, version, versions, row_number() over (partition by n order by version) as i,
        row_number() over (partition by n order by seq) as j, seq, recorded_at from grown_version)
    select a.n, a.version, a.version = a.versions as newest, b.seq, b.recorded_at,
      lead(b.recorded_at) over (partition by a.n order by a.version) as superseded_at
    from ranked a join ranked b on a.n = b.n and a.i = b.j`)
  await run('insert into agreement select id from grown')
  await run(`
    insert into revision (seq, agreement_id, version, operation, actor, recorded_at, superseded_at, changed, provenance, document, summary,
      title, form, bindingness, disclosure, signed_on, signed_to, signed_key, ends_from, ends_to, facets, search_texts)
    select r.seq, g.id, r.version, case r.version when 1 then 'create' else 'update' end, 'bench', r.recorded_at, r.superseded_at, '{""}',
      json_build_object('version', r.version, 'recordedAt', r.recorded_at, 'actor', 'bench', 'cause', null, 'note', null),
      (left(summary, -1) || ',"summary":' || to_json(text || repeat(' Persons without a right to stay are taken back on application.', 8))::text || '}')::json, summary::json, title, 'agreement', 'binding', 'published', day, day, day || ' ' || id,
      case when legal in ('terminated', 'expired') then day + 1500 end, case when legal in ('terminated', 'expired') then day + 1500 end,
      array(select distinct facet from unnest(array['kind:' || kind, 'form:agreement', 'bindingness:binding', 'disclosure:published',
        'party:' || sender, 'party:' || receiver, 'sender:' || sender, 'receiver:' || receiver, 'mode:unknown',
        'nationality:' || sender, 'eventType:signed', case when legal = 'in_force' then 'eventType:entered_into_force' end,
        case when legal = 'terminated' then 'eventType:terminated' end, 'hasFee:' || (currency is not null), 'feeStage:' || case when currency is not null then 'agreed' end,
        'currency:' || currency, 'payer:' || case when currency is not null then sender end, 'payee:' || case when currency is not null then receiver end,
        'feeBasis:' || case when currency is not null then 'lump_sum' end,
        'publisher:' || publisher, 'source:' || split_part(url, '/', 3), 'sourceKind:official_record', 'archived:' || (s < 0.5)]) facet where facet is not null order by facet),
      array[title, sender || ' ' || receiver, text, publisher]
    from grown_revision r join grown g using (n)
    cross join lateral (select 'Agreement ' || n || ' on ' || replace(kind, '_', ' ') || ' between ' || sender || ' and ' || receiver as title) t
    cross join lateral (select 'Word' || w1 || ' and term' || w2 || ' with topic' || w3 || '.' as text) x
    cross join lateral (select json_build_object('id', id, 'title', title, 'kinds', array[kind], 'parties', json_build_array(
      json_build_object('country', sender, 'name', sender, 'role', 'sender'), json_build_object('country', receiver, 'name', receiver, 'role', 'receiver')), 'signedOn', day)::text as summary) y`)
  await run(`insert into kind (seq, position, kind) select seq, 0, kind from grown_revision join grown using (n)`)
  await run(`insert into party (seq, position, country, role)
    select seq, 0, sender, 'sender' from grown_revision join grown using (n)
    union all select seq, 1, receiver, 'receiver' from grown_revision join grown using (n)`)
  await run(`insert into event (seq, position, id, type, date_from, date_to, standing)
    select seq, 0, 'e1', 'signed', day, day, 'accepted' from grown_revision join grown using (n)
    union all select seq, 1, 'e2', 'entered_into_force', day + 200, day + 200, 'accepted' from grown_revision join grown using (n) where legal = 'in_force'
    union all select seq, 1, 'e2', 'terminated', day + 1500, day + 1500, 'accepted' from grown_revision join grown using (n) where legal = 'terminated'`)
  await run(`insert into fee_term (seq, position, id, stage, payer, payee, basis, amount_min, amount_max, currency, standing)
    select seq, 0, 'f1', 'agreed', sender, receiver, 'lump_sum', amount, amount, currency, 'accepted' from grown_revision join grown using (n) where currency is not null`)
  await run(`insert into source (seq, position, id, url, publisher, kind)
    select seq, 0, 's1', url, publisher, 'official_record' from grown_revision join grown using (n)`)
  await run(`
    insert into status_interval (seq, ordinal, reported_from, reported_to, valid_from, valid_to, legal, implementation, money, certain, dormant,
      year, last_heard_on, label, persons_min, persons_max, status, totals)
    select seq, ordinal, '-infinity', 'infinity', valid_from, valid_to, i.legal, i.implementation, money, certain, dormant,
      extract(year from day), valid_from, extract(year from day) || ' agreement, ' || i.legal, persons, persons,
      json_build_object('legal', i.legal, 'implementation', i.implementation, 'money', money, 'certain', certain, 'possible',
        json_build_object('legal', array[i.legal], 'implementation', array[i.implementation])),
      json_build_object('persons', persons, 'promised', case when amount is null then '[]'::json else json_build_array(json_build_object(
        'currency', currency, 'amount', json_build_object('min', amount::text, 'max', amount::text))) end)
    from grown_revision join grown g using (n) cross join lateral (values
      (1, day, case when day > '2026-03-01' then 'infinity' else day + 199 end, 'signed', 'unimplemented'), (2, day + 200, date 'infinity', g.legal, g.implementation))
      as i(ordinal, valid_from, valid_to, legal, implementation)
    cross join lateral (select l < 0.97 as certain, l > 0.25 and l < 0.35 as dormant) c
    where ordinal = 1 or day <= '2026-03-01'`)
  const added = sql`(select r.* from grown_revision g join revision r on r.seq = g.seq where g.superseded_at is null)`
  await db.execute(insertListed(added, sql`status_interval`))
  await run('drop table grown, grown_version, grown_revision')
  for (const { definition } of indexes) await run(definition)
  await run('set session_replication_role = origin')
  await run(`select setval('change_seq', (select max(seq) from revision))`)
  await run('vacuum analyze')
}
