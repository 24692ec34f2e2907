import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import mergePatch from 'json-merge-patch'
import type { Database, Db } from '../../database/client.ts'
import { readIfMatch } from '../../http/output/preconditions.ts'
import { sendWritten } from '../../http/output/preferences.ts'
import { type FieldError, problem } from '../../problems.ts'
import { complete } from '../../record/complete.ts'
import { today as dayOf, latestToday } from '../../record/dates.ts'
import { identifier } from '../../record/identifier.ts'
import { type Agreement, type AgreementInput, recordSchemas } from '../../record/schema/agreement.ts'
import { namesOf } from '../../record/schema/resolve.ts'
import { compileValidator } from '../../validation/strict.ts'
import { agreementPath } from '../addresses.ts'
import { clocksOf, echoOf } from '../clocks.ts'
import { derivedOf, withoutDerived } from '../derived-members.ts'
import { type Content, contentOf } from '../deriving.ts'
import { type Draft, saysTheSame } from '../drafting.ts'
import { recordTag } from '../entity-tags.ts'
import { storedRowOf } from '../mapping.ts'
import {
  alreadyThere,
  holdsNothing,
  ifMatchMissing,
  ifNoneMatchMissing,
  notFound,
  nothingToMatch
} from '../refusals.ts'
import { type RevisionRow, recordText, type VersionRow } from '../revision-text.ts'
import { AgreementPatch, AgreementReplacement, ReplacementBody } from '../schemas.ts'
import { completeAfter } from '../store-ids.ts'
import { findNewest, getVersion } from '../store-revision.ts'
import { draftRevision, unlessOvertaken, writeRevision } from '../store-save.ts'
import { createExamples, patchExamples, replaceExamples } from './examples.ts'
import { assertMatch, assertNew, existing, isCreateOnly, type Present, requireIfMatch } from './expectations.ts'
import { createSchema, deleteSchema, patchSchema, replaceSchema, restoreSchema, type WriteQuery } from './schemas.ts'
import { derivedFaults } from './store.ts'

// POST   /v1/agreements                                       create
// PUT    /v1/agreements/{id}                                  replace, or create
// PATCH  /v1/agreements/{id}                                  change members
// DELETE /v1/agreements/{id}                                  delete
// POST   /v1/agreements/{id}/revisions/{version}/restore      restore
//
// Each is the same straight line: find the newest revision, decide on the next record, check and derive it, save it.

export interface WriteOptions {
  database: Database
  now: () => Date
  publicUrl: string
}

type WriteRequest = FastifyRequest<{ Querystring: WriteQuery }>

const problemsOf = compileValidator(recordSchemas, ReplacementBody)
/** Who changes or deletes has seen what is there; its own status says so where `If-Match` is missing. */
const seen = { required: ['if-match'] }

const misnamed = compileValidator([], namesOf(ReplacementBody))

/** All that changes agreements. */
export function registerWriting(root: FastifyInstance, { database, now, publicUrl }: WriteOptions): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = { scope: 'write' } as const
  const { db } = database

  app.post(
    '/v1/agreements',
    { config: { ...config, takesIdempotencyKey: true, requestExamples: createExamples }, schema: createSchema },
    (request, reply) =>
      unlessOvertaken(async attempt => {
        const { body } = request
        const id = body.id ?? (await freeId(body))
        const draft = await draftOf('create', id, undefined, complete({ ...body, id }))
        // Mostly the id is new. Who was overtaken looks, and last, so that no record is sent back once more for its own faults.
        if (attempt > 1 && body.id !== undefined) assertNew(id, await findNewest(db, id))
        return save(request, reply, draft)
      })
  )

  app.put(
    '/v1/agreements/:id',
    {
      config: { ...config, requestExamples: replaceExamples, documented: { body: AgreementReplacement } },
      schema: replaceSchema
    },
    (request, reply) => {
      const { id } = request.params
      const ifMatch = readIfMatch(request.headers['if-match'])
      const createOnly = isCreateOnly(request.headers['if-none-match'])
      return unlessOvertaken(async () => {
        const current = await findNewest(db, id)
        if (!ifMatch && !createOnly) {
          if (!current) throw ifNoneMatchMissing(id)
          // What was deleted can be met by no condition.
          existing(id, current)
          throw ifMatchMissing()
        }
        if (ifMatch && !current) throw nothingToMatch(id)
        if (ifMatch) assertMatch(ifMatch, existing(id, current))
        if (createOnly && current?.document) throw alreadyThere(id)
        const next = await replacement(id, ifMatch && (current as Present), request.body)
        if (current && ifMatch && saysTheSame(current, next))
          return answer(request, reply, current, await contentOf(next))
        const draft = await draftOf(ifMatch ? 'update' : 'create', id, current, next)
        if (!ifMatch) assertNew(id, current)
        return save(request, reply, draft)
      })
    }
  )

  /** The newest revision, where it is there and is what the request expects. */
  async function expected(id: string, headers: FastifyRequest['headers']): Promise<Present> {
    const createOnly = isCreateOnly(headers['if-none-match'])
    const ifMatch = requireIfMatch(headers['if-match'])
    const current = existing(id, await findNewest(db, id))
    assertMatch(ifMatch, current)
    if (createOnly) throw alreadyThere(id)
    return current
  }

  app.patch(
    '/v1/agreements/:id',
    {
      config: { ...config, requestExamples: patchExamples, documented: { body: AgreementPatch, ...seen } },
      schema: patchSchema
    },
    (request, reply) => {
      const { id } = request.params
      return unlessOvertaken(async () => {
        const current = await expected(id, request.headers)
        const next = await replacement(id, current, merged(current, request.body as object))
        if (saysTheSame(current, next)) return answer(request, reply, current, await contentOf(next))
        return save(request, reply, await draftOf('update', id, current, next))
      })
    }
  )

  app.delete(
    '/v1/agreements/:id',
    { config: { ...config, documented: seen }, schema: deleteSchema },
    (request, reply) => {
      const { id } = request.params
      return unlessOvertaken(async () => {
        const current = await expected(id, request.headers)
        return save(request, reply, await draftOf('delete', id, current, undefined))
      })
    }
  )

  app.post(
    '/v1/agreements/:id/revisions/:version/restore',
    { config: { ...config, takesIdempotencyKey: true }, schema: restoreSchema },
    (request, reply) => {
      const { id } = request.params
      const version = Number(request.params.version)
      const createOnly = isCreateOnly(request.headers['if-none-match'])
      const ifMatch = readIfMatch(request.headers['if-match'])
      return unlessOvertaken(async () => {
        const current = await findNewest(db, id)
        if (!current) throw notFound(id)
        const { document } = await getVersion(db, id, version)
        if (document === null) throw holdsNothing(id, version)
        // Nothing can be overwritten unseen where there is nothing; but a tag that is sent must match.
        if (ifMatch || current.document !== null) assertMatch(ifMatch, current)
        if (createOnly && current.document !== null) throw alreadyThere(id)
        const next = JSON.parse(document) as Agreement
        if (saysTheSame(current, next)) return answer(request, reply, current, await contentOf(next))
        return save(request, reply, await draftOf('restore', id, current, next))
      })
    }
  )

  const draftOf = (
    operation: Draft['operation'],
    id: string,
    current: VersionRow | undefined,
    next: Agreement | undefined
  ) => draftRevision(db, { id, current, next, operation, today: latestToday(now()) })

  /** An id made from the record that no agreement has. */
  async function freeId(body: AgreementInput): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const id = identifier(body, attempt)
      if (!(await findNewest(db, id))) return id
    }
  }

  /** The record to which a merge patch leads (RFC 7396), with the derived members as they were sent. */
  function merged({ document }: Present, patch: object): ReplacementBody {
    // What is derived is compared as it was sent: merged, its nulls would be taken for removals.
    const merged = mergePatch.apply(JSON.parse(document), withoutDerived(patch)) as ReplacementBody
    const unknown = misnamed(patch)
    const isNamed = ({ pointer }: FieldError) => unknown.some(fault => fault.pointer === pointer)
    const errors = [...unknown, ...problemsOf(merged).filter(fault => !isNamed(fault))]
    if (errors.length > 0) throw problem('invalid-record', { errors })
    return { ...merged, ...(derivedOf(patch) as object) }
  }

  /** The complete form of a record that takes the place of the current one, where there is one. */
  async function replacement(id: string, current: Present | undefined, body: ReplacementBody): Promise<Agreement> {
    const input = withoutDerived(body) as AgreementInput
    const errors = await derivedFaults(db, current, body, { now: now(), publicUrl })
    if (input.id !== undefined && input.id !== id) {
      const detail = `The id is ${JSON.stringify(input.id)} here and ${JSON.stringify(id)} in the address. An id never changes; leave it out.`
      errors.push({ pointer: '/id', code: 'immutable', detail })
    }
    if (errors.length > 0) throw problem('invalid-record', { errors })
    return completeAfter(db, current, { ...input, id })
  }

  /** Saves what was drafted, and answers with the record as it is then. */
  async function save(request: WriteRequest, reply: FastifyReply, draft: Draft): Promise<FastifyReply> {
    const { dryRun = false, cause = null, note = null } = request.query
    const by = { actor: request.caller?.name as string, cause, note }
    const { content, id, operation } = draft
    const status = operation === 'create' && !dryRun ? 201 : 200
    const location = operation === 'create' ? publicUrl + agreementPath(id) : null
    const { remember } = request
    const afterwards =
      content && remember && !dryRun
        ? (tx: Db, saved: RevisionRow) => remember(tx, { status, location, ...written(saved, content) })
        : undefined
    const revision = await writeRevision(database, { draft, by, today: dayOf(now()) }, { dryRun, afterwards })
    if (!content) return reply.code(204).send()
    if (location !== null && !dryRun) reply.header('location', location)
    return answer(request, reply.code(status), revision, content)
  }

  function answer(request: WriteRequest, reply: FastifyReply, revision: RevisionRow, content: Content): FastifyReply {
    const { etag, body } = written(revision, content)
    // What a dry run shows is nowhere to be found.
    if (!request.query.dryRun) reply.header('etag', etag)
    return sendWritten(request, reply, body)
  }

  /** The record as it is today, from what was written and not read once more. */
  function written(revision: RevisionRow, content: Content): { etag: string; body: string } {
    const today = dayOf(now())
    const { row, asOf } = storedRowOf(revision, content, today)
    const echo = echoOf(clocksOf(today, asOf))
    return { etag: recordTag(row, echo), body: recordText(row, echo) }
  }
}
