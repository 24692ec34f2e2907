import { isDeepStrictEqual } from 'node:util'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { createPatch } from 'rfc6902'
import type { Db } from '../../database/client.ts'
import { awaitWriters } from '../../database/write.ts'
import { preferredType } from '../../http/input/negotiation.ts'
import { decodeCursor, encodeCursor, linkHeader } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { type FieldError, problem } from '../../problems.ts'
import { citationOf, toBibtex } from '../../record/citation.ts'
import { diff } from '../../record/diff.ts'
import { clockFaults, momentOf } from '../clocks.ts'
import { notFound } from '../refusals.ts'
import { historyEntryOf } from '../revision-text.ts'
import { findNewest } from '../store-save.ts'
import {
  citationTypes,
  type DiffQuery,
  diffAgreementSchema,
  diffTypes,
  findRevisionSchema,
  listRevisionsSchema
} from './schemas.ts'
import { findVersion, findVersionAt, type HistoryRow, listRevisions, type VersionRow } from './store.ts'

export interface HistoryOptions {
  db: Db
  now: () => Date
  cursorKey: string
  publicUrl: string
}

/** What became of an agreement, version by version. */
export function registerHistory(root: FastifyInstance, { db, now, cursorKey, publicUrl }: HistoryOptions): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const address = (id: string, version?: number) =>
    `${publicUrl}/v1/agreements/${id}/revisions${version === undefined ? '' : `/${version}`}`
  const entry = (row: HistoryRow) => historyEntryOf(row, publicUrl)

  app.get('/v1/agreements/:id/revisions', { schema: listRevisionsSchema }, async (request, reply) => {
    const { id } = request.params
    const { limit = 20, cursor } = request.query
    const before = cursor === undefined ? undefined : readCursor(cursor, id)
    const { rows, more } = await listRevisions(db, id, { before, limit })
    const last = rows.at(-1)
    const next =
      more && last
        ? `${address(id)}?limit=${limit}&cursor=${encodeCursor({ id, before: last.version }, cursorKey)}`
        : null
    if (next) reply.header('link', linkHeader({ next }))
    if (notModified(request, reply, `W/"${rows[0]?.version ?? 0}-${last?.version ?? 0}"`)) return reply
    return { items: rows.map(entry), page: { next, prev: null, limit, total: null } }
  })

  app.get('/v1/agreements/:id/revisions/:version', { schema: findRevisionSchema }, async (request, reply) => {
    const row = await findVersion(db, request.params.id, Number(request.params.version))
    const document = documentOf(row)
    const type = preferredType(request.headers.accept, Object.values(citationTypes)) as string
    const permalink = address(row.agreementId, row.version)
    reply.headers({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept',
      link: linkHeader({
        permalink,
        canonical: permalink,
        'latest-version': `${publicUrl}/v1/agreements/${row.agreementId}`,
        'predecessor-version': row.version > 1 ? address(row.agreementId, row.version - 1) : null,
        'version-history': address(row.agreementId)
      })
    })
    if (notModified(request, reply, `"${row.version}.${type === citationTypes.json ? 'json' : type}"`)) return reply
    reply.type(`${type}; charset=utf-8`)
    if (type === citationTypes.json)
      return reply.send(`${document.slice(0, -1)},"revision":${JSON.stringify(entry(row))}}`)
    const { id, title } = JSON.parse(document)
    // A citation is read elsewhere, where an address without a host leads nowhere.
    const url = new URL(permalink, `${request.protocol}://${request.host}`).href
    const citation = citationOf({ id, title, version: row.version, recordedAt: row.recordedAt, url })
    return reply.send(type === citationTypes.csl ? JSON.stringify(citation) : toBibtex(citation))
  })

  app.get(
    '/v1/agreements/:id/diff',
    { schema: diffAgreementSchema, config: { checkQuery: diffFaults } },
    async (request, reply) => {
      const { from, to } = await twoVersions(request.params.id, request.query)
      const before = JSON.parse(documentOf(from))
      const after = JSON.parse(documentOf(to))
      const type = preferredType(request.headers.accept, Object.values(diffTypes)) as string
      reply.type(type)
      if (type === diffTypes.patch) return createPatch(before, after, replaceLongLists)
      return { from: from.version, to: to.version, changes: diff(before, after) }
    }
  )

  function readCursor(cursor: string, id: string): number {
    const read = decodeCursor(cursor, cursorKey) as { id?: unknown; before: number }
    if (read.id === id) return read.before
    const detail = 'This cursor was given for another list. Begin again without it.'
    throw problem('invalid-cursor', { errors: [{ parameter: 'cursor', code: 'other_list', detail }] })
  }

  function diffFaults({ from, to, knownAt = [] }: DiffQuery): FieldError[] {
    const faults = knownAt.flatMap(moment => clockFaults({ knownAt: moment }, now()))
    const [first, second] = faults.length > 0 ? [] : knownAt.map(moment => momentOf(moment, now()))
    if (first && second && first > second) faults.push(backwards('knownAt'))
    if (from !== undefined && to !== undefined && from > to) faults.push(backwards('from'))
    if (knownAt.length > 0 && (from !== undefined || to !== undefined)) faults.push(mixed)
    return faults
  }

  async function twoVersions(id: string, query: DiffQuery): Promise<{ from: VersionRow; to: VersionRow }> {
    if (query.knownAt) {
      const [first, second] = query.knownAt.map(knownAt => momentOf(knownAt, now())) as [Date, Date]
      await awaitWriters(db, second, now())
      return { from: await findVersionAt(db, id, first), to: await findVersionAt(db, id, second) }
    }
    const newest = await findNewest(db, id)
    if (!newest) throw notFound(id)
    const to = query.to ?? newest.version
    const from = query.from ?? Math.max(to - 1, 1)
    return { from: await findVersion(db, id, from), to: await findVersion(db, id, to) }
  }
}

/** @throws ApiProblem gone for a version that is a deletion */
function documentOf({ document, agreementId, version }: VersionRow): string {
  if (document !== null) return document
  throw problem('gone', { detail: `Version ${version} of ${agreementId} is its deletion and holds no record.` })
}

/** The shortest way between two lists takes time that grows with the product of their lengths. */
const LONGEST_COMPARED = 50

const replaceLongLists: Parameters<typeof createPatch>[2] = (before, after, path) =>
  Array.isArray(before) && Array.isArray(after) && Math.max(before.length, after.length) > LONGEST_COMPARED
    ? isDeepStrictEqual(before, after)
      ? []
      : [{ op: 'replace', path: path.toString(), value: after }]
    : undefined

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
