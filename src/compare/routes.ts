import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { listIntervals } from '../agreements/store-intervals.ts'
import { awaitWriters } from '../database/awaiting-writers.ts'
import type { Db } from '../database/client.ts'
import { jsonType, sendText } from '../http/output/texts.ts'
import { alignMembers, alignProvisions, mergeCourses } from './comparison.ts'
import { comparisonSchemas, getComparisonSchema } from './schemas.ts'
import { getAgreements } from './store.ts'

/** GET /v1/compare: agreements side by side. */
export function registerComparison(root: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  for (const schema of comparisonSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }

  app.get('/v1/compare', { schema: getComparisonSchema, config }, async (request, reply) => {
    const { query } = request
    const moment = now()
    const clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    const found = await getAgreements(db, query.id, clocks)
    const records = found.map(row => JSON.parse(recordText(row, echo)) as AgreementRecord)
    const courses = await Promise.all(found.map(({ seq }) => listIntervals(db, seq, clocks.reportedBy)))
    const text = JSON.stringify({
      agreements: records.map(({ id, title, status, revision }) => ({
        id,
        title,
        label: status.label,
        version: revision.version
      })),
      members: alignMembers(records),
      provisions: alignProvisions(records),
      course: mergeCourses(courses),
      clocks: echo
    })
    return sendText(request, reply, { text, type: jsonType })
  })
}
