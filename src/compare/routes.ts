import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../agreements/clocks.ts'
import { recordText } from '../agreements/revision-text.ts'
import type { AgreementRecord } from '../agreements/schemas.ts'
import { listIntervals } from '../agreements/store-intervals.ts'
import { getAgreement } from '../agreements/store-revision.ts'
import type { Db } from '../database/client.ts'
import { awaitWriters } from '../database/write.ts'
import { notModified, textTag } from '../http/output/preconditions.ts'
import { ApiProblem } from '../problems.ts'
import { alignMembers, alignProvisions, mergeCourses } from './comparison.ts'
import { comparisonSchemas, getComparisonSchema } from './schemas.ts'

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
    const found = await Promise.allSettled(query.id.map(id => read(id, clocks)))
    // Of several that cannot be read the first one is named.
    const readings = found.map(result => {
      if (result.status === 'rejected') throw result.reason
      return result.value
    })
    const records = readings.map(({ row }) => JSON.parse(recordText(row, echo)) as AgreementRecord)
    const text = JSON.stringify({
      agreements: records.map(({ id, title, status, revision }) => ({
        id,
        title,
        label: status.label,
        version: revision.version
      })),
      members: alignMembers(records),
      provisions: alignProvisions(records),
      course: mergeCourses(readings.map(({ course }) => course)),
      clocks: echo
    })
    if (notModified(request, reply, textTag(text))) return reply
    return reply.type('application/json; charset=utf-8').send(text)
  })

  async function read(id: string, clocks: Clocks) {
    const row = await getAgreement(db, id, clocks).catch(error => {
      throw naming(id, error)
    })
    return { row, course: await listIntervals(db, row.seq, clocks.reportedBy) }
  }
}

/** A problem that says of which of several agreements it speaks. */
function naming(id: string, error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.detail.includes(id)) return error
  const { code, detail, errors, headers } = error
  return new ApiProblem(code, { detail: `${id}: ${detail}`, ...(errors && { errors }), headers })
}
