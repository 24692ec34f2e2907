import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { revisionPath } from '../agreements/addresses.ts'
import { passTimeUntil } from '../agreements/store-time-passed.ts'
import type { Database } from '../database/client.ts'
import {
  addressOf,
  encodeCursor,
  invalidCursor,
  isSigned,
  linkField,
  unverifiedPayload
} from '../http/output/pagination.ts'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'
import { today } from '../record/dates.ts'
import { feedSchemas, listChangesSchema } from './schemas.ts'
import { type ChangeRow, listChanges, newestPosition } from './store.ts'

export interface ChangesOptions {
  database: Database
  now: () => Date
  cursorKey: string
  publicUrl: string
}

/** The change feed over all agreements. */
export function registerChanges(root: FastifyInstance, { database, now, cursorKey, publicUrl }: ChangesOptions): void {
  for (const schema of feedSchemas) root.addSchema(schema)
  const { db } = database
  const app = root.withTypeProvider<TypeBoxTypeProvider>()

  app.get('/v1/changes', { schema: listChangesSchema }, async (request, reply) => {
    const { query } = request
    await passTimeUntil(database, today(now()))
    const after = query.after === undefined ? 0 : await readPosition(query.after)
    const full = query.view === 'full'
    const { rows, until, more } = await listChanges(db, {
      after,
      limit: query.limit ?? limits.page.default,
      filters: query,
      full
    })
    const next = publicUrl + addressOf('/v1/changes', { ...query, after: encodeCursor({ seq: until }, cursorKey) })
    // A follower must see what is there now, not what was there a minute ago.
    reply.headers({ ...linkField({ next }), 'cache-control': 'no-cache' })
    return { items: rows.map(entry), next, more }
  })

  /**
   * Where to go on.
   *
   * @throws ApiProblem invalid-cursor for what has not the form of a position, cursor-gone for a position that this registry
   *   has not given out
   */
  async function readPosition(after: string): Promise<number> {
    const { seq } = (unverifiedPayload(after) ?? {}) as { seq?: unknown }
    if (typeof seq !== 'number') {
      throw invalidCursor(
        'after',
        'This is no position in a feed. Take the one in "next" of an answer, or begin without it. Agreements that changed since some day are what /v1/agreements?changedFrom=2026-11-01 finds.'
      )
    }
    if (isSigned(after, cursorKey) && seq <= (await newestPosition(db))) return seq
    const detail =
      'This is no position in the feed of this registry, or not any more. Begin again without it, and compare with what you hold.'
    throw problem('cursor-gone', { detail, errors: [{ parameter: 'after', code: 'unknown_position', detail }] })
  }

  const entry = (row: ChangeRow) => ({
    agreement: row.agreementId,
    version: row.version,
    operation: row.operation,
    cause: row.cause,
    actor: row.actor,
    note: row.note,
    recordedAt: new Date(row.recordedAt).toISOString(),
    day: row.day,
    changed: row.changed,
    href: publicUrl + revisionPath(row.agreementId, row.version),
    record: row.document === null ? null : JSON.parse(row.document)
  })
}
