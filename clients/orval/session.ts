import { deepEqual, equal } from 'node:assert/strict'
import draft from '../draft.json' with { type: 'json' }
import {
  type AgreementInput,
  createAgreement,
  deleteAgreement,
  getAgreement,
  listAgreements,
  listChanges,
  patchAgreement,
  replaceAgreement,
  restoreRevision
} from './generated/registry.ts'

// The session of ../typescript/session.ts, by the client that orval makes for fetch.
const { ADDRESS } = process.env
const id = 'us-sv-2019-orval-session'

/** An answer that must have a status, typed as one of that status is. */
async function answered<A extends { status: number }, S extends A['status']>(asked: Promise<A>, status: S) {
  const answer = await asked
  if (answer.status !== status) throw new Error(`The status is ${answer.status}.`, { cause: answer })
  return answer as Extract<A, { status: S }>
}

const tagOf = ({ headers }: { headers: Headers }) => headers.get('etag') ?? ''

// Lists, page by page.
const seen: string[] = []
let cursor: string | undefined
do {
  const { data } = await answered(listAgreements({ party: ['SV'], limit: 2, total: true, cursor }), 200)
  // Lists come as CSV and as workbooks too.
  if (typeof data === 'string' || data instanceof Blob) throw new Error('Nothing else was asked for than JSON.')
  seen.push(...data.items.map(item => item.id))
  cursor = data.page.cursor ?? undefined
  equal(seen.length === data.page.total, cursor === undefined)
} while (cursor)

// Clocks.
const clocks = { asOf: '2021-01-01', reportedBy: '2021-01-15' }
const then = await answered(getAgreement('us-sv-2019-asylum-cooperative-agreement', clocks), 200)
equal(then.data.status.legal, 'in_force')

// Where the feed stands.
let after: string | undefined
let more = true
while (more) {
  const { data } = await answered(listChanges({ after, limit: 200 }), 200)
  after = new URL(data.next, ADDRESS).searchParams.get('after') ?? undefined
  more = data.more
}

// A record of one's own.
const created = await answered(createAgreement({ ...(draft as AgreementInput), id }), 201)
equal(created.data.revision.version, 1)
const patched = await answered(
  patchAgreement(id, { bindingness: 'binding' }, { 'if-match': tagOf(created) }, { cause: 'new_source' }),
  200
)
equal(patched.data.bindingness, 'binding')

// What was read can be sent back as it is: nothing changes.
const read = await answered(getAgreement(id), 200)
const put = await answered(replaceAgreement(id, read.data, {}, { 'if-match': tagOf(read) }), 200)
equal(put.data.revision.version, 2)

await answered(patchAgreement(id, { bindingness: 'unknown' }, { 'if-match': tagOf(created) }), 412)
await answered(deleteAgreement(id, { 'if-match': tagOf(put) }), 204)
await answered(getAgreement(id), 410)
const restored = await answered(restoreRevision(id, '1'), 200)
equal(restored.data.bindingness, created.data.bindingness)

// The feed has all of that, in the order in which it came.
const news = await answered(listChanges({ after, agreement: [id] }), 200)
deepEqual(
  news.data.items.map(({ operation }) => operation),
  ['create', 'update', 'delete', 'restore']
)
console.log(`orval: ${seen.length} agreements listed, 1 created, patched, put back, deleted, restored, followed`)
