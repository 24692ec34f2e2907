import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import type { Db } from '../../database/client.ts'
import { awaitWriters } from '../../database/write.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { explainStatus } from '../../record/status/explain.ts'
import { type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import { listIntervals } from '../history/store.ts'
import { recordText, tagOf } from '../revision-text.ts'
import type { AgreementRecord } from '../schemas.ts'
import { presentAgreement } from '../store-revision.ts'
import { getStatusSchema } from './schemas.ts'

/** The status of an agreement with its reasons, and its course over time. */
export function registerStatus(root: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  const checkQuery = (query: ClocksQuery) => clockFaults(query, now())

  app.get('/v1/agreements/:id/status', { schema: getStatusSchema, config: { checkQuery } }, async (request, reply) => {
    const clocks = resolveClocks(request.query, now())
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, now())
    const row = await presentAgreement(db, request.params.id, clocks)
    const echo = echoOf(clocks)
    if (notModified(request, reply, tagOf(row, echo))) return reply
    const record = JSON.parse(recordText(row, echo)) as AgreementRecord
    return {
      status: record.status,
      explanation: explainStatus(record, clocks)?.explanation,
      timeline: (await listIntervals(db, row.seq, clocks.reportedBy)).map(({ validFrom, validTo, ...state }) => ({
        from: validFrom === '-infinity' ? null : validFrom,
        to: validTo === 'infinity' ? null : validTo,
        ...state
      }))
    }
  })
}
