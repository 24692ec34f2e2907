import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { agreementPath, type Collection, claimsPath, collections, revisionPath } from '../agreements/addresses.ts'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { pageTag, recordTag, resultTag } from '../agreements/entity-tags.ts'
import { pageLinks, readCursor } from '../agreements/paging.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { describe } from '../agreements/selection/describe.ts'
import { filterFaults, filterGroups, filterPatterns, usualFilters } from '../agreements/selection/parameters.ts'
import { beginningAfter } from '../agreements/selection/store-beginning.ts'
import { sortPattern } from '../agreements/sorting.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { formatOf } from '../http/input/negotiation.ts'
import { csvContentType, csvOf, csvType } from '../http/output/csv.ts'
import { attachment } from '../http/output/headers.ts'
import { linkField, linkHeader } from '../http/output/pagination.ts'
import { notModified } from '../http/output/preconditions.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import { explainStatus } from '../record/status/explain.ts'
import { orders, sortFaultsOf, sortKeysOf, subjectOf } from './collections.ts'
import { claimEntryOf, entryOf, mentionOf, noSuchClaim, type Shown } from './items.ts'
import { type ClaimsQueryString, claimSchemaOf, type Format, listSchemaOf, ownFilters } from './parameters.ts'
import { claimRowSchemas, rowTables } from './rows.ts'
import { claimSchemas } from './schemas.ts'
import { type ClaimRow, type ClaimsPage, type ClaimsQuery, countClaims, listClaims, walkClaims } from './store.ts'
import { type Claim, readClaims } from './store-read.ts'

// GET /v1/events, /v1/fee-terms, /v1/facilities, /v1/sources   the same claims over all agreements
// GET /v1/agreements/{id}/events/{claim} and so on             one claim, to be cited

export interface ClaimsOptions {
  db: Db
  now: () => Date
  cursorKey: string
  publicUrl: string
}

const contentTypes: Record<Format, string> = {
  json: 'application/json',
  csv: csvType,
  ndjson: 'application/x-ndjson'
}

/** Claims of all agreements, and one claim of one agreement. */
export function registerClaims(app: FastifyInstance, options: ClaimsOptions): void {
  for (const schema of [...claimSchemas, ...claimRowSchemas]) app.addSchema(schema)
  for (const collection of collections) {
    registerList(app, collection, options)
    registerClaim(app, collection, options)
  }
}

function registerList(app: FastifyInstance, collection: Collection, { db, now, cursorKey, publicUrl }: ClaimsOptions) {
  const path = claimsPath(collection)
  const checkQuery = (query: ClaimsQueryString) => [
    ...filterFaults(query),
    ...sortFaultsOf(collection, query),
    ...clockFaults(query, now())
  ]

  const groups = { open: [...ownFilters[collection], ...usualFilters.slice(0, 5), 'format'], groups: filterGroups }
  const patterns = { ...filterPatterns, sort: sortPattern(orders[collection].fields) }

  app.get<{ Querystring: ClaimsQueryString }>(
    path,
    {
      schema: listSchemaOf(collection),
      config: { checkQuery, documented: { patterns, groups } }
    },
    async (request, reply) => {
      const { query } = request
      const moment = now()
      const from = readCursor(path, query, cursorKey)
      const clocks = resolveClocks(query, moment, from)
      if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
      const sort = sortKeysOf(collection, query)
      const asked = { clocks, filters: query, sort, from }
      const format = formatOf(request, contentTypes)
      if (format !== 'json') return sendAll(request, reply, { format, asked, most: query.limit })

      const { limit = limits.page.default } = query
      const { rows, more, lastWrite } = await listClaims(db, collection, { ...asked, limit })
      const total = query.total ? await countClaims(db, collection, asked, lastWrite) : null
      const echo = echoOf(clocks)
      const beginning = rows.length === 0 ? await beginningAfter(db, clocks) : undefined
      const ends = { from, first: rows[0]?.sortValues, last: rows.at(-1)?.sortValues, more, lastWrite }
      const { next, prev, cursor } = pageLinks(path, query, clocks, ends, { cursorKey, publicUrl })
      const page = { next, prev, cursor, limit, total }
      reply.headers(linkField({ next, prev }))
      const counts = JSON.stringify(rows.map(({ agreements }) => agreements))
      const places = rows.flatMap(row => row.places)
      if (notModified(request, reply, pageTag(request.url, echo, { ...page, beside: { counts, beginning } }, places)))
        return reply
      const items = (await shownIn(rows, clocks)).map(({ shown, count }) => entryOf(collection, shown, count))
      return {
        items,
        description: describe(query, echo, { subject: subjectOf(collection, query), beginning }),
        page,
        clocks: echo
      }
    }
  )

  /** The claims that each row stands for, and of how many agreements there are. */
  async function shownIn(rows: readonly ClaimRow[], clocks: Clocks): Promise<{ shown: Shown[]; count: number }[]> {
    const found = await readClaims(
      db,
      collection,
      rows.flatMap(({ places }) => places)
    )
    const claims = found.values()
    return rows.map(({ places, agreements }) => ({
      shown: places.flatMap(() => claims.next().value ?? []).map(claim => shownOf(claim, clocks)),
      count: agreements
    }))
  }

  const shownOf = (
    { agreementId: id, title, label, status, claim, scope, sources, seq }: Claim,
    clocks: Clocks
  ): Shown => ({
    claim: JSON.parse(claim),
    agreement: mentionOf({ id, title, label }, JSON.parse(status), echoOf(clocks), publicUrl),
    seq,
    ...(scope && sources && { record: { scope: JSON.parse(scope), sources: JSON.parse(sources) } })
  })

  /** All rows, from one state of the registry, a page at a time: what has been sent takes no memory. */
  async function sendAll(
    request: FastifyRequest,
    reply: FastifyReply,
    { format, asked: query, most }: { format: Format; asked: Omit<ClaimsQuery, 'limit'>; most: number | undefined }
  ) {
    const table = rowTables[collection]
    const textOf = (rows: readonly { shown: Shown[]; count: number }[], isFirst: boolean) =>
      format === 'csv'
        ? csvOf(
            Object.keys(table.columns),
            rows.map(({ shown, count }) => table.cellsOf(shown, count)),
            { header: isFirst }
          )
        : rows.map(({ shown, count }) => `${JSON.stringify(entryOf(collection, shown, count))}\n`).join('')
    if (query.from?.forward === false) throw problem('invalid-parameter', { errors: [leadsBack] })
    const pages = walkClaims(db, collection, query, most)
    // What goes wrong with the first page is still answered by a problem.
    const first = (await pages.next()).value as ClaimsPage
    if (notModified(request, reply, resultTag(request.url, format, echoOf(query.clocks), first.lastWrite))) return reply
    async function* texts() {
      yield textOf(await shownIn(first.rows, query.clocks), true)
      for await (const { rows } of pages) yield textOf(await shownIn(rows, query.clocks), false)
    }
    const name = `${path.slice(path.lastIndexOf('/') + 1)}-${query.clocks.asOf}.${format}`
    return reply
      .type(format === 'csv' ? csvContentType : `${contentTypes[format]}; charset=utf-8`)
      .header('content-disposition', attachment(name))
      .send(Readable.from(request.method === 'HEAD' ? [] : texts()))
  }
}

const leadsBack = {
  parameter: 'cursor',
  code: 'not_in_format',
  detail: 'A file goes on from its cursor, and this one leads back. Leave it out, or ask for JSON.'
}

interface ClaimRequest {
  Params: { id: string; claim: string }
  Querystring: ClocksQuery
}

function registerClaim(app: FastifyInstance, collection: Collection, { db, now, publicUrl }: ClaimsOptions) {
  const schema = claimSchemaOf(collection)
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }
  const path = `${agreementPath(':id')}${claimsPath(collection).slice('/v1'.length)}/:claim`

  app.get<ClaimRequest>(path, { schema, config }, async (request, reply) => {
    const { params, query } = request
    const moment = now()
    const clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    const row = await getAgreement(db, params.id, clocks)
    const record = JSON.parse(recordText(row, echo)) as AgreementRecord
    const claim = record[collection].find(({ id }) => id === params.claim)
    if (!claim) throw problem('not-found', { detail: noSuchClaim(collection, record, params.claim) })
    const links = {
      up: publicUrl + agreementPath(record.id),
      'cite-as': publicUrl + revisionPath(record.id, record.revision.version)
    }
    reply.header('link', linkHeader(links))
    if (notModified(request, reply, recordTag(row, echo))) return reply
    const { id, title, status } = record
    const agreement = mentionOf({ id, title, label: status.label }, status, echo, publicUrl)
    const shown = { claim, agreement, seq: row.seq, record }
    const entry = claimEntryOf(collection, shown)
    if (collection !== 'events') return entry
    const explanation = explainStatus(record, clocks)?.events.find(({ id, computed }) => id === claim.id && !computed)
    return { ...entry, explanation: explanation ?? null }
  })
}
