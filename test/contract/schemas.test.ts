import { getTableColumns } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import t from 'tap'
import type { TSchema } from 'typebox'
import { DiffQuery, HistoryEntry } from '../../src/agreements/history/schemas.ts'
import { ItemQuery } from '../../src/agreements/item/schemas.ts'
import { ListQuery } from '../../src/agreements/list/schemas.ts'
import { AgreementSummary, Revision } from '../../src/agreements/schemas.ts'
import { WriteQuery } from '../../src/agreements/write/schemas.ts'
import { FeedEntry, FeedQuery } from '../../src/changes/schemas.ts'
import { Country } from '../../src/countries/schemas.ts'
import * as tables from '../../src/database/tables.ts'
import {
  Agreement,
  AgreementEvent,
  Facility,
  FeeTerm,
  Identifier,
  Linkage,
  Party,
  Relation,
  Source
} from '../../src/record/schema/agreement.ts'
import { causes, operations, partyRoles } from '../../src/record/schema/codes.ts'
import { IntervalStatus, Totals } from '../../src/record/status/schema.ts'
import { strictAjv } from '../../src/validation/strict.ts'
import { start } from '../start.ts'

/** A schema, seen as the JSON Schema that it is. */
type Schema = TSchema & {
  type?: string | string[]
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
}

const members = (schema: TSchema): Record<string, Schema> => (schema as Schema).properties ?? {}
const allowsNull = ({ type, anyOf, enum: values }: Schema): boolean =>
  type === 'null' ||
  !!values?.includes(null) ||
  (Array.isArray(type) && type.includes('null')) ||
  !!anyOf?.some(allowsNull)

/** Columns that hold one end of a range, by the member that holds the range. */
const ends: Record<string, string> = {
  amountMin: 'amount',
  amountMax: 'amount',
  personsMin: 'persons',
  personsMax: 'persons',
  dateFrom: 'date',
  dateTo: 'date',
  publishedFrom: 'publishedOn',
  publishedTo: 'publishedOn',
  target: 'agreement'
}

/** Columns that place a row and come from no member. */
const places = [
  'seq',
  'position',
  'ordinal',
  'reportedFrom',
  'reportedTo',
  'validFrom',
  'validTo',
  'publicFrom',
  'madeOn'
]

const columnsBeyondPlaces = (table: PgTable): [string, PgColumn][] =>
  Object.entries(getTableColumns(table)).filter(([key]) => !places.includes(key))

const rowsOfMembers: [string, PgTable, TSchema][] = [
  ['identifier', tables.identifier, Identifier],
  ['party', tables.party, Party],
  ['feeTerm', tables.feeTerm, FeeTerm],
  ['linkage', tables.linkage, Linkage],
  ['event', tables.event, AgreementEvent],
  ['facility', tables.facility, Facility],
  ['source', tables.source, Source],
  ['relation', tables.relation, Relation]
]

for (const [name, table, schema] of rowsOfMembers) {
  t.test(`the table ${name} agrees with its part of the record`, async t => {
    for (const [key, column] of columnsBeyondPlaces(table)) {
      const member = members(schema)[ends[key] ?? key] as Schema
      t.ok(member, `${key} is a member`)
      // One end of a range may be open though the range is there.
      const isEnd = /(Min|Max)$/.test(key)
      t.equal(!column.notNull, isEnd || allowsNull(member), `${key} is nullable where the member is`)
      if (column.enumValues?.length)
        t.same(
          column.enumValues,
          member.enum?.filter(value => value !== null),
          `${key} has the codes of the member`
        )
    }
  })
}

t.test('kinds are the list of the record', async t => {
  t.ok(members(Agreement).kinds)
  t.same(Object.keys(getTableColumns(tables.kind)).sort(), ['kind', 'position', 'seq'])
})

t.test('the columns of status intervals are members of the status and of the totals', async t => {
  for (const [key, column] of columnsBeyondPlaces(tables.statusInterval)) {
    // The year is that in the label.
    if (key === 'status' || key === 'totals' || key === 'year') continue
    const isTotal = key.startsWith('persons')
    const member = members(isTotal ? Totals : IntervalStatus)[ends[key] ?? key] as Schema
    t.ok(member, `${key} is a member`)
    t.equal(!column.notNull, isTotal || allowsNull(member), key)
  }
})

t.test('the columns of a revision are members of the record or of its revision', async t => {
  const {
    seq: _,
    agreementId: _id,
    supersededAt: _end,
    document: _text,
    summary: _cut,
    provenance: _again,
    // What lists filter by, and what is searched, is made of many members.
    signedTo: _signed,
    signedKey: _order,
    endsFrom: _from,
    endsTo: _to,
    facets: _facets,
    searchTexts: _texts,
    search: _search,
    ...columns
  } = getTableColumns(tables.revision)
  const answered = { ...members(HistoryEntry), ...members(Agreement) }
  const ofRecord = ['title', 'form', 'bindingness', 'disclosure', 'signedOn']
  for (const [key, column] of Object.entries(columns)) {
    // The day of signature is taken from the events; a deletion has no record, hence no columns of one.
    if (key !== 'signedOn') t.ok(answered[key], `${key} is answered`)
    if (ofRecord.includes(key)) t.notOk(column.notNull, `${key} is null in a deletion`)
    else t.equal(!column.notNull, allowsNull(answered[key] as Schema), `${key} is nullable where the member is`)
  }
  t.same(Object.keys(members(Revision)).sort(), ['actor', 'cause', 'note', 'recordedAt', 'version'])
})

t.test('codes that are typed out in several places are one list', async t => {
  const { operation, cause } = tables.revision
  t.same(operation.enumValues, operations)
  t.same(members(HistoryEntry).operation?.enum, operations)
  t.same(members(FeedEntry).operation?.enum, [...operations, null])
  t.same(cause.enumValues, causes)
  t.same(members(Revision).cause?.enum, [...causes, null])
  t.same(members(FeedEntry).cause?.enum, [...causes, 'time_passed', null])
  t.same(members(members(AgreementSummary).parties?.items as Schema).role?.enum, partyRoles)
  const filters = members(ListQuery)
  t.same(filters.kind?.items?.enum, members(Agreement).kinds?.items?.enum)
  for (const axis of ['legal', 'implementation']) {
    t.same(filters[axis]?.items?.enum, members(IntervalStatus)[axis]?.enum, axis)
  }
})

t.test('the table of countries and its answer have the same members', async t => {
  const { agreements, ...answered } = members(Country)
  t.ok(agreements)
  const columns = getTableColumns(tables.country)
  t.same(Object.keys(columns), Object.keys(answered))
  for (const [key, column] of Object.entries(columns))
    t.equal(!column.notNull, allowsNull(answered[key] as Schema), key)
})

t.test('every schema is JSON Schema of 2020-12, which the service takes on trust to start sooner', async t => {
  const { app } = await start(t, 'postgresql')
  const ajv = strictAjv([], { checkSchemas: true })
  const named = Object.values(app.getSchemas()) as TSchema[]
  t.ok(named.length > 30)
  for (const schema of named) t.doesNotThrow(() => ajv.addSchema(schema))
  for (const schema of named) t.ok(ajv.getSchema((schema as { $id?: string }).$id as string))
  for (const query of [ItemQuery, ListQuery, WriteQuery, DiffQuery, FeedQuery]) t.doesNotThrow(() => ajv.compile(query))
  t.throws(() => ajv.compile({ type: 'text' }), /schema is invalid/)
})
