import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { awaitWriters } from '../../database/awaiting-writers.ts'
import type { Db } from '../../database/client.ts'
import { recordSchemaPath } from '../../http/documentation/record-schema.ts'
import { preferredType } from '../../http/input/negotiation.ts'
import { addDigest } from '../../http/output/digest.ts'
import { forAYear } from '../../http/output/headers.ts'
import { addressOf, decodeCursor, encodeCursor, linkField, linkHeader } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { limits } from '../../limits.ts'
import type { FieldError } from '../../problems.ts'
import { diff } from '../../record/diff.ts'
import { jsonPatch } from '../../record/json-patch.ts'
import { agreementPath, revisionPath, revisionsPath } from '../addresses.ts'
import { citationOf } from '../citing.ts'
import { clockFaults, momentOf } from '../clocks.ts'
import { historyTag, revisionTag } from '../entity-tags.ts'
import { httpDate, mementoLinks, timeMap } from '../memento.ts'
import { isDeletion, otherList } from '../refusals.ts'
import { type HistoryRow, historyEntryOf, type VersionRow } from '../revision-text.ts'
import { getNewest, getVersion, getVersionAt } from '../store-revision.ts'
import {
  citationTypes,
  type DiffQuery,
  diffAgreementSchema,
  diffTypes,
  getRevisionSchema,
  getTimeMapSchema,
  historySchemas,
  listRevisionsSchema,
  timeMapType
} from './schemas.ts'
import { listMementos, listRevisions } from './store.ts'

// GET /v1/agreements/{id}/revisions             the history, newest first
// GET /v1/agreements/{id}/revisions/{version}   one revision, or a citation of it
// GET /v1/agreements/{id}/timemap               all of them with their moments (RFC 7089)
// GET /v1/agreements/{id}/diff                  what changed between two of them

export interface HistoryOptions {
  db: Db
  now: () => Date
  cursorKey: string
  publicUrl: string
}

/** What became of an agreement, version by version. */
export function registerHistory(root: FastifyInstance, { db, now, cursorKey, publicUrl }: HistoryOptions): void {
  for (const schema of historySchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const entry = (row: HistoryRow) => historyEntryOf(row, publicUrl)

  app.get('/v1/agreements/:id/revisions', { schema: listRevisionsSchema }, async (request, reply) => {
    const { id } = request.params
    const { limit = limits.page.default, cursor } = request.query
    const before = cursor === undefined ? undefined : readCursor(cursor, id)
    const { rows, more } = await listRevisions(db, id, { before, limit })
    const last = rows.at(-1)
    const nextCursor = more ? encodeCursor({ id, before: last?.version }, cursorKey) : null
    const next = nextCursor && publicUrl + addressOf(revisionsPath(id), { limit, cursor: nextCursor })
    reply.headers(linkField({ next }))
    if (notModified(request, reply, historyTag(rows[0]?.version, last?.version))) return reply
    return { items: rows.map(entry), page: { next, prev: null, cursor: nextCursor, limit, total: null } }
  })

  app.get(
    '/v1/agreements/:id/revisions/:version',
    { schema: getRevisionSchema, onSend: addDigest },
    async (request, reply) => {
      const row = await getVersion(db, request.params.id, Number(request.params.version))
      const document = recordOf(row)
      const type = preferredType(request.headers.accept, Object.values(citationTypes))
      const form = forms.find(form => citationTypes[form] === type) as (typeof forms)[number]
      const permalink = publicUrl + revisionPath(row.agreementId, row.version)
      reply.headers({
        'cache-control': forAYear,
        vary: 'Accept',
        'memento-datetime': httpDate(row.recordedAt),
        link: linkHeader({
          canonical: permalink,
          ...signposts(permalink),
          ...mementoLinks(row.agreementId, publicUrl),
          'latest-version': publicUrl + agreementPath(row.agreementId),
          'predecessor-version': row.version > 1 ? publicUrl + revisionPath(row.agreementId, row.version - 1) : null,
          'version-history': publicUrl + revisionsPath(row.agreementId)
        })
      })
      if (notModified(request, reply, revisionTag(row.version, form))) return reply
      reply.type(`${type}; charset=utf-8`)
      if (form === 'json') return reply.send(`${document.slice(0, -1)},"revision":${JSON.stringify(entry(row))}}`)
      // Nothing of this very request, such as its Host, belongs into an answer that is kept for a year.
      return reply.send(await citationOf(row, form, permalink))
    }
  )

  app.get(
    '/v1/agreements/:id/diff',
    { schema: diffAgreementSchema, config: { checkQuery: diffFaults } },
    async (request, reply) => {
      const { from, to } = await twoVersions(request.params.id, request.query)
      const before = JSON.parse(recordOf(from))
      const after = JSON.parse(recordOf(to))
      const type = preferredType(request.headers.accept, Object.values(diffTypes)) as string
      reply.type(type)
      if (type === diffTypes.patch) return jsonPatch(before, after)
      return { from: from.version, to: to.version, changes: diff(before, after) }
    }
  )

  app.get('/v1/agreements/:id/timemap', { schema: getTimeMapSchema }, async (request, reply) => {
    const { id } = request.params
    const mementos = await listMementos(db, id)
    if (notModified(request, reply, historyTag(mementos.at(-1)?.version, mementos[0]?.version))) return reply
    return reply.type(timeMapType).send(timeMap(id, mementos, publicUrl))
  })

  /** What crawlers of scholarly works look for (FAIR Signposting, level 1; RFC 8574). */
  const signposts = (permalink: string) => ({
    'cite-as': permalink,
    type: 'https://schema.org/Dataset',
    license: 'https://creativecommons.org/licenses/by/4.0/',
    author: `${publicUrl}/`,
    describedby: publicUrl + recordSchemaPath
  })

  function readCursor(cursor: string, id: string): number {
    const read = decodeCursor(cursor, cursorKey) as { id?: unknown; before: number }
    if (read.id === id) return read.before
    throw otherList('This cursor was given for another list. Begin again without it.')
  }

  function diffFaults({ from, to, knownAt = [] }: DiffQuery, sent: ReadonlySet<string>): FieldError[] {
    if (sent.has('knownAt') && (sent.has('from') || sent.has('to'))) return [mixed]
    const faults = knownAt.flatMap(moment => clockFaults({ knownAt: moment }, now()))
    const [first, second] = faults.length > 0 ? [] : knownAt.map(moment => momentOf(moment, now()))
    if (first && second && first > second) faults.push(backwards('knownAt'))
    if (from !== undefined && to !== undefined && from > to) faults.push(backwards('from'))
    return faults
  }

  async function twoVersions(id: string, query: DiffQuery): Promise<{ from: VersionRow; to: VersionRow }> {
    if (query.knownAt) {
      const moment = now()
      const [first, second] = query.knownAt.map(knownAt => momentOf(knownAt, moment)) as [Date, Date]
      await awaitWriters(db, second, moment)
      return { from: await getVersionAt(db, id, first), to: await getVersionAt(db, id, second) }
    }
    const to = query.to ?? (await getNewest(db, id)).version
    const from = query.from ?? Math.max(to - 1, 1)
    return { from: await getVersion(db, id, from), to: await getVersion(db, id, to) }
  }
}

/** The forms in which a revision is answered: itself, or a citation of it. */
const forms = Object.keys(citationTypes) as (keyof typeof citationTypes)[]

/** @throws ApiProblem gone for a version that is a deletion */
function recordOf({ document, agreementId, version }: VersionRow): string {
  if (document !== null) return document
  throw isDeletion(agreementId, version)
}

const backwards = (parameter: string): FieldError => ({
  parameter,
  code: 'backwards',
  detail: 'The first one is the newer one. Give the older one first.'
})

const mixed: FieldError = {
  parameter: 'knownAt',
  code: 'mixed',
  detail: 'Name two versions by from and to, or two moments by knownAt, not both.'
}
