import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../../database/client.ts'
import { awaitWriters } from '../../database/write.ts'
import { bytesOf } from '../../http/output/bytes.ts'
import { linkHeader } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { limits } from '../../limits.ts'
import { clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import { pageTag } from '../entity-tags.ts'
import { recordText, recordTexts } from '../revision-text.ts'
import { filterFaults } from '../selection/parameters.ts'
import { countFacet } from '../selection/store-facets.ts'
import { fieldFaults, fieldsOf, picked, viewFor } from './fields.ts'
import { pageLinks, readCursor } from './paging.ts'
import { type ListQuery, listAgreementsSchema } from './schemas.ts'
import { sortFaults, sortKeys } from './sort.ts'
import { countAgreements, listAgreements } from './store.ts'

export interface ListOptions {
  db: Db
  now: () => Date
  /** Signs cursors; one for all processes on a database. */
  cursorKey: string
  /** Put before the links of answers; empty for relative ones. */
  publicUrl: string
}

/** GET /v1/agreements. The answer is stored text, so nothing is serialised here. */
export function registerList(root: FastifyInstance, { db, now, cursorKey, publicUrl }: ListOptions): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const checkQuery = (query: ListQuery) => [
    ...filterFaults(query),
    ...sortFaults(query),
    ...fieldFaults(query),
    ...clockFaults(query, now())
  ]

  app.get('/v1/agreements', { schema: listAgreementsSchema, config: { checkQuery } }, async (request, reply) => {
    const { query } = request
    const { limit = limits.page.default, facet = [] } = query
    const fields = fieldsOf(query)
    const view = viewFor(query)
    const moment = now()
    const sort = sortKeys(query)
    const from = readCursor(query, cursorKey)
    const clocks = resolveClocks(query, moment, from)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const { rows, more, lastWrite } = await listAgreements(db, { clocks, filters: query, sort, limit, view, from })
    const total = query.total ? await countAgreements(db, clocks, query, lastWrite) : null
    const counts = await Promise.all(
      [...new Set(facet)].map(async name => [name, await countFacet(db, clocks, query, name)] as const)
    )
    const facets = facet.length > 0 ? `"facets":${JSON.stringify(Object.fromEntries(counts))},` : ''
    const echo = echoOf(clocks)
    const ends = { from, first: rows[0]?.sortValues, last: rows.at(-1)?.sortValues, more, lastWrite }
    const { next, prev, cursor } = pageLinks(query, clocks, ends, { cursorKey, publicUrl })
    const page = { next, prev, cursor, limit, total }
    reply.header('link', linkHeader({ next, prev }))
    if (notModified(request, reply, pageTag(request.url, echo, { ...page, facets }, rows))) return reply
    const clocksText = JSON.stringify(echo)
    const items = rows.flatMap((row, i) => [
      i > 0 ? ',' : '',
      ...(fields ? [picked(recordText(row, echo), fields)] : recordTexts(row, clocksText))
    ])
    const rest = `],${facets}"page":${JSON.stringify(page)},"clocks":${clocksText}}`
    return reply.type('application/json; charset=utf-8').send(bytesOf(['{"items":[', ...items, rest]))
  })
}
