import { sql } from 'drizzle-orm'
import t from 'tap'
import { AgreementRecord, AgreementSummary } from '../../src/agreements/schemas.ts'
import { queryRows } from '../../src/database/rows.ts'
import { AgreementInput } from '../../src/record/schema/agreement.ts'
import { originOfDerived } from '../../src/record/schema/derived.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { type Answer, onEachRecord } from '../start.ts'

onEachRecord(t, 'POST creates: 201, the complete record, its address and its tag', async (t, api) => {
  const created = await api.create()
  t.equal(created.status, 201)
  t.equal(created.headers.location, api.path)
  t.match(created.body, {
    id: api.id,
    form: 'unknown',
    feeTerms: [],
    scope: { nationalities: { rule: 'unknown', countries: [] } },
    status: { legal: 'signed', label: '2019 safe-third-country, signed, no transfers recorded' },
    revision: { version: 1, actor: 'tester', cause: null, note: null }
  })
  const read = await api.get(api.path)
  t.same(read.body, created.body)
  t.equal(read.headers.etag, created.headers.etag)
})

onEachRecord(t, 'without an id one is made, and another when that is taken', async (t, api) => {
  const first = await api.create({ id: undefined })
  const second = await api.create({ id: undefined })
  t.match(first, { status: 201, body: { id: 'us-sv-2019-example-asylum-agreement' } })
  t.match(second, { status: 201, body: { id: 'us-sv-2019-example-asylum-agreement-2' } })
})

onEachRecord(t, 'an id that is taken is 409, and nothing changes', async (t, api) => {
  await api.create()
  t.match(await api.create({ title: 'Another' }), { status: 409, body: { code: 'conflict' } })
  t.equal((await api.get(api.path)).body.title, 'Example Asylum Agreement')
})

onEachRecord(
  t,
  'the faults of a record come before the clash of its id, which may be one of a deleted record',
  async (t, api) => {
    await api.create()
    const faulty = {
      kinds: ['readmission'],
      parties: [
        { country: 'US', role: 'sender' },
        { country: 'SV', role: 'sender' }
      ]
    }
    const invalid = { status: 422, body: { errors: [{ pointer: '#/parties/1/role' }] } }
    t.match(await api.create(faulty), invalid)
    await api.delete(api.path, { 'if-match': '*' })
    t.match(await api.create(faulty), invalid)
    t.match(await api.create(), { status: 409, body: { detail: /revisions\/1\/restore/ } })
    t.match(await api.put(api.path, { ...api.agreement(), ...faulty }, { 'if-none-match': '*' }), invalid)
    t.match(await api.put(api.path, api.agreement(), { 'if-none-match': '*' }), {
      status: 409,
      body: { detail: /restore/ }
    })
    t.equal((await api.get(`${api.path}/revisions`)).body.items.length, 2)
  }
)

onEachRecord(t, 'of two POSTs of one id at once, one is 201 and the other 409', async (t, api) => {
  const answers = await Promise.all([api.create(), api.create()])
  t.same(answers.map(answer => answer.status).sort(), [201, 409])
})

onEachRecord(t, 'POST refuses derived members, and says that they are left out', async (t, api) => {
  const summary = { status: { legal: 'in_force' }, totals: {}, revision: {}, signedOn: '2019', label: 'in force' }
  const answered = { ...AgreementRecord.properties, ...AgreementSummary.properties }
  const derived = Object.keys(answered).filter(name => !(name in AgreementInput.properties))
  t.same(Object.keys(originOfDerived).sort(), derived.sort(), 'all that answers have and nobody writes')
  const faults = (members: object) =>
    Object.keys(members).map(name => ({
      pointer: `#/${name}`,
      code: 'unknown_member',
      detail: /^Nobody writes this member: it (follows from|is kept by) the .*\. Leave it out\.$/
    }))
  const refused = await api.create(summary)
  t.equal(refused.status, 422)
  t.match(refused.body.errors, faults(summary))
  await api.create()
  const { body } = await api.patch(api.path, { label: 'in force' }, { 'if-match': '*' })
  t.match(body.errors, faults({ label: '' }), 'as PATCH does of those that no record has when it is read')
})

onEachRecord(t, 'every fault of a record is found at once, and nothing is kept', async (t, api) => {
  const refused = await api.create({
    parties: [
      { country: 'US', role: 'sender' },
      { country: 'US', role: 'sender' }
    ],
    events: [{ id: 'signed', type: 'signed', date: '2023-02-30', citations: [{ source: 'nowhere' }] }],
    relations: [{ type: 'related', agreement: 'no-such-agreement' }]
  })
  t.equal(refused.status, 422)
  const pointers = refused.body.errors.map((error: { pointer: string }) => error.pointer)
  t.ok(pointers.includes('#/events/0/date'))
  t.ok(pointers.includes('#/events/0/citations/0/source'))
  t.ok(pointers.includes('#/relations/0/agreement'))
  t.ok(pointers.some((pointer: string) => pointer.startsWith('#/parties')))
  t.equal((await api.get(api.path)).status, 404)
})

onEachRecord(t, 'PUT replaces the whole record: what is left out is gone', async (t, api) => {
  const { headers } = await api.create({ notes: 'A note.' })
  const replaced = await api.put(api.path, api.agreement({ title: 'New title' }), {
    'if-match': headers.etag as string
  })
  t.match(replaced, { status: 200, body: { title: 'New title', notes: null, revision: { version: 2 } } })
})

onEachRecord(t, 'PUT with If-None-Match: * creates, and only that', async (t, api) => {
  const createOnly = { 'if-none-match': '*' }
  const { id: _, ...withoutId } = api.agreement()
  t.match(await api.put(api.path, withoutId, createOnly), { status: 201, headers: { location: api.path } })
  t.match(await api.put(api.path, withoutId, createOnly), { status: 412, body: { code: 'precondition-failed' } })
  t.match(await api.put(`${api.path}-2`, withoutId, { 'if-match': '*' }), { status: 412 })
  t.match(await api.put(`${api.path}-2`, api.agreement(), createOnly), {
    status: 422,
    body: { errors: [{ pointer: '#/id' }] }
  })
})

onEachRecord(t, 'a record may be sent back as it was read, but for changed derived members', async (t, api) => {
  await api.create()
  const { body, headers } = await api.get(`${api.path}?asOf=2020-01-01`)
  const ifMatch = { 'if-match': headers.etag as string }
  const same = await api.put(api.path, body, ifMatch)
  t.match(same, { status: 200, body: { revision: { version: 1 } } }, 'the same record makes no revision')
  t.match(await api.put(api.path, { ...body, notes: 'New.' }, ifMatch), {
    status: 200,
    body: { revision: { version: 2 } }
  })
  const { body: now } = await api.get(api.path)
  const changed = { ...now, status: { ...now.status, legal: 'in_force' } }
  t.match(await api.put(api.path, changed, { 'if-match': '"2"' }), {
    status: 422,
    body: { errors: [{ pointer: '#/status', code: 'derived_member' }] }
  })
  t.match(await api.patch(api.path, { status: { legal: 'in_force' } }, { 'if-match': '*' }), { status: 422 })
})

onEachRecord(t, 'PATCH merges (RFC 7396) and validates the whole result', async (t, api) => {
  await api.create({ notes: 'Old.', otherTitles: ['One', 'Two'] })
  const ifMatch = { 'if-match': '*' }
  t.match(await api.patch(api.path, { notes: null, otherTitles: ['Three'] }, ifMatch), {
    status: 200,
    body: { notes: null, otherTitles: ['Three'], title: 'Example Asylum Agreement' }
  })
  const nested = { scope: { nationalities: { rule: 'any' } }, term: { renewal: 'automatic' } }
  t.match(await api.patch(api.path, nested, ifMatch), {
    status: 200,
    body: {
      scope: { nationalities: { rule: 'any', countries: [] }, persons: [] },
      term: { renewal: 'automatic', endsOn: null }
    }
  })
  t.match(await api.patch(api.path, { title: null }, ifMatch), {
    status: 422,
    body: { errors: [{ pointer: '#/title' }] }
  })
  t.match(await api.patch(api.path, { titel: 'x' }, ifMatch), {
    status: 422,
    body: { errors: [{ pointer: '#/titel' }] }
  })
  t.match(await api.patch(api.path, { id: 'other' }, ifMatch), { status: 422, body: { errors: [{ pointer: '#/id' }] } })
  t.match(await api.patch(api.path, { sources: [] }, ifMatch), { status: 422 })
  const { body } = await api.get(api.path)
  t.match(await api.patch(api.path, {}, ifMatch), {
    status: 200,
    body: { revision: { version: body.revision.version } }
  })
})

onEachRecord(t, 'a member that no record has is refused in a patch, whatever its value', async (t, api) => {
  await api.create({ facilities: [{ id: 'a', name: 'A', country: 'SV', role: 'transit' }] })
  const faults = async (patch: object) => {
    const { status, body } = await api.patch(api.path, patch, { 'if-match': '*' })
    const { errors = [] } = body as { errors?: { pointer: string; code: string; detail: string }[] }
    return [status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)]
  }
  t.same(await faults({ summry: null }), [422, '#/summry unknown_member'])
  t.same(await faults({ scope: { nope: null, nationalities: { rul: null } } }), [
    422,
    '#/scope/nope unknown_member',
    '#/scope/nationalities/rul unknown_member'
  ])
  t.same(await faults({ term: { nope: null } }), [422, '#/term/nope unknown_member'], 'also in what was null')
  t.same(await faults({ summry: 'x', titel: null, title: 5 }), [
    422,
    '#/summry unknown_member',
    '#/titel unknown_member',
    '#/title type'
  ])
  t.match(await api.patch(api.path, { summry: null }, { 'if-match': '*' }), {
    body: { errors: [{ detail: /nearest is "summary"/ }] }
  })
  t.same(await faults({ summary: null, term: { endsOn: null, renewal: null }, scope: { description: null } }), [200])
  t.same(await faults({ term: null, facilities: null, id: null }), [200])
})

onEachRecord(t, 'changing needs If-Match: 428 without, 412 when stale, with the current tag', async (t, api) => {
  const { headers } = await api.create()
  const change = { notes: 'Changed.' }
  t.match(await api.patch(api.path, change), { status: 428, body: { errors: [{ header: 'If-Match' }] } })
  t.match(await api.put(api.path, api.agreement()), { status: 428, body: { errors: [{ header: 'If-Match' }] } })
  t.match(await api.put(`${api.path}-new`, api.agreement({ id: `${api.id}-new` })), {
    status: 428,
    body: { detail: /^There is no agreement .*-new\. Send "If-None-Match: \*" to create it/ }
  })
  t.match(await api.delete(api.path), { status: 428 })
  const first = await api.patch(api.path, change, { 'if-match': headers.etag as string })
  t.equal(first.status, 200)
  t.match(await api.patch(api.path, { notes: 'Lost.' }, { 'if-match': headers.etag as string }), {
    status: 412,
    headers: { etag: '"2"' }
  })
  t.match(await api.patch(api.path, { notes: 'Lost.' }, { 'if-match': `W/${first.headers.etag}` }), {
    status: 412,
    body: { detail: /weak tag.*leave out the W\// }
  })
  t.match(await api.patch(api.path, { notes: 'Lost.' }, { 'if-match': 'unquoted' }), { status: 400 })
  t.equal((await api.patch(api.path, { notes: 'By version.' }, { 'if-match': '"2"' })).status, 200)
  t.equal((await api.get(api.path)).body.notes, 'By version.')
})

onEachRecord(
  t,
  'a write that asks for a record, and that there be none, is 412 and changes nothing',
  async (t, api) => {
    await api.create()
    const both = { 'if-match': '*', 'if-none-match': '*' }
    const refused = { status: 412, body: { code: 'precondition-failed', detail: /If-None-Match/ } }
    t.match(await api.patch(api.path, { notes: 'Changed.' }, both), refused)
    t.match(await api.put(api.path, api.agreement(), both), refused)
    t.match(await api.delete(api.path, both), refused)
    t.match(await api.post(`${api.path}/revisions/1/restore`, '', both), refused)
    t.match(await api.delete(api.path, { ...both, 'if-none-match': '"1"' }), {
      status: 400,
      body: { errors: [{ header: 'If-None-Match' }] }
    })
    t.match(await api.get(api.path), { status: 200, body: { notes: null, revision: { version: 1 } } })
  }
)

onEachRecord(t, 'a status that moved on by itself does not make If-Match stale', async (t, api) => {
  const { headers } = await api.create({ term: { endsOn: '2026-12-31', renewal: 'none' } })
  api.clock.now = new Date('2027-06-01T00:00:00.000Z')
  const changed = await api.patch(api.path, { notes: 'Later.' }, { 'if-match': headers.etag as string })
  t.match(changed, { status: 200, body: { status: { legal: 'expired' } } })
})

onEachRecord(t, 'DELETE takes out of lists and keeps the history: 204, then 410', async (t, api) => {
  const total = async () => (await api.get('/v1/agreements?limit=1&total=true')).body.page.total
  const before = await total()
  const { headers } = await api.create()
  t.equal(await total(), before + 1)
  t.match(await api.delete(api.path, { 'if-match': headers.etag as string, 'content-type': 'application/json' }), {
    status: 204,
    text: ''
  })
  t.match(await api.get(api.path), { status: 410, body: { code: 'gone', detail: /revisions/ } })
  t.match(await api.delete(api.path, { 'if-match': '*' }), { status: 410 })
  t.match(await api.create(), { status: 409, body: { detail: /restore/ } })
  t.match(await api.put(api.path, api.agreement(), { 'if-none-match': '*' }), { status: 409 })
  t.match(await api.patch(api.path, {}, { 'if-match': '*' }), { status: 410 })
  t.match(await api.put(api.path, api.agreement()), { status: 410 }, 'also where nothing is said of what is there')
  t.equal(await total(), before)
  t.match(await api.delete('/v1/agreements/no-such-agreement', { 'if-match': '*' }), { status: 404 })
})

onEachRecord(
  t,
  'DELETE is done whatever its client accepts: generated clients accept refusals only',
  async (t, api) => {
    await api.create()
    const accept = 'application/problem+json'
    t.equal((await api.delete(api.path, { 'if-match': '*', accept })).status, 204)
    t.equal((await api.delete(api.path, { 'if-match': '*', accept })).status, 410)
  }
)

onEachRecord(t, 'a dry run answers as the real one would and keeps nothing', async (t, api) => {
  const rehearsed = await api.post('/v1/agreements?dryRun=true', api.agreement())
  t.match(rehearsed, { status: 200, body: { id: api.id, revision: { version: 1 } } })
  const places = ({ headers }: Answer) => ['etag', 'location'].filter(field => headers[field] !== undefined)
  t.same(places(rehearsed), [], 'so there is nothing that could be found or matched')
  t.equal((await api.get(api.path)).status, 404)
  t.equal((await api.create()).status, 201)
  t.equal((await api.post('/v1/agreements?dryRun=true', api.agreement())).status, 409)
  for (const notes of ['Tried.', null]) {
    const tried = await api.patch(`${api.path}?dryRun=true`, { notes }, { 'if-match': '*' })
    t.match(tried, { status: 200, body: { notes } })
    t.same(places(tried), [])
  }
  t.equal((await api.delete(`${api.path}?dryRun=true`, { 'if-match': '*' })).status, 204)
  t.match(await api.get(api.path), { status: 200, body: { notes: null, revision: { version: 1 } } })
})

onEachRecord(t, 'note and cause are kept with the revision', async (t, api) => {
  const { body } = await api.post('/v1/agreements?cause=new_source&note=From%20the%20gazette', api.agreement())
  t.match(body.revision, { cause: 'new_source', note: 'From the gazette' })
})

onEachRecord(t, 'a note is a text as those of a record, or the write is refused', async (t, api) => {
  for (const note of ['+', '+padded', 'bell%07', '%E2%80%AEreversed', 'x'.repeat(501)]) {
    const refused = await api.post(`/v1/agreements?note=${note}`, api.agreement())
    t.match(refused, { status: 400, body: { errors: [{ parameter: 'note' }] } }, note.slice(0, 20))
  }
  t.equal((await api.get(api.path)).status, 404)
})

onEachRecord(t, 'writing needs a key with the scope; a bad key is refused on reads too', async (t, api) => {
  const anonymous = await api.request({ method: 'POST', url: '/v1/agreements', payload: api.agreement() })
  t.match(anonymous, { status: 401, headers: { 'www-authenticate': /^Bearer / }, body: { code: 'unauthenticated' } })
  const reader = { authorization: `Bearer ${api.keys.read}` }
  t.match(await api.post('/v1/agreements', api.agreement(), reader), { status: 403, body: { code: 'forbidden' } })
  t.equal((await api.get('/v1/agreements', reader)).status, 200)
  t.equal((await api.get('/v1/agreements', { authorization: 'Bearer zzz' })).status, 401)
  t.equal((await api.get('/v1/agreements', { authorization: 'Basic dXNlcjpwYXNz' })).status, 401)
})

onEachRecord(t, 'an adversary of a record, with 300 events in dispute, is answered in words', async (t, api) => {
  const days = Array.from({ length: 300 }, (_, i) => new Date(Date.UTC(2000, 0, 1 + i * 13)).toISOString().slice(0, 10))
  const answer = await api.create({
    sources: days.map((day, i) => aSource({ id: `s-${i}`, publishedOn: days[(i * 97) % 300] ?? day })),
    events: days.map((day, i) => ({
      id: `e-${i}`,
      type: i % 2 ? 'suspended' : 'operation_resumed',
      date: `[${day}..]`,
      standing: 'disputed',
      disputedBy: [{ source: `s-${(i * 31) % 300}` }],
      citations: [{ source: `s-${i}` }]
    }))
  })
  t.match(answer, { status: 422, body: { code: 'invalid-record', errors: [{ pointer: '/events' }] } })
})

onEachRecord(
  t,
  'a record is there after it was written, however vague its dates and large its numbers',
  async (t, api) => {
    const vague = {
      id: 'later',
      type: 'signed',
      date: '[..2020]',
      effectiveOn: '2099',
      citations: [{ source: 'treaty-text' }]
    }
    t.match(await api.create({ events: [vague] }), { status: 201, body: { status: { legal: 'none' } } })
    const flight = (id: string, date: string) => ({
      id,
      type: 'transfer',
      date,
      persons: { min: 2_147_483_647, max: 2_147_483_647 },
      citations: [{ source: 'treaty-text' }]
    })
    const full = await api.create({ id: 'large', events: [flight('a', '2020-01-01'), flight('b', '2020-01-02')] })
    t.match(full, { status: 201, body: { totals: { persons: { min: 4_294_967_294, max: null } } } })
  }
)

onEachRecord(t, 'what was read may be sent back in a patch too, as of any day; what differs is 422', async (t, api) => {
  await api.create()
  for (const query of ['', '?asOf=2019-12-31']) {
    const { body } = await api.get(`${api.path}${query}`)
    const same = await api.patch(api.path, body, { 'if-match': '*' })
    t.match(same, { status: 200, body: { revision: { version: 1 } } }, query)
    const { status, totals, revision } = body
    t.equal((await api.patch(api.path, { status, totals, revision }, { 'if-match': '*' })).status, 200, query)
  }
  const { body } = await api.get(api.path)
  for (const asOf of ['1800-01-01', '2019-01-01']) {
    const early = { ...body, status: { ...body.status, asOf } }
    const refused = { status: 422, body: { errors: [{ pointer: '#/status', code: 'derived_member' }] } }
    t.match(await api.put(api.path, early, { 'if-match': '*' }), refused, asOf)
    t.match(await api.patch(api.path, { status: { asOf } }, { 'if-match': '*' }), refused, asOf)
  }
  t.match(await api.patch(api.path, { status: null }, { 'if-match': '*' }), { status: 422 })
})

onEachRecord(t, 'what was read at any clocks may be sent back, and so may what a revision holds', async (t, api) => {
  const made = await api.create({ term: { endsOn: '2020-12-31', renewal: 'none' } })
  api.clock.now = new Date()
  await api.patch(api.path, { notes: 'The second.' }, { 'if-match': '*' })
  api.clock.now = new Date()
  const now = api.clock.now.toISOString()
  const clocks = [
    'asOf=2020-02-01',
    'asOf=2090-01-01',
    'reportedBy=2020-01-01',
    `knownAt=${now}`,
    `knownAt=${now.slice(0, 10)}`,
    `asOf=2020-02-01&reportedBy=2019-12-31&knownAt=${now}`,
    `knownAt=${made.body.revision.recordedAt}`
  ]
  for (const query of clocks) {
    const { body } = await api.get(`${api.path}?${query}`)
    t.match(await api.put(`${api.path}?dryRun=true`, body, { 'if-match': '*' }), { status: 200 }, query)
    const { status, totals, revision } = body
    const ifMatch = { 'if-match': '"2"' }
    t.match(await api.patch(api.path, { status, totals, revision }, ifMatch), { status: 200 }, query)
    const wrong = { status: { ...status, legal: 'terminated' }, totals }
    t.match(
      await api.patch(api.path, wrong, ifMatch),
      { status: 422, body: { errors: [{ pointer: '#/status', code: 'derived_member' }] } },
      query
    )
  }
  const first = (await api.get(`${api.path}/revisions/1`)).body
  t.match(await api.put(api.path, first, { 'if-match': '"2"' }), {
    status: 200,
    body: { notes: null, revision: { version: 3 } }
  })
  for (const change of [{ actor: 'somebody' }, { version: 9 }, { version: 2 }, { version: 2 ** 40 }, { changed: [] }]) {
    const revision = { ...first.revision, ...change }
    t.match(await api.put(api.path, { ...first, revision }, { 'if-match': '*' }), {
      status: 422,
      body: { errors: [{ pointer: '#/revision', code: 'derived_member' }] }
    })
  }
})

onEachRecord(t, 'the clocks of a status that is sent are clocks, or are pointed at', async (t, api) => {
  const { body } = await api.create()
  const status = { ...body.status, asOf: 'yesterday', reportedBy: 5, knownAt: '2999-01-01' }
  const pointed = {
    status: 422,
    body: { errors: ['asOf', 'reportedBy', 'knownAt'].map(name => ({ pointer: `#/status/${name}` })) }
  }
  t.match(await api.put(api.path, { ...body, status }, { 'if-match': '*' }), pointed)
  t.match(await api.patch(api.path, { status }, { 'if-match': '*' }), pointed)
})

onEachRecord(t, 'more faults than an answer names are not kept silent', async (t, api) => {
  const { status, body } = await api.create({ otherTitles: Array(80).fill(' ') })
  t.match({ status, moreErrors: body.moreErrors, n: body.errors.length }, { status: 422, moreErrors: true, n: 50 })
  t.match(body.detail, /^More than 50/)
  const few = await api.create({ otherTitles: [' ', ' '] })
  t.equal(few.body.moreErrors, undefined)
})

onEachRecord(t, 'what happened, was published or was read today in Auckland may be written today', async (t, api) => {
  api.clock.now = new Date('2026-11-26T12:17:00.000Z')
  const dated = (day: string) => ({
    events: [
      ...(anAgreement().events ?? []),
      { id: 'later', type: 'statement' as const, date: day, citations: [{ source: 'treaty-text' }] }
    ],
    sources: [aSource({ accessedOn: day }), aSource({ id: 'statement', publishedOn: day })]
  })
  t.equal((await api.create(dated('2026-11-27'))).status, 201)
  t.match(await api.create(dated('2026-11-28')), {
    status: 422,
    body: {
      errors: [
        {
          pointer: '#/events/1/date',
          code: 'in_the_future',
          detail: /no later than 2026-11-27 anywhere on earth; .*"term\.endsOn"\.$/
        },
        { pointer: '#/sources/0/accessedOn', code: 'in_the_future', detail: /; it is the day .* was read\.$/ },
        { pointer: '#/sources/1/publishedOn', code: 'in_the_future', detail: /; what is cited has been published\.$/ }
      ]
    }
  })
  t.equal((await api.get(`${api.path}?reportedBy=2026-11-27`)).status, 400)
})

onEachRecord(t, 'amounts are kept and added to the last minor unit of their currency', async (t, api) => {
  const { db } = api.database
  const fee = (currency: string, min: string) => ({
    stage: 'agreed',
    basis: 'lump_sum',
    amount: { min, max: min },
    currency,
    citations: [{ source: 'treaty-text' }]
  })
  const feeTerms = [fee('TND', '1.555'), fee('TND', '999999999999997.001'), fee('CLF', '0.0001'), fee('DEM', '30.50')]
  const { status, body } = await api.create({ feeTerms })
  t.equal(status, 201)
  t.match(body.feeTerms, feeTerms, 'as they were written')
  const exact = (currency: string, min: string) => ({ currency, amount: { min, max: min } })
  t.match(body.totals.promised, [exact('CLF', '0.0001'), exact('DEM', '30.50'), exact('TND', '999999999999998.556')])
  const rows = await queryRows(db, sql`select amount_min::text as min from fee_term where currency in ('TND', 'CLF')`)
  t.same(rows.map(({ min }) => min).sort(), ['0.0001', '1.5550', '999999999999997.0010'])
  t.match(await api.create({ id: 'half-a-yen', feeTerms: [fee('JPY', '1.5')] }), {
    status: 422,
    body: { errors: [{ pointer: '#/feeTerms/0/amount/min', code: 'too_many_decimals' }, {}] }
  })
})

onEachRecord(t, 'the faults of form are told at once, and those of meaning when there are none', async (t, api) => {
  const meaning = { events: [{ type: 'signed', date: '2021-02-30', citations: [{ source: 'nope' }] }] }
  const pointersOf = async (overrides: object) =>
    (await api.create(overrides)).body.errors.map(({ pointer }: { pointer: string }) => pointer)
  t.same(await pointersOf({ ...meaning, title: 5, kinds: ['treaty'] }), ['#/title', '#/kinds/0'])
  t.same(await pointersOf(meaning), ['#/events/0/date', '#/events/0/citations/0/source'])
  const page = await api.get('/problems/invalid-record', { accept: 'text/html' })
  t.match(page.text, /form is looked at first .* meaning/, 'and the page of the problem says so')
})
