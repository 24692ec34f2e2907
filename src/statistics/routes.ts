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
import { jsonType, sendText } from '../http/output/texts.ts'
import { getStatisticsSchema, type StatisticsQuery, statisticsSchemas } from './schemas.ts'
import { rowsOf, statisticColumns, statisticsOf } from './statistics.ts'
import { countFigures } from './store.ts'

const types = { json: 'application/json', csv: csvType }

/** GET /v1/statistics: what the agreements that the filters name come to. */
export function registerStatistics(root: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  for (const schema of statisticsSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = {
    checkQuery: (query: StatisticsQuery) => [...filterFaults(query), ...clockFaults(query, now())],
    documented: documentedFilters
  }

  app.get('/v1/statistics', { schema: getStatisticsSchema, config }, async (request, reply) => {
    const { query } = request
    const moment = now()
    const clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    const beginning = await beginningAfter(db, clocks)
    const statistics = statisticsOf(await countFigures(db, clocks, query))
    const isCsv = formatOf(request, types) === 'csv'
    const text = isCsv
      ? csvOf(statisticColumns, rowsOf(statistics))
      : JSON.stringify({ ...statistics, description: describe(query, echo, { beginning }), clocks: echo })
    if (isCsv) reply.header('content-disposition', attachment(`statistics-${clocks.asOf}.csv`))
    return sendText(request, reply, { text, type: isCsv ? csvContentType : jsonType })
  })
}
