import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { agreementsSeeded } from './fixtures/data-set.ts'
import { type Registry, start } from './start.ts'

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'

// A browser that speaks with this machine only.
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync'
]

let browser: Browser

t.before(async () => {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no browser at ${executablePath}. Install Chromium ("apt-get install chromium"), or set CHROMIUM to the path of one.`
    )
  }
  browser = await chromium.launch({ executablePath, args })
})
t.teardown(() => browser?.close())

t.test('Swagger UI opens over plain HTTP, with the groups in the order of a tour', async t => {
  const { page, complaints } = await open(t)
  const groups = await page.locator('.opblock-tag').evaluateAll(tags => tags.map(tag => tag.getAttribute('data-tag')))
  t.same(groups, ['Agreements', 'Analysis', 'Claims', 'History', 'Write', 'Reference data', 'Operations'])
  t.match(await page.locator('.info').textContent(), /Three clocks/)
  const links = await page
    .locator('.info a[href^="../"]')
    .evaluateAll(all => all.map(link => String((link as unknown as { href: string }).href)))
  t.equal(links.length, 6)
  for (const link of links) t.equal((await fetch(link)).status, 200, link)
  t.same(complaints, [])
})

t.test('the first Execute of an operation that reads shows its answer', async t => {
  const { page, complaints } = await open(t)
  for (const [operationId, promise] of [
    ['getAgreement', /"label": "2019 safe-third-country, terminated, unimplemented"/],
    ['listAgreements', /"items": \[/],
    ['getStatus', /"timeline": \[/],
    ['listRevisions', /"operation": "create"/],
    ['getRevision', /"version": 1/],
    ['diffAgreement', /"changes": \[\]/],
    ['listChanges', /"more": true/],
    ['listCountries', /"Afghanistan"/],
    ['getCountry', /"El Salvador"/],
    ['getVocabulary', /"list": "event_types"/],
    ['getAgreementSchema', /2020-12/],
    ['getStatistics', /"persons"/],
    ['getNetwork', /"edges"/],
    ['getComparison', /"members"/],
    ['listEvents', /"items": \[/],
    ['getEvent', /"signed"/]
  ] as const) {
    const { status, body } = await execute(page, operationId)
    t.equal(status, '200', `${operationId}: ${body.slice(0, 1500)}`)
    t.match(body, promise, operationId)
  }
  t.same(complaints, [])
})

t.test('once authorised, the first Execute of an operation that writes succeeds and keeps nothing', async t => {
  const { page, registry, complaints } = await open(t)
  await page.getByRole('button', { name: 'Authorize' }).first().click()
  await page.locator('.auth-container input').fill(registry.keys.write)
  await page.locator('.auth-btn-wrapper .authorize').click()
  await page.locator('.auth-btn-wrapper .btn-done').click()
  for (const [operationId, expected] of [
    ['createAgreement', '200'],
    ['replaceAgreement', '200'],
    ['patchAgreement', '200'],
    ['restoreRevision', '200'],
    ['deleteAgreement', '204']
  ] as const) {
    const { status, body } = await execute(page, operationId)
    t.equal(status, expected, `${operationId}: ${body.slice(0, 300)}`)
  }
  t.same(complaints, [])
  const { body } = await registry.get('/v1/agreements?total=true&limit=1')
  t.equal(body.page.total, agreementsSeeded)
  t.equal(body.items[0].revision.actor, 'seed')
})

/** Swagger UI of a registry, and everything that its console or its requests complain of. */
async function open(t: Test): Promise<{ page: Page; registry: Registry; complaints: string[] }> {
  const registry = await start(t, 'embedded')
  await registry.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = registry.app.server.address() as AddressInfo
  const context = await browser.newContext({ viewport: { width: 1280, height: 1600 } })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('requestfailed', request => complaints.push(`${request.url()}: ${request.failure()?.errorText}`))
  await page.goto(`http://127.0.0.1:${port}/docs`)
  await page.locator('.opblock').first().waitFor()
  await picture(page, t.name)
  return { page, registry, complaints }
}

/** Opens an operation, changes nothing, and sends it. */
async function execute(page: Page, operationId: string): Promise<{ status: string; body: string }> {
  const operation = page.locator(`[id$="-${operationId}"].opblock`)
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  await answer.waitFor()
  const status = (await answer.locator('.response-col_status').last().textContent()) ?? ''
  const body = answer.locator('.response-col_description .microlight, .response-col_description pre').first()
  const text = (await body.count()) > 0 ? ((await body.textContent()) ?? '') : ''
  await picture(page, operationId)
  return { status: (status.match(/\d{3}/) ?? [''])[0] as string, body: text }
}

/** A picture for whoever wants to look, where PICTURES says where to. */
async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  await mkdir(process.env.PICTURES, { recursive: true })
  await page.screenshot({ path: `${process.env.PICTURES}/${name.replaceAll(/\W+/g, '-').slice(0, 60)}.png` })
}
