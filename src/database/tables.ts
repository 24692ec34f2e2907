import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex
} from 'drizzle-orm/pg-core'

import {
  capacities,
  causes,
  extents,
  identifierSchemes,
  linkageSenses,
  linkageTypes,
  operations,
  partyRoles,
  shares,
  stages
} from '../record/schema/codes.ts'

/** JSON kept as the very text that was written: `json`, unlike `jsonb`, preserves it, so answers are cut from it without parsing. */
const jsonText = customType<{ data: string; driverData: string }>({ dataType: () => 'json' })

/** The words of a text, with their weights. */
const textSearch = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Text that is compared byte by byte, the same on every server and faster than by the rules of a language. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/**
 * Positions in the change feed. Assigned under the write lock (see write.ts), so that the order of positions is the
 * order of commits.
 */
export const changeSeq = pgSequence('change_seq')

/** ISO 3166-1 and its two documented extensions, as the code has them; synchronised at every migration. */
export const country = pgTable('country', {
  code: text('code').primaryKey(),
  alpha3: text('alpha3'),
  numeric: text('numeric'),
  name: text('name').notNull(),
  wikidata: text('wikidata'),
  cow: integer('cow'),
  gw: integer('gw'),
  note: text('note')
})

/** The identity of an agreement and nothing else: everything that can change belongs to a revision. */
export const agreement = pgTable('agreement', {
  id: text('id').primaryKey()
})

/** One immutable state of one agreement. Only `superseded_at` is ever set afterwards, once. */
export const revision = pgTable(
  'revision',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    agreementId: text('agreement_id')
      .notNull()
      .references(() => agreement.id),
    version: integer('version').notNull(),
    operation: text('operation', { enum: operations }).notNull(),
    actor: text('actor').notNull(),
    cause: text('cause', { enum: causes }),
    note: text('note'),
    recordedAt: moment('recorded_at').notNull(),
    supersededAt: moment('superseded_at'),
    /** JSON Pointers to what differs from the version before; the empty one is the whole record. */
    changed: text('changed').array().notNull(),
    /** Version, actor, cause, note and moment once more, as answers show them. */
    provenance: jsonText('provenance').notNull(),
    /** The written record; null when this revision is a deletion. */
    document: jsonText('document'),
    /** The members of the record that lists show, cut from the document once. */
    summary: jsonText('summary'),
    title: text('title'),
    form: text('form'),
    bindingness: text('bindingness'),
    disclosure: text('disclosure'),
    /** First possible day of the accepted signature; `-infinity` when there is none, so that the latest signature comes first. */
    signedOn: date('signed_on', { mode: 'string' }),
    /** Its last possible day. */
    signedTo: date('signed_to', { mode: 'string' }),
    /** The first possible day and the id, `2019-09-20 us-sv-…`: the order of lists by signature, as one value (see `listed`). */
    signedKey: bytewise('signed_key'),
    /** First and last possible day of the end by the term, by a notice or by an act; null when there is none. */
    endsFrom: date('ends_from', { mode: 'string' }),
    endsTo: date('ends_to', { mode: 'string' }),
    /** What lists filter it by (agreements/facets.ts). */
    facets: text('facets').array(),
    /** What can be searched, by weight (record/search.ts), and the words in it. */
    searchTexts: text('search_texts').array(),
    search: textSearch('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('english'::regconfig, coalesce(search_texts[1], '')), 'A') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[2], '')), 'B') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[3], '')), 'C') ||
        setweight(to_tsvector('english'::regconfig, coalesce(search_texts[4], '')), 'D')`
    )
  },
  table => [
    unique('revision_version_key').on(table.agreementId, table.version),
    uniqueIndex('revision_current_key').on(table.agreementId).where(sql`superseded_at is null`),
    index('revision_current_seq').on(table.seq).where(sql`superseded_at is null and operation <> 'delete'`),
    index('revision_current_title')
      .on(sql`title collate "C"`, table.agreementId)
      .where(sql`superseded_at is null and operation <> 'delete'`),
    index('revision_current_id')
      .on(sql`agreement_id collate "C"`)
      .where(sql`superseded_at is null and operation <> 'delete'`),
    index('revision_current_ends_on')
      .on(sql`coalesce(ends_from, 'infinity')`, sql`agreement_id collate "C"`)
      .where(sql`superseded_at is null and operation <> 'delete'`),
    uniqueIndex('revision_current_signed_key')
      .on(table.signedKey)
      .where(sql`superseded_at is null and operation <> 'delete'`),
    // Vague days are found by all that they may be.
    index('revision_current_signed_days')
      .using('gist', sql`daterange(signed_on, signed_to, '[]')`)
      .where(sql`superseded_at is null and operation <> 'delete' and signed_to is not null`),
    // Earlier code could derive an end before its beginning, which no range takes.
    index('revision_current_ends_days')
      .using('gist', sql`daterange(least(ends_from, ends_to), ends_to, '[]')`)
      .where(sql`superseded_at is null and operation <> 'delete' and ends_to is not null`),
    index('revision_facets').using('gin', table.facets),
    index('revision_search').using('gin', table.search).where(sql`superseded_at is null and operation <> 'delete'`),
    index('revision_recorded_at').on(table.recordedAt, table.seq),
    check('revision_version_positive', sql`${table.version} > 0`),
    check('revision_superseded_later', sql`${table.supersededAt} > ${table.recordedAt}`),
    check('revision_document_unless_deleted', sql`(${table.operation} = 'delete') = (${table.document} is null)`),
    check(
      'revision_columns_of_document',
      sql`(${table.document} is null) = (${table.title} is null)
        and (${table.document} is null) = (${table.summary} is null)
        and (${table.document} is null) = (${table.signedOn} is null)`
    )
  ]
)

const ofRevision = () =>
  bigint('seq', { mode: 'number' })
    .notNull()
    .references(() => revision.seq)

/** First day by which a claim was published for certain, by the earliest source that it cites; `infinity` where none has a date. */
const publicFrom = () => date('public_from', { mode: 'string' }).notNull().default('-infinity')

const countryCode = (name: string) => text(name).references(() => country.code)

export const kind = pgTable(
  'kind',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    kind: text('kind').notNull()
  },
  table => [primaryKey({ columns: [table.seq, table.kind] }), index('kind_kind').on(table.kind, table.seq)]
)

export const party = pgTable(
  'party',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    country: countryCode('country').notNull(),
    role: text('role', { enum: partyRoles }).notNull(),
    capacity: text('capacity', { enum: capacities }).notNull().default('government'),
    authority: text('authority')
  },
  table => [primaryKey({ columns: [table.seq, table.country] }), index('party_country').on(table.country, table.seq)]
)

/** Official numbers, by which an agreement is found whatever its id. */
export const identifier = pgTable(
  'identifier',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    scheme: text('scheme', { enum: identifierSchemes }).notNull(),
    value: text('value').notNull()
  },
  table => [
    primaryKey({ columns: [table.seq, table.scheme, table.value] }),
    index('identifier_value').on(table.value, table.scheme)
  ]
)

export const feeTerm = pgTable(
  'fee_term',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    stage: text('stage', { enum: stages }).notNull(),
    payer: countryCode('payer'),
    payee: countryCode('payee'),
    share: text('share', { enum: shares }).notNull().default('all'),
    basis: text('basis').notNull(),
    amountMin: numeric('amount_min', { precision: 19, scale: 4 }),
    amountMax: numeric('amount_max', { precision: 19, scale: 4 }),
    currency: text('currency'),
    standing: text('standing').notNull(),
    publicFrom: publicFrom(),
    /** First day on which it may have been public. */
    madeOn: date('made_on', { mode: 'string' }).notNull().default('-infinity')
  },
  table => [
    primaryKey({ columns: [table.seq, table.id] }),
    index('fee_term_currency').on(table.currency, table.amountMin),
    check('fee_term_amounts_in_order', sql`${table.amountMin} <= ${table.amountMax}`),
    check(
      'fee_term_currency_with_amount',
      sql`(coalesce(${table.amountMin}, ${table.amountMax}) is null) = (${table.currency} is null)`
    )
  ]
)

export const linkage = pgTable(
  'linkage',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    type: text('type', { enum: linkageTypes }).notNull(),
    sense: text('sense', { enum: linkageSenses }).notNull(),
    by: countryCode('by'),
    standing: text('standing').notNull()
  },
  table => [primaryKey({ columns: [table.seq, table.id] })]
)

export const event = pgTable(
  'event',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    type: text('type').notNull(),
    /** First and last possible day of `date`. */
    dateFrom: date('date_from', { mode: 'string' }).notNull(),
    dateTo: date('date_to', { mode: 'string' }).notNull(),
    party: countryCode('party'),
    personsMin: integer('persons_min'),
    personsMax: integer('persons_max'),
    extent: text('extent', { enum: extents }),
    standing: text('standing').notNull(),
    publicFrom: publicFrom()
  },
  table => [
    primaryKey({ columns: [table.seq, table.id] }),
    index('event_type').on(table.type, table.dateFrom),
    index('event_days').using('gist', sql`daterange(date_from, date_to, '[]')`),
    check('event_dates_in_order', sql`${table.dateFrom} <= ${table.dateTo}`)
  ]
)

export const facility = pgTable(
  'facility',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    country: countryCode('country').notNull(),
    role: text('role').notNull(),
    capacity: integer('capacity'),
    places: integer('places'),
    publicFrom: publicFrom()
  },
  table => [primaryKey({ columns: [table.seq, table.id] }), index('facility_id').on(table.id)]
)

export const source = pgTable(
  'source',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    id: text('id').notNull(),
    url: text('url').notNull(),
    publisher: text('publisher').notNull(),
    kind: text('kind').notNull(),
    /** First and last possible day of publication; null when the source has no date. */
    publishedFrom: date('published_from', { mode: 'string' }),
    publishedTo: date('published_to', { mode: 'string' }),
    publicFrom: publicFrom()
  },
  table => [primaryKey({ columns: [table.seq, table.id] }), index('source_url').on(table.url)]
)

/** From child to parent; the inverse is read from the same rows. */
export const relation = pgTable(
  'relation',
  {
    seq: ofRevision(),
    position: integer('position').notNull(),
    type: text('type').notNull(),
    target: text('target')
      .notNull()
      .references(() => agreement.id)
  },
  table => [primaryKey({ columns: [table.seq, table.type, table.target] }), index('relation_target').on(table.target)]
)

/**
 * What the claims of a revision say, as rectangles over two axes of days: `valid` (the state of the world, `asOf`) and
 * `reported` (what had been published, `reportedBy`; no limit is the point `infinity`). Both ends are inclusive.
 * Status on given days is one index look-up, and nobody has to write anything for an agreement to expire.
 */
export const statusInterval = pgTable(
  'status_interval',
  {
    seq: ofRevision(),
    ordinal: integer('ordinal').notNull(),
    reportedFrom: date('reported_from', { mode: 'string' }).notNull(),
    reportedTo: date('reported_to', { mode: 'string' }).notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }).notNull(),
    legal: text('legal').notNull(),
    implementation: text('implementation').notNull(),
    evidence: text('evidence').notNull().default('absent'),
    money: text('money').notNull(),
    certain: boolean('certain').notNull(),
    dormant: boolean('dormant').notNull().default(false),
    /** The year in the label; null where it has none. */
    year: integer('year'),
    lastHeardOn: date('last_heard_on', { mode: 'string' }),
    label: text('label').notNull(),
    personsMin: bigint('persons_min', { mode: 'number' }),
    personsMax: bigint('persons_max', { mode: 'number' }),
    status: jsonText('status').notNull(),
    totals: jsonText('totals').notNull()
  },
  table => [
    primaryKey({ columns: [table.seq, table.ordinal] }),
    index('status_interval_clocks').on(table.seq, table.reportedTo, table.validTo),
    index('status_interval_persons').on(table.personsMin).where(sql`persons_min is not null`),
    index('status_interval_begins').on(table.validFrom).where(sql`reported_to = 'infinity'`),
    check('status_interval_valid_in_order', sql`${table.validFrom} <= ${table.validTo}`),
    check('status_interval_reported_in_order', sql`${table.reportedFrom} <= ${table.reportedTo}`)
  ]
)

/**
 * What lists are filtered by, once for each value that a current revision has (`kind:readmission`) and that one of its intervals
 * has (`legal:in_force`), each with the keys of the two orders that lists are mostly read in. So the first page of a filter
 * is read from one index, however many agreements there are and whether many or few match. Made from the other tables by
 * `store-listed.ts`; without foreign keys, since its rows come and go with those that they are made from.
 */
export const listed = pgTable(
  'listed',
  {
    facet: bytewise('facet').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    /** Of the interval; 0 where the value is one of the revision. */
    ordinal: integer('ordinal').notNull(),
    /** The first possible day of signature and the id; where the facet is an order by the status, the key of that. */
    key: bytewise('key').notNull()
  },
  table => [
    // Unique, so that the planner knows that a revision has a value once, and may begin with the value.
    uniqueIndex('listed_seq').on(table.facet, table.seq, table.ordinal),
    uniqueIndex('listed_key').on(table.facet, table.key, table.ordinal)
  ]
)

/**
 * Status changes by the passing of time: entries of the change feed that no revision stands for. Written under the write
 * lock by the first writer or feed reader of a day.
 */
export const statusChange = pgTable(
  'status_change',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    revisionSeq: bigint('revision_seq', { mode: 'number' }).notNull(),
    /** The day on which a status interval began. */
    day: date('day', { mode: 'string' }).notNull(),
    recordedAt: moment('recorded_at').notNull(),
    /** JSON Pointers to what differs from the day before: members of status and totals. */
    changed: text('changed').array().notNull()
  },
  table => [
    foreignKey({ columns: [table.revisionSeq], foreignColumns: [revision.seq] }),
    unique('status_change_once').on(table.revisionSeq, table.day)
  ]
)

/**
 * Bearer keys. Only the SHA-256 of a key is kept; the key itself is shown once, when it is made. Whose secret was replaced can
 * use the one before for some time.
 */
export const apiKey = pgTable(
  'api_key',
  {
    name: text('name').primaryKey(),
    hash: text('hash').notNull().unique(),
    previousHash: text('previous_hash').unique(),
    previousUntil: moment('previous_until'),
    scopes: text('scopes').array().notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
    /** To the minute. */
    lastUsedAt: moment('last_used_at'),
    /** When the secret last came unencrypted, where it must be taken for seen. */
    seenInClearAt: moment('seen_in_clear_at')
  },
  table => [check('api_key_scopes_known', sql`${table.scopes} <@ array['read', 'write', 'admin']`)]
)

/** How often each key has written lately, over all processes. Unlogged (by hand in its migration): a crash may forget it. */
export const rateLimit = pgTable('rate_limit', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  expire: moment('expire')
})

/** Answers to requests that came with a key, for a day: whoever sends one again gets the same, and nothing is done twice. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    status: integer('status').notNull(),
    etag: text('etag').notNull(),
    location: text('location'),
    body: text('body').notNull(),
    createdAt: moment('created_at').notNull()
  },
  table => [primaryKey({ columns: [table.caller, table.key] }), index('idempotency_key_created_at').on(table.createdAt)]
)

/**
 * Words of titles, labels, parties, facilities and participants, of all revisions: what is offered to somebody who mistyped one.
 * A word stays when its agreement goes.
 */
export const word = pgTable('word', { word: bytewise('word').primaryKey() }, table => [
  index('word_near').using('gist', sql`${table.word} gist_trgm_ops`)
])

/** What every process on this database must agree on: the key that signs cursors, the version of what is derived. */
export const setting = pgTable('setting', {
  name: text('name').primaryKey(),
  value: text('value').notNull()
})

export const childTables = {
  identifier,
  kind,
  party,
  feeTerm,
  linkage,
  event,
  facility,
  source,
  relation,
  statusInterval
}
