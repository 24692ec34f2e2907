import { Readable } from 'node:stream'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { awaitWriters } from '../../database/awaiting-writers.ts'
import type { Db } from '../../database/client.ts'
import { preferredType } from '../../http/input/negotiation.ts'
import { bytesOf } from '../../http/output/bytes.ts'
import { byteOrderMark, csvContentType, csvOf } from '../../http/output/csv.ts'
import { attachment } from '../../http/output/headers.ts'
import { linkField } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { jsonType } from '../../http/output/texts.ts'
import { workbookOf } from '../../http/output/workbook.ts'
import { limits } from '../../limits.ts'
import { type FieldError, problem } from '../../problems.ts'
import { agreementPath, agreementsPath } from '../addresses.ts'
import { type Clocks, type ClocksEcho, clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import { pageTag, resultTag } from '../entity-tags.ts'
import { pageLinks, readCursor } from '../paging.ts'
import { recordText, recordTexts, type StoredRow } from '../revision-text.ts'
import { describe } from '../selection/describe.ts'
import { filterFaults, filterGroups, filterPatterns, usualFilters } from '../selection/parameters.ts'
import { beginningAfter } from '../selection/store-beginning.ts'
import { countFacets } from '../selection/store-facets.ts'
import { sortPattern } from '../sorting.ts'
import { fieldFaults, fieldsOf, fieldsPattern, picked, viewFor } from './fields.ts'
import { type Format, fileName, formatFaults, formatOfType, mediaTypes, namedFormat } from './formats.ts'
import { type EndedRecord, rowSchemas, tables } from './rows.ts'
import { type ListQuery, listAgreementsSchema } from './schemas.ts'
import { addRecord, codebookSheet, emptySheets } from './sheets.ts'
import { sortFaults, sortFields, sortKeys } from './sort.ts'
import { countAgreements, listAgreements, type Page, walkAgreements } from './store.ts'
import { highlightsOf } from './store-highlights.ts'
import { suggestWords } from './store-words.ts'

export interface ListOptions {
  db: Db
  now: () => Date
  /** Signs cursors; one for all processes on a database. */
  cursorKey: string
  /** Put before the links of answers; empty for relative ones. */
  publicUrl: string
}

/** GET /v1/agreements. The answer is stored text, so nothing is serialised here, but for rows. */
export function registerList(root: FastifyInstance, options: ListOptions): void {
  const { db, now, cursorKey, publicUrl } = options
  for (const schema of rowSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const checkQuery = (query: ListQuery) => [
    ...filterFaults(query),
    ...sortFaults(query),
    ...fieldFaults(query),
    ...highlightFaults(query),
    ...clockFaults(query, now()),
    ...formatFaults(query, namedFormat(query))
  ]

  const ignoresAccept = (query: ListQuery) => namedFormat(query) !== undefined

  const patterns = { ...filterPatterns, sort: sortPattern(sortFields), fields: fieldsPattern }
  const groups = {
    open: [...usualFilters, 'format'],
    groups: { ...filterGroups, 'what is shown': ['view', 'fields', 'facet', 'highlight'], 'as CSV': ['rows', 'bom'] }
  }
  const config = { checkQuery, ignoresAccept, documented: { patterns, groups } }
  app.get('/v1/agreements', { schema: listAgreementsSchema, config }, async (request, reply) => {
    const { query } = request
    const format = formatOf(request, query)
    if (format !== 'json') return sendResult(options, request, reply, { query, format })
    const { limit = limits.page.default, facet = [] } = query
    const fields = fieldsOf(query)
    const view = viewFor(query)
    const moment = now()
    const sort = sortKeys(query)
    const from = readCursor(agreementsPath, query, cursorKey)
    const clocks = resolveClocks(query, moment, from)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const { rows, more, lastWrite } = await listAgreements(db, { clocks, filters: query, sort, limit, view, from })
    const total = query.total ? await countAgreements(db, clocks, query, lastWrite) : null
    const facets = facet.length > 0 && (await countFacets(db, clocks, query, [...new Set(facet)], lastWrite))
    const echo = echoOf(clocks)
    const beginning = rows.length === 0 ? await beginningAfter(db, clocks) : undefined
    const beside = {
      ...(facets && { facets }),
      ...(query.highlight && { highlights: await highlightsOf(db, query, rows) }),
      ...(query.q !== undefined && rows.length === 0 && !from && { suggestions: await suggestWords(db, query.q) })
    }
    const ends = { from, first: rows[0]?.sortValues, last: rows.at(-1)?.sortValues, more, lastWrite }
    const { next, prev, cursor } = pageLinks(agreementsPath, query, clocks, ends, { cursorKey, publicUrl })
    const page = { next, prev, cursor, limit, total }
    reply.headers(linkField({ next, prev }))
    if (notModified(request, reply, pageTag(request.url, echo, { ...page, beside: { ...beside, beginning } }, rows)))
      return reply
    const clocksText = JSON.stringify(echo)
    const items = rows.flatMap((row, i) => [
      i > 0 ? ',' : '',
      ...(fields ? [picked(recordText(row, echo), fields)] : recordTexts(row, clocksText))
    ])
    const description = JSON.stringify(describe(query, echo, { beginning }))
    const ending = JSON.stringify({ ...beside, page }).slice(1, -1)
    const rest = `],"description":${description},${ending},"clocks":${clocksText}}`
    return reply.type(jsonType).send(bytesOf(['{"items":[', ...items, rest]))
  })
}

const highlightFaults = ({ highlight, q }: ListQuery): FieldError[] =>
  highlight && q === undefined
    ? [{ parameter: 'highlight', code: 'needs_q', detail: 'It shows what "q" found; there is no "q".' }]
    : []

/** By the address, or else by what the client accepts, which some parameters do not go with. */
function formatOf({ headers }: FastifyRequest, query: ListQuery): Format {
  const named = namedFormat(query)
  if (named) return named
  const format = formatOfType(preferredType(headers.accept, Object.values(mediaTypes)) as string)
  // JSON takes all that could name no format.
  const errors = formatFaults(query, format)
  if (errors.length > 0) throw problem('invalid-parameter', { errors })
  return format
}

/** Sends the whole result as a file, batch by batch: of a long one no more is in memory than that and the next, but for a workbook. */
async function sendResult(
  { db, now, publicUrl }: ListOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  { query, format }: { query: ListQuery; format: Exclude<Format, 'json'> }
): Promise<unknown> {
  const moment = now()
  const clocks = resolveClocks(query, moment)
  if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
  const view = format === 'ndjson' ? 'full' : 'rows'
  const walk = walkAgreements(db, { clocks, filters: query, sort: sortKeys(query), limit: limits.batch, view })
  // Before anything is sent, so that a refusal is one.
  const first = (await walk.next()).value as Page
  const echo = echoOf(clocks)
  if (format === 'xlsx') await assertFits(db, clocks, query, first)
  const name = fileName(format, query.rows ?? 'agreements', clocks.asOf)
  reply.header('content-disposition', attachment(name))
  if (notModified(request, reply, resultTag(request.url, format, echo, first.lastWrite))) return reply
  reply.type(format === 'csv' ? csvContentType : mediaTypes[format])
  if (request.method === 'HEAD') return reply.send(Readable.from([]))
  const batches = batchesOf(first, walk)
  const urlOf = ({ id }: EndedRecord) => publicUrl + agreementPath(id)
  if (format === 'xlsx') return reply.send(await workbook(batches, echo, urlOf))
  const texts = format === 'csv' ? csvTexts(batches, echo, query, urlOf) : ndjsonTexts(batches, echo, query)
  // A client that hangs up ends the stream, the stream the generators, and they ask for none but the next batch.
  return reply.send(Readable.from(texts))
}

type Batches = AsyncGenerator<StoredRow[], void>
type UrlOf = (record: EndedRecord) => string

async function* batchesOf(first: Page, walk: AsyncGenerator<Page, void>): Batches {
  yield first.rows
  for await (const { rows } of walk) yield rows
}

async function assertFits(db: Db, clocks: Clocks, query: ListQuery, first: Page): Promise<void> {
  const total = first.more ? await countAgreements(db, clocks, query, first.lastWrite) : first.rows.length
  if (total !== null && total <= limits.workbook) return
  const detail = `A workbook holds ${limits.workbook.toLocaleString('en')} agreements at most, and these are more. Add filters, or ask for "csv" or "ndjson".`
  throw problem('invalid-parameter', { errors: [{ parameter: 'format', code: 'too_many', detail }] })
}

const recordOf = (row: StoredRow, echo: ClocksEcho): EndedRecord => JSON.parse(recordText(row, echo))

async function* ndjsonTexts(batches: Batches, echo: ClocksEcho, query: ListQuery): AsyncGenerator<Buffer, void> {
  const fields = fieldsOf(query)
  const clocks = JSON.stringify(echo)
  // There is no page around these lines that would say of which clocks they speak.
  const some = (row: StoredRow, fields: string[]) =>
    `${picked(recordText(row, echo), fields).slice(0, -1)},"clocks":${clocks}}`
  for await (const rows of batches) {
    const texts = (row: StoredRow) => (fields ? [some(row, fields)] : recordTexts(row, clocks))
    yield bytesOf(rows.flatMap(row => [...texts(row), '\n']))
  }
}

async function* csvTexts(
  batches: Batches,
  echo: ClocksEcho,
  query: ListQuery,
  urlOf: UrlOf
): AsyncGenerator<string, void> {
  const { columns, rowsOf } = tables[query.rows ?? 'agreements']
  const names = Object.keys(columns)
  yield (query.bom ? byteOrderMark : '') + csvOf(names, [])
  for await (const rows of batches) {
    const cells = rows.flatMap(row => {
      const record = recordOf(row, echo)
      return rowsOf(record, urlOf(record))
    })
    if (cells.length > 0) yield csvOf(names, cells, { header: false })
  }
}

async function workbook(batches: Batches, echo: ClocksEcho, urlOf: UrlOf): Promise<Buffer> {
  const sheets = emptySheets()
  for await (const rows of batches) {
    for (const row of rows) {
      const record = recordOf(row, echo)
      addRecord(sheets, record, urlOf(record))
    }
  }
  return Buffer.from(await workbookOf([...sheets, codebookSheet()]))
}
