import { and, eq, ne, not, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../database/client.ts'
import { event, feeTerm, listed, relation, revision, source, statusInterval } from '../../database/tables.ts'
import { implementationStates, legalStates } from '../../record/schema/codes.ts'
import { folded } from '../../record/search.ts'
import type { Clocks } from '../clocks.ts'
import { type Facet, facetText, hostOf, nationalityTexts, plainHost } from '../facets.ts'
import type { Filters } from './parameters.ts'
import { eventFilters, eventPart, feeFilters, feePart } from './store-claims.ts'
import { isHeld, isShown, type Part } from './store-clocks.ts'
import {
  anyOf,
  between,
  daysOf,
  pick,
  recordedWithin,
  signedRanges,
  someOf,
  texts,
  within
} from './store-predicates.ts'
import { searchQuery, searchValues } from './store-search.ts'
import { type Beyond, type Condition, type ListedOrder, type Name, valueConditions } from './store-values.ts'

export interface FilterPart extends Part {
  /** @param beyond what of the order that was given is wanted, where it is but a part */
  condition: (beyond?: Beyond) => SQL | undefined
  /** The best plan depends on the values; else all rows are in one place. */
  seesValues: boolean
  /** There are indexes in the order that was given of what each filter finds, if any, so that the first are found where they begin. */
  isInOrder: boolean
  /** The value of `listed` that revisions have to have, if that is all. */
  value: SQL | undefined
  /** It speaks of the interval that holds, beside the revision. */
  isOfInterval: boolean
  /** Ranges of that order in which all stand that can match, if it is less than the whole. */
  ranges: (() => SQL[]) | undefined
}

/**
 * The conditions of the filters that are set. Every filter has its SQL here, or this does not compile.
 *
 * @param order in which the first of the agreements are wanted, if it is one of these
 */
export function filterPart(db: Db, clocks: Clocks, filters: Filters, order?: ListedOrder): FilterPart {
  const conditions = conditionsOf(db, clocks, filters, order)
  const set = Object.keys(conditions) as Name[]
  const made = set.filter(name => filters[name] !== undefined)
  const parts = made.flatMap(name => conditions[name]() ?? [])
  return {
    // What a condition varies with apart from its values: which filters it is made of, and how vague values count.
    shape: [
      ...made,
      filters.match,
      filters.prefix,
      made.length > 0 && order,
      ...parts.flatMap(({ shape }) => shape ?? [])
    ].join(),
    condition: beyond => and(...parts.map(part => part.sql(beyond))),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
    seesValues: parts.length > 1 || parts.some(({ isListed }) => !isListed),
    isInOrder: parts.length === 0 || (order !== undefined && parts.every(({ isListed }) => isListed)),
    value: parts.length === 1 ? parts[0]?.value : undefined,
    isOfInterval: parts.some(({ isOfInterval }) => isOfInterval),
    ranges: parts.find(({ ranges }) => ranges)?.ranges
  }
}

/** What relates to an agreement, beside it. */
const child = alias(revision, 'child')

/** Countries that are looked for one by one, at most: the planner tries the orders of joins. */
const MOST_JOINED = 4

/** Filters that together make one condition: they speak of the same fee term, event, or range. The first that is set makes it. */
const together: (readonly Name[])[] = [
  feeFilters,
  eventFilters,
  ['signedFrom', 'signedTo'],
  ['endsFrom', 'endsTo'],
  ['changedFrom', 'changedTo'],
  ['minPersons', 'maxPersons']
]

function conditionsOf(
  db: Db,
  clocks: Clocks,
  filters: Filters,
  order: ListedOrder | undefined
): Record<Name, () => Condition | undefined> {
  const { match } = filters
  const isNow = clocks.knownAt === null
  const { isListed, has, inFacets, isAnyOf, holds, state } = valueConditions(clocks, filters, order)
  const isFirst = (name: Name) =>
    together.find(names => names.includes(name))?.find(other => filters[other] !== undefined) === name
  const once = (name: Name, condition: () => Condition) => () => (isFirst(name) ? condition() : undefined)

  const persons = () => ({
    sql: () =>
      and(
        sql`(${statusInterval.personsMin} is not null or ${statusInterval.personsMax} is not null)`,
        between(
          { min: statusInterval.personsMin, max: statusInterval.personsMax },
          {
            // Of the type of the column, so that its index is found.
            least: filters.minPersons !== undefined && sql`${sql.placeholder('minPersons')}::bigint`,
            most: filters.maxPersons !== undefined && sql`${sql.placeholder('maxPersons')}::bigint`
          },
          match
        )
      ),
    values: pick(filters, 'minPersons', 'maxPersons'),
    isOfInterval: true
  })
  /** Claims that must match all filters of theirs at once. Those of one value have each to be there: the planner may begin with it. */
  const ofClaims = (
    table: typeof event | typeof feeTerm,
    names: readonly Name[],
    facets: readonly (Facet & Name)[]
  ) => {
    const set = names.filter(name => filters[name] !== undefined)
    const single = isNow ? facets.filter(name => [filters[name] ?? []].flat().length === 1) : []
    const needed = single.map(name => isListed(`${name}Needed`, facetText(name, String([filters[name]].flat()[0]))))
    const part = (table === event ? eventPart : feePart)(filters)
    return {
      sql: (beyond?: Beyond) => and(...needed.map(one => one.sql(beyond)), someKnown(table, part.condition())),
      values: Object.assign(part.values, ...needed.map(({ values }) => values)),
      shape: needed.map(({ shape }) => shape).join(),
      isListed: set.length === 1 && single.length === 1
    }
  }
  /** Some claim that stands and that the clocks show. */
  const someKnown = (table: typeof event | typeof feeTerm, ...conditions: (SQL | undefined)[]) =>
    someOf(db, clocks, table, ne(table.standing, 'retracted'), isShown(clocks, table), ...conditions)
  const ofEvent = () => ofClaims(event, eventFilters, ['eventType'])
  const ofFee = () => ofClaims(feeTerm, feeFilters, ['feeStage', 'feeBasis', 'payer', 'payee', 'currency'])
  const ofSource = (): Condition => {
    const values = filters.source ?? []
    const hosts = values.map(text => facetText('source', plainHost(text)))
    const [first = ''] = values
    const byAddress = () => someOf(db, clocks, source, anyOf(source.url, 'sourceUrl'))
    if (isNow && values.length === 1 && URL.canParse(first)) {
      const onHost = isListed('sourceHost', facetText('source', hostOf(first)))
      return {
        sql: () => and(onHost.sql(), byAddress()),
        values: { ...onHost.values, sourceUrl: values },
        shape: 'address'
      }
    }
    // The address of a source is one.
    if (isNow && values.length === 1) return has('sourceHost', hosts)
    return {
      sql: () => or(sql`${revision.facets} && ${texts('sourceHost')}`, byAddress()),
      values: { sourceHost: hosts, sourceUrl: values }
    }
  }

  /** A signature is shown from its day on, and by what had been published if that is asked for. */
  const isSignatureShown = () =>
    clocks.reportedBy === 'infinity'
      ? sql`${revision.signedOn} <= ${sql.placeholder('asOf')}::date`
      : someKnown(
          event,
          eq(event.type, 'signed'),
          eq(event.standing, 'accepted'),
          eq(event.dateFrom, revision.signedOn)
        )
  const signed = (): Condition => ({
    sql: () =>
      and(
        sql`${revision.signedTo} is not null`,
        within({ from: revision.signedOn, to: revision.signedTo }, 'signed', match),
        isSignatureShown()
      ),
    values: daysOf(filters, 'signed'),
    ranges: order === 'signedOn' ? signedRanges : undefined
  })
  // As its index has it.
  const endDays = { from: sql`least(${revision.endsFrom}, ${revision.endsTo})`, to: revision.endsTo }
  const ends = () => ({
    sql: () => and(sql`${revision.endsTo} is not null`, within(endDays, 'ends', match)),
    values: daysOf(filters, 'ends')
  })
  const changed = () => ({
    sql: recordedWithin,
    values: daysOf(filters, 'changed'),
    ranges: order === 'changedAt' ? () => [sql`${recordedWithin()}`] : undefined
  })
  return {
    q: () => ({
      sql: () => sql`${revision.search} @@ ${searchQuery(filters)}`,
      values: searchValues(filters),
      shape: Object.keys(searchValues(filters)).join()
    }),
    prefix: () => undefined,
    match: () => undefined,
    kind: inFacets('kind'),
    party: inFacets('party'),
    partyAll: () => {
      const values = [...new Set(filters.partyAll)].map(code => facetText('party', code))
      const each = values.map((text, i) => isListed(`partyAll${i}`, text))
      if (!isNow || each.length > MOST_JOINED)
        return { sql: () => sql`${revision.facets} @> ${texts('partyAll')}`, values: { partyAll: values } }
      return {
        sql: () => and(...each.map(one => one.sql())),
        values: Object.assign({}, ...each.map(one => one.values)),
        shape: `${each.length} parties`
      }
    },
    sender: inFacets('sender'),
    receiver: inFacets('receiver'),
    participant: inFacets('participant', folded),
    form: inFacets('form'),
    bindingness: inFacets('bindingness'),
    disclosure: inFacets('disclosure'),
    legal: () => state('legal'),
    implementation: () => state('implementation'),
    status: () => {
      const isOn = (states: readonly string[]) => filters.status?.every(code => states.includes(code))
      const onLegal = isOn(legalStates)
      // Few codes are states on both axes.
      if (onLegal !== isOn(implementationStates)) return state(onLegal ? 'legal' : 'implementation', 'status')
      // By the interval itself: of two lists either of which may hold, none could be begun with.
      const on = (axis: 'legal' | 'implementation') =>
        match === undefined ? isAnyOf(axis, 'text', 'status') : state(axis, 'status')
      const [legal, implementation] = [on('legal'), on('implementation')]
      return {
        sql: () => or(legal.sql(), implementation.sql()),
        values: legal.values,
        shape: 'either axis',
        isOfInterval: true
      }
    },
    evidence: () => holds('evidence', 'text'),
    money: () => holds('money', 'text'),
    certain: () => holds('certain', 'boolean'),
    dormant: () => holds('dormant', 'boolean'),
    year: () => holds('year', 'int'),
    signedFrom: once('signedFrom', signed),
    signedTo: once('signedTo', signed),
    endsFrom: once('endsFrom', ends),
    endsTo: once('endsTo', ends),
    changedFrom: once('changedFrom', changed),
    changedTo: once('changedTo', changed),
    eventType: once('eventType', ofEvent),
    eventFrom: once('eventFrom', ofEvent),
    eventTo: once('eventTo', ofEvent),
    persons: inFacets('persons'),
    nationality: () => {
      const codes = filters.nationality?.map(nationalityTexts) ?? []
      const isSent = (_: unknown, i: number) => sql`(
        ${revision.facets} && ${texts(`nationality${i}`)} and not ${revision.facets} && ${texts(`notNationality${i}`)})`
      const values = codes.map(({ oneOf, not }, i) => ({ [`nationality${i}`]: oneOf, [`notNationality${i}`]: [not] }))
      return {
        sql: () => or(...codes.map(isSent)),
        values: Object.assign({}, ...values),
        shape: `of ${codes.length} nationalities`
      }
    },
    exclusion: inFacets('exclusion'),
    mode: inFacets('mode'),
    minPersons: once('minPersons', persons),
    maxPersons: once('maxPersons', persons),
    hasFee: () => {
      if (!filters.hasFee) return { sql: () => not(someKnown(feeTerm)), values: {}, shape: 'false' }
      const has = isNow ? isListed('hasFee', facetText('hasFee', 'true')) : undefined
      return { sql: () => and(has?.sql(), someKnown(feeTerm)), values: has?.values ?? {}, shape: 'true' }
    },
    feeStage: once('feeStage', ofFee),
    feeBasis: once('feeBasis', ofFee),
    payer: once('payer', ofFee),
    payee: once('payee', ofFee),
    currency: once('currency', ofFee),
    minAmount: once('minAmount', ofFee),
    maxAmount: once('maxAmount', ofFee),
    facility: inFacets('facility'),
    facilityCountry: inFacets('facilityCountry'),
    source: ofSource,
    sourceKind: inFacets('sourceKind'),
    publisher: inFacets('publisher'),
    archived: inFacets('archived'),
    provision: inFacets('provision'),
    related: () => {
      const parents = sql`
        select ${relation.target} from ${relation} join ${revision} as child on ${child.seq} = ${relation.seq}
        where ${isHeld(clocks, child)} and ${child.agreementId} = any(${texts('relatedIds')})`
      const children = sql`
        select r.agreement_id from ${listed} join ${revision} r on r.seq = ${listed.seq}
        where ${listed.facet} = any(${texts('related')})`
      return {
        sql: () =>
          isNow
            ? sql`${revision.agreementId} in (${children} union ${parents})`
            : or(sql`${revision.facets} && ${texts('related')}`, sql`${revision.agreementId} in (${parents})`),
        values: { related: filters.related?.map(id => facetText('related', id)), relatedIds: filters.related }
      }
    },
    relation: inFacets('relation'),
    identifier: inFacets('identifier')
  }
}
