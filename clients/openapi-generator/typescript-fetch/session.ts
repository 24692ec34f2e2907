import { deepEqual, equal } from 'node:assert/strict'
import draft from '../../draft.json' with { type: 'json' }
import {
  AgreementInputFromJSON,
  AgreementsApi,
  type ApiResponse,
  Configuration,
  HistoryApi,
  ResponseError,
  WriteApi
} from './generated/index.js'

// The session of ../../typescript/session.ts, by the client that openapi-generator makes for fetch.
const { ADDRESS = '', KEY = '' } = process.env
const registry = new Configuration({ basePath: ADDRESS, accessToken: KEY })
const [agreements, history, write] = [new AgreementsApi(registry), new HistoryApi(registry), new WriteApi(registry)]
const id = 'us-sv-2019-typescript-fetch-session'

/** What was answered, and its tag. */
async function taken<T>(asked: Promise<ApiResponse<T>>): Promise<{ body: T; tag: string }> {
  const answer = await asked
  return { body: await answer.value(), tag: answer.raw.headers.get('etag') ?? '' }
}

/** The status of a refusal. */
async function refused(asked: Promise<unknown>): Promise<number> {
  const refusal = await asked.then(
    () => undefined,
    (error: unknown) => error
  )
  if (refusal instanceof ResponseError) return refusal.response.status
  throw new Error('It was not refused.', { cause: refusal })
}

// Lists, page by page.
const seen: string[] = []
let cursor: string | undefined
do {
  const { items, page } = await agreements.listAgreements({ party: ['SV'], limit: 2, total: true, cursor })
  seen.push(...items.map(item => item.id))
  cursor = page.cursor ?? undefined
  equal(seen.length === page.total, cursor === undefined)
} while (cursor)

// Clocks.
const cooperative = { id: 'us-sv-2019-asylum-cooperative-agreement', asOf: '2021-01-01', reportedBy: '2021-01-15' }
equal((await agreements.getAgreement(cooperative)).status.legal, 'in_force')

// Where the feed stands.
let after: string | undefined
let more = true
while (more) {
  const feed = await history.listChanges({ after, limit: 200 })
  after = new URL(feed.next, ADDRESS).searchParams.get('after') ?? undefined
  more = feed.more
}

// A record of one's own.
const agreementInput = AgreementInputFromJSON({ ...draft, id })
const created = await taken(write.createAgreementRaw({ agreementInput }))
equal(created.body.revision.version, 1)
const change = { id, ifMatch: created.tag, agreementPatch: { bindingness: 'binding' } } as const
equal((await write.patchAgreement({ ...change, cause: 'new_source' }))?.bindingness, 'binding')

// What was read can be sent back as it is: nothing changes.
const read = await taken(agreements.getAgreementRaw({ id }))
const put = await taken(write.replaceAgreementRaw({ id, ifMatch: read.tag, agreementReplacement: read.body }))
equal(put.body.revision.version, 2)

equal(await refused(write.patchAgreement(change)), 412)
await write.deleteAgreement({ id, ifMatch: put.tag })
equal(await refused(agreements.getAgreement({ id })), 410)
const restored = await taken(write.restoreRevisionRaw({ id, version: '1' }))
equal(restored.body.bindingness, created.body.bindingness)

// The feed has all of that, in the order in which it came.
const news = await history.listChanges({ after, agreement: [id] })
deepEqual(
  news.items.map(({ operation }) => operation),
  ['create', 'update', 'delete', 'restore']
)
console.log(
  `openapi-generator, fetch: ${seen.length} agreements listed, 1 created, patched, put back, deleted, restored, followed`
)
