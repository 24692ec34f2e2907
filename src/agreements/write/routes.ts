import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import mergePatch from 'json-merge-patch'
import type { Database } from '../../database/client.ts'
import type { Write } from '../../database/write.ts'
import { readIfMatch, readIfNoneMatch } from '../../http/output/preconditions.ts'
import { type FieldError, problem } from '../../problems.ts'
import { complete } from '../../record/complete.ts'
import { today as dayOf } from '../../record/dates.ts'
import { identifier } from '../../record/identifier.ts'
import { keepIds, lacksIds } from '../../record/ids.ts'
import { type Agreement, type AgreementInput, recordSchemas } from '../../record/schema/agreement.ts'
import { namesOf } from '../../record/schema/walk.ts'
import { compileValidator } from '../../validation/strict.ts'
import { clocksOf, echoOf } from '../clocks.ts'
import { restoreSchema } from '../history/schemas.ts'
import { findUsedIds, findVersion } from '../history/store.ts'
import type { WriteQuery } from '../parameters.ts'
import { assertMatch, existing, ifMatchMissing, notFound, type Present } from '../refusals.ts'
import { recordText, tagOf } from '../revision-text.ts'
import { AgreementReplacement } from '../schemas.ts'
import { parameterFaults } from '../selection/parameters.ts'
import { derivedFaults } from '../store-derived.ts'
import { presentAgreement } from '../store-revision.ts'
import { type Command, findNewest, saveAgreement, writeAgreements } from '../store-save.ts'
import { derivedOf, withoutDerived } from './derived.ts'
import { createExamples, patchExamples, replaceExamples } from './examples.ts'
import { createSchema, deleteSchema, patchSchema, replaceSchema } from './schemas.ts'

export interface WriteOptions {
  database: Database
  now: () => Date
  publicUrl: string
}

const misnamed = compileValidator([], namesOf(AgreementReplacement))

/** POST, PUT, PATCH and DELETE: each decides on the next record, `saveAgreement` does the rest. */
export function registerWriting(root: FastifyInstance, { database, now, publicUrl }: WriteOptions): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const config = { scope: 'write', checkQuery: parameterFaults } as const
  const problemsOf = compileValidator(recordSchemas, AgreementReplacement)

  app.post(
    '/v1/agreements',
    { config: { ...config, requestExamples: createExamples }, schema: createSchema },
    async (request, reply) => {
      const { body } = request
      return save(request, reply, body.id ?? (write => freeId(write, body)), id => complete({ ...body, id }), {
        create: true
      })
    }
  )

  app.put(
    '/v1/agreements/:id',
    { config: { ...config, requestExamples: replaceExamples }, schema: replaceSchema },
    async (request, reply) => {
      const { body, params } = request
      const ifMatch = readIfMatch(request.headers['if-match'])
      const createOnly = isCreateOnly(request.headers['if-none-match'])
      if (!ifMatch && !createOnly) throw ifMatchMissing()
      const decide: Decide = async (id, current, write) => {
        if (ifMatch && !current) throw nothingToMatch(id)
        if (ifMatch) assertMatch(ifMatch, existing(id, current))
        if (createOnly && current?.document) throw alreadyThere(id)
        return replacement(write, id, createOnly ? undefined : (current as Present), body)
      }
      return save(request, reply, params.id, decide, { create: createOnly })
    }
  )

  app.patch(
    '/v1/agreements/:id',
    { config: { ...config, requestExamples: patchExamples }, schema: patchSchema },
    async (request, reply) => {
      const ifMatch = readIfMatch(request.headers['if-match'])
      if (!ifMatch) throw ifMatchMissing()
      const unknown = misnamed(request.body)
      return save(request, reply, request.params.id, async (id, newest, write) => {
        const current = existing(id, newest)
        assertMatch(ifMatch, current)
        // What is derived is compared as it was sent: merged, its nulls would be taken for removals.
        const patch = withoutDerived(request.body as object)
        const merged = mergePatch.apply(JSON.parse(current.document), patch) as AgreementReplacement
        const isNamed = ({ pointer }: FieldError) => unknown.some(fault => fault.pointer === pointer)
        const errors = [...unknown, ...problemsOf(merged).filter(fault => !isNamed(fault))]
        if (errors.length > 0) throw problem('invalid-record', { errors })
        return replacement(write, id, current, { ...merged, ...(derivedOf(request.body) as object) })
      })
    }
  )

  app.delete('/v1/agreements/:id', { config, schema: deleteSchema }, async (request, reply) => {
    const ifMatch = readIfMatch(request.headers['if-match'])
    if (!ifMatch) throw ifMatchMissing()
    return save(request, reply, request.params.id, (id, newest) => {
      assertMatch(ifMatch, existing(id, newest))
      return undefined
    })
  })

  app.post(
    '/v1/agreements/:id/revisions/:version/restore',
    { config, schema: restoreSchema },
    async (request, reply) => {
      const { id, version } = request.params
      const ifMatch = readIfMatch(request.headers['if-match'])
      const decide: Decide = async (_, current, write) => {
        if (!current) throw notFound(id)
        const { document } = await findVersion(write.tx, id, Number(version))
        if (document === null) throw holdsNothing(id, version)
        // Nothing can be overwritten unseen where there is nothing; but a tag that is sent must match.
        if (ifMatch || current.document !== null) assertMatch(ifMatch, current)
        return JSON.parse(document) as Agreement
      }
      return save(request, reply, id, decide, { restore: true })
    }
  )

  type Decide = (id: string, current: Parameters<Command['decide']>[0], write: Write) => ReturnType<Command['decide']>
  type WriteRequest = FastifyRequest<{ Querystring: WriteQuery }>

  /** Saves what `decide` says and answers with the record as it is then. */
  async function save(
    { query, caller }: Pick<WriteRequest, 'query' | 'caller'>,
    reply: FastifyReply,
    idOrMake: string | ((write: Write) => Promise<string>),
    decide: Decide,
    kind: Pick<Command, 'create' | 'restore'> = {}
  ): Promise<FastifyReply> {
    const today = dayOf(now())
    const clocks = clocksOf(today)
    const { dryRun = false, cause = null, note = null } = query
    const { saved, row } = await writeAgreements(database, { today, dryRun }, async write => {
      const id = typeof idOrMake === 'string' ? idOrMake : await idOrMake(write)
      const saved = await saveAgreement(write, id, {
        actor: caller?.name as string,
        cause,
        note,
        today,
        decide: current => decide(id, current, write),
        ...kind
      })
      const row = saved.operation === 'delete' ? undefined : await presentAgreement(write.tx, id, clocks)
      return { saved, row }
    })
    if (!row) return reply.code(204).send()
    const echo = echoOf(clocks)
    const created = saved.operation === 'create' && saved.isNew
    if (created) reply.header('location', `${publicUrl}/v1/agreements/${saved.agreementId}`)
    return reply
      .code(created && !dryRun ? 201 : 200)
      .header('etag', tagOf(row, echo))
      .type('application/json; charset=utf-8')
      .send(recordText(row, echo))
  }

  async function replacement(
    write: Write,
    id: string,
    current: Present | undefined,
    body: AgreementReplacement
  ): Promise<Agreement> {
    const input = withoutDerived(body) as AgreementInput
    const errors = await derivedFaults(write.tx, current, body, { now: now(), publicUrl })
    if (input.id !== undefined && input.id !== id) {
      errors.push({
        pointer: '/id',
        code: 'immutable',
        detail: `The id is ${JSON.stringify(input.id)} here and ${JSON.stringify(id)} in the address. An id never changes; leave it out.`
      })
    }
    if (errors.length > 0) throw problem('invalid-record', { errors })
    return completed(write, current, { ...input, id })
  }
}

/** The complete form of a record that may replace another one, whose items keep their ids. */
async function completed({ tx }: Write, current: Present | undefined, input: AgreementInput): Promise<Agreement> {
  if (!current) return complete(input)
  const known = keepIds(input, JSON.parse(current.document) as Agreement)
  return complete(known, lacksIds(known) ? await findUsedIds(tx, current.agreementId) : undefined)
}

/** On a write the only sense of If-None-Match is "create, do not replace". */
function isCreateOnly(field: string | undefined): boolean {
  const tags = readIfNoneMatch(field)
  if (tags === undefined || tags === '*') return tags === '*'
  const detail = 'On a write If-None-Match takes only "*", which asks to create and not to replace.'
  throw problem('invalid-parameter', { detail, errors: [{ header: 'If-None-Match', code: 'not_a_star', detail }] })
}

/** An id made from the record that no agreement has. */
async function freeId({ tx }: Write, body: AgreementInput): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const id = identifier(body, attempt)
    if (!(await findNewest(tx, id))) return id
  }
}

const holdsNothing = (id: string, version: string) =>
  problem('not-found', {
    detail: `Version ${version} of ${id} is its deletion and holds no record. Its other versions are at /v1/agreements/${id}/revisions.`
  })

const nothingToMatch = (id: string) =>
  problem('precondition-failed', {
    detail: `There is no agreement ${id} that If-Match could speak of. Send "If-None-Match: *" to create it.`
  })

const alreadyThere = (id: string) =>
  problem('precondition-failed', {
    detail: `There is an agreement ${id} already, and "If-None-Match: *" asks to create it. Send If-Match with its ETag to replace it.`
  })
