import { readFile } from 'node:fs/promises'
import t from 'tap'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { authorize, execute, expand, fill, listen, open, operationOf } from './browser.ts'

const { origin, app, keys, get, clock } = await listen()
const { page, complaints } = await open(`${origin}/docs`)

interface Operation {
  operationId: string
  tags: string[]
}
const operations = Object.values(app.swagger().paths ?? {}).flatMap(item =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({ method, ...operation }))
)

t.test('the groups stand in the order of a tour, each operation in one', async t => {
  const groups = await page.locator('.opblock-tag').evaluateAll(tags => tags.map(tag => tag.getAttribute('data-tag')))
  t.same(groups, ['Agreements', 'Analysis', 'Claims', 'History', 'Write', 'Reference data', 'Operations'])
  t.equal(await page.locator('.opblock').count(), operations.length)
  for (const { operationId } of operations) t.equal(await operationOf(page, operationId).count(), 1, operationId)
})

/** What the answer to some operations shows, as they are filled in. */
const promises: Record<string, RegExp> = {
  getAgreement: /"label": "2019 safe-third-country, terminated, unimplemented"/,
  listAgreements: /"items": \[/,
  getStatus: /"timeline": \[/,
  listRevisions: /"operation": "create"/,
  diffAgreement: /"changes": \[\]/,
  listChanges: /"more": true/,
  getCountry: /"El Salvador"/,
  getVocabulary: /"list": "event_types"/,
  getAgreementSchema: /2020-12/,
  getNetwork: /"edges"/,
  getEvent: /"signed"/
}

t.test('the first Execute of every operation that reads succeeds as it is filled in', async t => {
  const reading = operations.filter(({ method }) => method === 'get')
  t.ok(reading.length > 20)
  for (const { operationId } of reading) {
    const { status, body } = await execute(page, operationId)
    t.equal(status, 200, `${operationId}: ${body.slice(0, 1500)}`)
    t.match(body, promises[operationId] ?? /./, operationId)
    await operationOf(page, operationId).locator('.opblock-summary-control').click()
  }
})

t.test('a list is asked by parameters: of a group, from a list of codes, and with a country filled in', async t => {
  const list = await expand(page, 'listAgreements')
  const rows = list.locator('tr[data-param-name]')
  t.ok((await rows.count()) <= 12, 'the most asked stand open')
  await list.getByRole('button', { name: /^between whom/ }).click()
  await fill(list, 'kind', 'safe_third_country')
  const partyAll = list.locator('tr[data-param-name="partyAll"]')
  await partyAll.getByRole('button', { name: /^Add/ }).click()
  t.equal(await partyAll.locator('input').inputValue(), 'SV')
  t.equal(await list.locator('tr[data-param-name="kind"] a[href*="vocabulary?list=kinds"]').count(), 1)
  const { status, body } = await execute(page, 'listAgreements')
  t.equal(status, 200)
  t.match(body, /us-sv-2019-asylum-cooperative-agreement/)
  t.match(body, /"total": null/)
})

t.test('the clocks show examples, and there is something at each of them', async t => {
  // What was recorded is as old as the database says.
  const { now } = clock
  clock.now = new Date()
  const list = await expand(page, 'listAgreements')
  await list.getByRole('button', { name: /^at which clocks/ }).click()
  for (const name of ['asOf', 'reportedBy', 'knownAt']) {
    const field = list.locator(`tr[data-param-name="${name}"] input`)
    t.equal(await field.inputValue(), '', 'nothing is filled in')
    const [, day] = /^for example (\d{4}-\d\d-\d\d)$/.exec((await field.getAttribute('placeholder')) ?? '') ?? []
    const { body } = await get(`/v1/agreements?${name}=${day}`)
    t.ok(body.items.length > 0, `${name}=${day}`)
  }
  clock.now = now
})

t.test('the result of a search is downloaded as CSV, lines of JSON and a workbook', async t => {
  // Filters that were filled in before are gone.
  await page.reload()
  const list = await expand(page, 'listAgreements')
  await fill(list, 'q', 'CECOT')
  const beginnings = { csv: /^id,/, ndjson: /^\{"id":"/, xlsx: /^PK/ }
  for (const [format, beginning] of Object.entries(beginnings)) {
    await fill(list, 'format', format)
    t.equal((await execute(page, 'listAgreements')).status, 200, format)
    const link = list.locator('.live-responses-table a[download]')
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    t.match(download.suggestedFilename(), new RegExp(`^agreements-.*\\.${format}$`))
    t.match((await readFile(await download.path())).toString('latin1'), beginning)
  }
})

t.test('once authorised, the first Execute of every operation that writes succeeds and keeps nothing', async t => {
  await authorize(page, keys.write)
  for (const { operationId, method } of operations.filter(({ method }) => method !== 'get')) {
    const { status, body } = await execute(page, operationId)
    t.equal(status, method === 'delete' ? 204 : 200, `${operationId}: ${body.slice(0, 300)}`)
  }
  const { body } = await get('/v1/agreements?total=true&limit=1')
  t.equal(body.page.total, agreementsSeeded)
  t.equal(body.items[0].revision.actor, 'seed')
})

t.test('an agreement is made, changed by its tag, deleted and restored; the key outlives a reload', async t => {
  await page.reload()
  const create = await expand(page, 'createAgreement')
  await fill(create, 'dryRun', '')
  const made = await execute(page, 'createAgreement')
  t.equal(made.status, 201, made.body.slice(0, 300))
  const { id } = JSON.parse(made.body)

  await fill(await expand(page, 'getAgreement'), 'id', id)
  const { tag = '' } = await execute(page, 'getAgreement')
  t.match(tag, /^"1\./)
  for (const [operationId, given, status] of [
    ['patchAgreement', { 'if-match': tag }, 200],
    ['deleteAgreement', { 'if-match': '"2"' }, 204],
    ['restoreRevision', { 'if-match': '"3"', version: '1' }, 200]
  ] as const) {
    const operation = await expand(page, operationId)
    for (const [name, value] of Object.entries({ id, dryRun: '', ...given })) await fill(operation, name, value)
    const answer = await execute(page, operationId)
    t.equal(answer.status, status, `${operationId}: ${answer.body.slice(0, 300)}`)
  }
  const { body } = await get(`/v1/agreements/${id}`)
  t.match(body.revision, { version: 4, actor: 'tester' })
})

t.test('in all of that neither the browser nor Swagger UI had anything to complain of', async t => {
  t.same(complaints, [])
  t.equal(await page.locator('.errors-wrapper').count(), 0)
})
