import { createHash } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../../database/client.ts'
import { awaitWriters } from '../../database/write.ts'
import { linkHeader } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { statusCodeVersion } from '../../record/status/intervals.ts'
import { type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import type { ListQuery } from '../parameters.ts'
import { itemsText, recordText, tagOf } from '../revision-text.ts'
import { parameterFaults } from '../selection/parameters.ts'
import { presentAgreement } from '../store-revision.ts'
import { findAgreementSchema, listAgreementsSchema } from '../write/schemas.ts'
import { pageLinks, readCursor } from './paging.ts'
import { defaultSort, parseSort, type SortKey, sortFaults } from './sort.ts'
import { countAgreements, listAgreements } from './store.ts'

export interface ReadOptions {
  db: Db
  now: () => Date
  /** Signs cursors; one for all processes on a database. */
  cursorKey: string
  /** Put before the links of answers; empty for relative ones. */
  publicUrl: string
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** GET of the collection and of one agreement. Answers are stored text, so nothing is serialised here. */
export function registerReading(root: FastifyInstance, { db, now, cursorKey, publicUrl }: ReadOptions): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  const ofClocks = (query: ClocksQuery) => clockFaults(query, now())
  const ofList = (query: ListQuery) => [...parameterFaults(query), ...sortFaults(query), ...ofClocks(query)]

  app.get(
    '/v1/agreements',
    { schema: listAgreementsSchema, config: { checkQuery: ofList } },
    async (request, reply) => {
      const { query } = request
      const sort = parseSort(query.sort ?? defaultSort) as SortKey[]
      const from = readCursor(query, cursorKey)
      const clocks = resolveClocks(query, now())
      if (from) {
        clocks.asOf = from.asOf
        clocks.knownAt = from.knownAt === null ? null : new Date(from.knownAt)
      }
      if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, now())
      const { view = 'summary', limit = 20 } = query
      const { rows, more, lastWrite } = await listAgreements(db, { clocks, filters: query, sort, limit, view, from })
      const total = query.total ? await countAgreements(db, clocks, query, lastWrite) : null
      const echo = echoOf(clocks)
      const links = pageLinks(
        query,
        clocks,
        { from, first: rows[0]?.sortValues, last: rows.at(-1)?.sortValues, more, lastWrite },
        cursorKey
      )
      const page = {
        next: links.next && publicUrl + links.next,
        prev: links.prev && publicUrl + links.prev,
        limit,
        total
      }
      // Every item is decided by its revision and its interval, so these stand for the whole body, but for the last write in
      // its links: a client that holds the same items may go on from the write that it knows.
      const beside = [total, page.next !== null, page.prev !== null]
      const parts = [statusCodeVersion, request.url, echo, beside, rows.map(row => [row.seq, row.ordinal])]
      const tag = `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
      reply.header('link', linkHeader({ next: page.next, prev: page.prev }))
      if (notModified(request, reply, tag)) return reply
      return reply
        .type(JSON_TYPE)
        .send(`{"items":[${itemsText(rows, echo)}],"page":${JSON.stringify(page)},"clocks":${JSON.stringify(echo)}}`)
    }
  )

  app.get(
    '/v1/agreements/:id',
    { schema: findAgreementSchema, config: { checkQuery: ofClocks } },
    async (request, reply) => {
      const clocks = resolveClocks(request.query, now())
      if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, now())
      const row = await presentAgreement(db, request.params.id, clocks)
      const echo = echoOf(clocks)
      if (notModified(request, reply, tagOf(row, echo))) return reply
      return reply.type(JSON_TYPE).send(recordText(row, echo))
    }
  )
}
