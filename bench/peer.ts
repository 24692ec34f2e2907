import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type FastifyInstance, fastify } from 'fastify'
import type pg from 'pg'
import type { Db } from '../src/database/client.ts'
import type { Day } from '../src/record/dates.ts'

/**
 * Makes the tables of the peer beside the registry: one with what the service answers on a day for each agreement, as texts
 * that are ready to be sent, and one to write to. Whoever compares makes sure first that both send the same bytes.
 */
export async function makeTables(db: Db, day: Day): Promise<void> {
  await db.execute(sql`
    create table answer as
    select r.seq, r.agreement_id as id, r.signed_key as key,
      left(r.document::text, -1)
        || ',"status":{"asOf":"' || ${day}::text || '","reportedBy":null,"knownAt":null,"projected":false,' || substr(i.status::text, 2)
        || ',"totals":' || i.totals::text || ',"revision":' || r.provenance::text || '}' as body
    from revision r join status_interval i on i.seq = r.seq
    where r.superseded_at is null and r.operation <> 'delete' and i.reported_to = 'infinity'
      and i.valid_from <= ${day}::date and i.valid_to >= ${day}::date`)
  await db.execute(sql`create unique index on answer (id)`)
  await db.execute(sql`create unique index on answer (seq)`)
  await db.execute(sql`create unique index on answer (key)`)
  await db.execute(sql`vacuum analyze answer`)
  await db.execute(sql`create table bare (id text primary key, body json)`)
}

const listOf = (rows: { body: string }[]): string => `[${rows.map(row => row.body).join()}]`

/** The least that Fastify and the pool can do: one prepared statement, and its text sent, or stored, as it is. */
export function bareRoutes(pool: pg.Pool): FastifyInstance {
  const bare = fastify({ logger: false })
  const json = 'application/json; charset=utf-8'
  bare.get('/hello', async () => ({ hello: 'world' }))
  bare.get<{ Params: { id: string } }>('/agreements/:id', async (request, reply) => {
    const { rows } = await pool.query({
      name: 'bare-record',
      text: 'select body from answer where id = $1',
      values: [request.params.id]
    })
    return reply.type(json).send(rows[0].body)
  })
  bare.get('/agreements', async (_request, reply) => {
    const { rows } = await pool.query({ name: 'bare-list', text: 'select body from answer order by seq desc limit 20' })
    return reply.type(json).send(listOf(rows))
  })
  bare.get<{ Params: { kind: string } }>('/kinds/:kind', async (request, reply) => {
    const { rows } = await pool.query({
      name: 'bare-kind',
      text: `select body from answer a where exists (select 1 from kind k where k.seq = a.seq and k.kind = $1)
        order by a.seq desc limit 20`,
      values: [request.params.kind]
    })
    return reply.type(json).send(listOf(rows))
  })
  // The order by signature: of one value, from the index that the service has for it, and from some agreement on.
  bare.get<{ Params: { facet: string } }>('/signed/:facet', async (request, reply) => {
    const { rows } = await pool.query({
      name: 'bare-signed',
      text: `select a.body from listed l join answer a on a.seq = l.seq where l.facet = $1 and l.ordinal = 0
        order by l.key desc limit 20`,
      values: [request.params.facet]
    })
    return reply.type(json).send(listOf(rows))
  })
  bare.get<{ Params: { id: string } }>('/signed-before/:id', async (request, reply) => {
    const { rows } = await pool.query({
      name: 'bare-page',
      text: `select body from answer where key < (select key from answer where id = $1) order by key desc limit 20`,
      values: [request.params.id]
    })
    return reply.type(json).send(listOf(rows))
  })
  bare.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => done(null, text))
  bare.post('/agreements', async (request, reply) => {
    await pool.query({
      name: 'bare-insert',
      text: 'insert into bare (id, body) values ($1, $2)',
      values: [randomUUID(), request.body]
    })
    return reply.code(201).send()
  })
  return bare
}
