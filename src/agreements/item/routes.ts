import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../database/client.ts'
import { awaitWriters } from '../../database/write.ts'
import { bytesOf } from '../../http/output/bytes.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { explainStatus } from '../../record/status/explain.ts'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import { recordTag, reportTag } from '../entity-tags.ts'
import { recordText, recordTexts } from '../revision-text.ts'
import type { AgreementRecord } from '../schemas.ts'
import { listIntervals } from '../store-intervals.ts'
import { findMarks, findNewest, getAgreement } from '../store-revision.ts'
import { getAgreementSchema, getStatusSchema, statusReportSchemas } from './schemas.ts'
import { listRecordings, listReports } from './store.ts'

// GET /v1/agreements/{id}          the record
// GET /v1/agreements/{id}/status   its status with the reasons, and its course over time

type ItemRequest = Pick<
  FastifyRequest<{ Params: { id: string }; Querystring: ClocksQuery }>,
  'params' | 'query' | 'headers'
>

/** One agreement, at the clocks of the request. */
export function registerItem(root: FastifyInstance, { db, now }: { db: Db; now: () => Date }): void {
  for (const schema of statusReportSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }

  /** The agreement as it is to be read at the clocks of a request; undefined where the client holds it and has been told so. */
  async function read(request: ItemRequest, reply: FastifyReply, tagOf = recordTag) {
    const { params, query, headers } = request
    const moment = now()
    const clocks: Clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    // Who asks whether it has changed mostly holds what is there, and then its texts need not be read.
    const marks = headers['if-none-match'] === undefined ? undefined : await findMarks(db, params.id, clocks)
    if (marks && notModified(request, reply, tagOf(marks, echo))) return undefined
    const row = await getAgreement(db, params.id, clocks)
    return notModified(request, reply, tagOf(row, echo)) ? undefined : { clocks, echo, row }
  }

  app.get('/v1/agreements/:id', { schema: getAgreementSchema, config }, async (request, reply) => {
    const found = await read(request, reply)
    if (!found) return reply
    const { echo, row } = found
    return reply.type('application/json; charset=utf-8').send(bytesOf(recordTexts(row, JSON.stringify(echo))))
  })

  app.get('/v1/agreements/:id/status', { schema: getStatusSchema, config }, async (request, reply) => {
    const { id } = request.params
    // The record at its newest is tagged by that already.
    const newest = request.query.knownAt === undefined ? undefined : await findNewest(db, id)
    const found = await read(request, reply, newest && ((marks, echo) => reportTag(marks, echo, newest.version)))
    if (!found) return reply
    const { clocks, echo, row } = found
    const record = JSON.parse(recordText(row, echo)) as AgreementRecord
    const [intervals, reports, recordings] = await Promise.all([
      listIntervals(db, row.seq, clocks.reportedBy),
      listReports(db, row.seq, clocks.asOf),
      listRecordings(db, id, clocks)
    ])
    return {
      status: record.status,
      explanation: explainStatus(record, clocks),
      timeline: intervals.map(({ validFrom, validTo, ...state }) => ({
        from: validFrom === '-infinity' ? null : validFrom,
        to: validTo === 'infinity' ? null : validTo,
        ...state
      })),
      changes: {
        asOf: intervals.map(({ validFrom }) => validFrom).filter(day => day !== '-infinity'),
        reportedBy: reports,
        knownAt: recordings.map(moment => moment.toISOString())
      }
    }
  })
}
