import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { describe } from '../agreements/selection/describe.ts'
import { documentedFilters, filterFaults } from '../agreements/selection/parameters.ts'
import { beginningAfter } from '../agreements/selection/store-beginning.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { formatOf } from '../http/input/negotiation.ts'
import { csvContentType, csvOf, csvType } from '../http/output/csv.ts'
import { attachment } from '../http/output/headers.ts'
import { sendText } from '../http/output/texts.ts'
import { networkOf, tableColumns, tableOf } from './network.ts'
import { getNetworkSchema, type NetworkQuery, networkSchemas } from './schemas.ts'
import { listLinked } from './store.ts'

const types = {
  json: 'application/json',
  graphml: 'application/graphml+xml',
  gexf: 'application/gexf+xml',
  csv: csvType
}

/** GET /v1/network: who sends people to whom. */
export function registerNetwork(root: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  for (const schema of networkSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = {
    checkQuery: (query: NetworkQuery) => [...filterFaults(query), ...clockFaults(query, now())],
    documented: documentedFilters
  }

  app.get('/v1/network', { schema: getNetworkSchema, config }, async (request, reply) => {
    const { query } = request
    const moment = now()
    const clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    const beginning = await beginningAfter(db, clocks)
    const network = networkOf(await listLinked(db, clocks, query))
    const format = formatOf(request, types)
    const texts = {
      json: () => JSON.stringify({ ...network, description: describe(query, echo, { beginning }), clocks: echo }),
      // Loaded by the first who asks for it: no start should wait for that.
      graphml: async () => (await import('./xml.ts')).graphmlOf(network),
      gexf: async () => (await import('./xml.ts')).gexfOf(network, clocks.asOf),
      csv: () => csvOf(tableColumns, tableOf(network))
    }
    const text = await texts[format]()
    if (format !== 'json') reply.header('content-disposition', attachment(`network-${clocks.asOf}.${format}`))
    const type = format === 'csv' ? csvContentType : `${types[format]}; charset=utf-8`
    return sendText(request, reply, { text, type })
  })
}
