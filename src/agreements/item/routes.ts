import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { awaitWriters } from '../../database/awaiting-writers.ts'
import type { Db } from '../../database/client.ts'
import { recordSchemaPath } from '../../http/documentation/record-schema.ts'
import { bytesOf } from '../../http/output/bytes.ts'
import { addressOf, linkHeader } from '../../http/output/pagination.ts'
import { notModified } from '../../http/output/preconditions.ts'
import { jsonType } from '../../http/output/texts.ts'
import { type FieldError, problem } from '../../problems.ts'
import { dayOrNull, isOpen } from '../../record/dates.ts'
import { explainStatus } from '../../record/status/explain.ts'
import { agreementPath, revisionsPath } from '../addresses.ts'
import { type Clocks, type ClocksQuery, clockFaults, echoOf, resolveClocks } from '../clocks.ts'
import { recordTag, reportTag } from '../entity-tags.ts'
import { httpDate, mementoLink, mementoLinks, readAcceptDatetime } from '../memento.ts'
import { recordText, recordTexts } from '../revision-text.ts'
import type { AgreementRecord } from '../schemas.ts'
import { listIntervals } from '../store-intervals.ts'
import { findFirstRecorded, findMarks, findNewest, getAgreement } from '../store-revision.ts'
import { getAgreementSchema, getStatusSchema, statusReportSchemas } from './schemas.ts'
import { listRecordings, listReports } from './store.ts'

const notDatetime: FieldError = {
  header: 'Accept-Datetime',
  code: 'invalid_moment',
  detail: 'It is no date of HTTP, such as "Thu, 26 Nov 2026 12:00:00 GMT" (RFC 7089, section 2.1.1).'
}

// GET /v1/agreements/{id}          the record
// GET /v1/agreements/{id}/status   its status with the reasons, and its course over time

type ItemRequest = Pick<
  FastifyRequest<{ Params: { id: string }; Querystring: ClocksQuery }>,
  'params' | 'query' | 'headers'
>

export interface ItemOptions {
  db: Db
  now: () => Date
  /** Put before the addresses in headers; empty for relative ones. */
  publicUrl: string
}

/** One agreement, at the clocks of the request. */
export function registerItem(root: FastifyInstance, { db, now, publicUrl }: ItemOptions): void {
  for (const schema of statusReportSchemas) root.addSchema(schema)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = { checkQuery: (query: ClocksQuery) => clockFaults(query, now()) }

  /** The agreement as it is to be read at the clocks of a request; undefined where the client holds it and has been told so. */
  async function read({ params, query, headers }: ItemRequest, reply: FastifyReply, tagOf = recordTag) {
    const moment = now()
    const clocks: Clocks = resolveClocks(query, moment)
    if (clocks.knownAt) await awaitWriters(db, clocks.knownAt, moment)
    const echo = echoOf(clocks)
    // Who asks whether it has changed mostly holds what is there, and then its texts need not be read.
    const marks = headers['if-none-match'] === undefined ? undefined : await findMarks(db, params.id, clocks)
    if (marks && notModified({ headers }, reply, tagOf(marks, echo))) return undefined
    const row = await getAgreement(db, params.id, clocks)
    return notModified({ headers }, reply, tagOf(row, echo)) ? undefined : { clocks, echo, row }
  }

  /** `Accept-Datetime` is `knownAt` in a header. Before the first revision it means that one (RFC 7089, section 4.5.3). */
  async function knownAtOf({ params, query, headers }: ItemRequest): Promise<string | undefined> {
    const text = headers['accept-datetime']
    if (text === undefined || query.knownAt !== undefined) return query.knownAt
    const asked = readAcceptDatetime(String(text))
    if (!asked) throw problem('invalid-parameter', { errors: [notDatetime] })
    const first = (await findFirstRecorded(db, params.id)) ?? asked
    return new Date(Math.min(Math.max(asked.getTime(), first.getTime()), now().getTime())).toISOString()
  }

  app.get('/v1/agreements/:id', { schema: getAgreementSchema, config }, async (request, reply) => {
    const { params, query, headers } = request
    const { id } = params
    const knownAt = await knownAtOf(request)
    reply.headers({ vary: 'Accept, Authorization, Accept-Datetime', link: linksOf(id) })
    const found = await read({ params, query: { ...query, ...(knownAt && { knownAt }) }, headers }, reply)
    if (!found) return reply
    const { echo, row } = found
    if (knownAt !== undefined) {
      const { version, recordedAt } = (JSON.parse(recordText(row, echo)) as AgreementRecord).revision
      const memento = { version, recordedAt: new Date(recordedAt) }
      reply.headers({
        'memento-datetime': httpDate(memento.recordedAt),
        'content-location': publicUrl + addressOf(agreementPath(id), { ...query, asOf: echo.asOf, knownAt }),
        link: `${linksOf(id)}, ${mementoLink(id, memento, publicUrl)}`
      })
    }
    return reply.type(jsonType).send(bytesOf(recordTexts(row, JSON.stringify(echo))))
  })

  const described = linkHeader({
    describedby: publicUrl + recordSchemaPath,
    'service-desc': `${publicUrl}/openapi.json`
  })
  const linksOf = (id: string) =>
    `${linkHeader({ ...mementoLinks(id, publicUrl), 'version-history': publicUrl + revisionsPath(id) })}, ${described}`

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
        from: dayOrNull(validFrom),
        to: dayOrNull(validTo),
        ...state
      })),
      changes: {
        asOf: intervals.map(({ validFrom }) => validFrom).filter(day => !isOpen(day)),
        reportedBy: reports,
        knownAt: recordings.map(moment => moment.toISOString())
      }
    }
  })
}
