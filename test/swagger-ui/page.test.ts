import t from 'tap'
import { execute, expand, listen, open, operationOf } from './browser.ts'

const { origin, app, get } = await listen()
const docs = `${origin}/docs/`
const operations = Object.entries(app.swagger().paths ?? {}).flatMap(([path, item]) =>
  Object.values(item as Record<string, { operationId: string }>).map(({ operationId }) => ({ path, operationId }))
)

t.test('light and dark follow the system while the page is open', async t => {
  const { page } = await open(docs, { colorScheme: 'light' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await t.resolves(page.locator('html.dark-mode').waitFor({ timeout: 5_000 }))
})

t.test('each question to begin with opens its operation and fills it in, and is answered', async t => {
  const { page, complaints } = await open(docs)
  const questions = page.locator('.info a[href^="#/"]')
  const hrefs = await questions.evaluateAll(all => all.map(link => String(link.getAttribute('href'))))
  t.ok(hrefs.length > 8)
  for (const [i, href] of hrefs.filter(href => !href.includes('/Write/')).entries()) {
    await page.locator(`.info a[href="${href}"]`).click()
    const [place = '', query = ''] = href.split('?')
    const operationId = place.split('/').at(-1) as string
    const operation = operationOf(page, operationId)
    await operation.locator('.btn.execute').waitFor()
    const { y = -1 } = (await operation.locator('.opblock-summary').boundingBox()) ?? {}
    t.ok(y >= 0 && y < 900, `${operationId} is in sight`)
    t.equal(await operation.locator('.opblock-summary-control:focus').count(), 1, 'and goes on by keyboard')
    for (const [name, value] of new URLSearchParams(query)) {
      const fields = operation.locator(`tr[data-param-name="${name}"]`).locator('option:checked, input')
      const filled = await fields.evaluateAll(all => all.map(field => (field as unknown as { value: string }).value))
      t.ok(filled.includes(value), `${href}: ${name}`)
    }
    const { path } = operations.find(operation => operation.operationId === operationId) ?? {}
    if (path?.includes('{') === false) t.equal((await get(`${path}?${query}`)).status, 200, href)
    // What is executed is what is filled in; the others would say so again.
    if (i > 0) continue
    t.equal((await execute(page, operationId)).status, 200, href)
    const url = await operation.locator('.request-url pre').textContent()
    t.equal(new URL(url ?? '').search, `?${query}`)
    await operation.locator('.btn-clear').click()
  }
  t.same(complaints, [])
})

t.test('all other links of the introduction lead somewhere', async t => {
  const { page } = await open(docs)
  const links = await page
    .locator('.info a[href^="../"]')
    .evaluateAll(all => all.map(link => String((link as unknown as { href: string }).href)))
  t.ok(links.length > 4)
  for (const link of links) t.equal((await fetch(link)).status, 200, link)
})

t.test('a schema shows its members, and those of the schemas that it names', async t => {
  const { page, complaints } = await open(docs)
  await page.locator('section.models h4 button').click()
  const schema = page.locator('section.models article', { has: page.getByText('Problem', { exact: true }) }).first()
  await schema.getByRole('button', { name: 'Expand all' }).first().click()
  await schema.getByText('parameter', { exact: true }).first().waitFor()
  t.same(complaints, [])
})

t.test('an address opens its operation', async t => {
  const { page, complaints } = await open(`${docs}#/Agreements/listAgreements?party=RW&facility=sv-cecot`)
  const list = operationOf(page, 'listAgreements')
  await list.locator('.btn.execute').waitFor()
  t.equal(await list.locator('tr[data-param-name="party"] input').inputValue(), 'RW')
  t.equal(await list.locator('tr[data-param-name="facility"] input').inputValue(), 'sv-cecot', 'in its group, too')
  await page.reload()
  t.equal(
    await list.locator('tr[data-param-name="party"] input').inputValue(),
    'RW',
    'again, whoever keeps the address'
  )
  await page.goto('about:blank')
  await page.goto(`${docs}#/History/listChanges`)
  await operationOf(page, 'listChanges').getByRole('button', { name: 'Execute' }).waitFor()
  t.same(complaints, [])
})

t.test('an operation is opened, a group too, and executed by keyboard alone', async t => {
  const { page } = await open(docs)
  const list = operationOf(page, 'listAgreements')
  await list.locator('.opblock-summary-control').focus()
  await page.keyboard.press('Enter')
  const group = list.getByRole('button', { name: /^when/ })
  await group.waitFor()
  t.equal(await group.getAttribute('aria-expanded'), 'false')
  await group.focus()
  await page.keyboard.press('Space')
  t.equal(await group.getAttribute('aria-expanded'), 'true')
  t.equal(await list.getByRole('textbox', { name: /^endsFrom/ }).count(), 1, 'and fields have names')
  await list.getByRole('button', { name: 'Execute' }).focus()
  await page.keyboard.press('Enter')
  await list.locator('.live-responses-table').waitFor()
})

t.test('what a code means is one click away, and the vocabulary another one', async t => {
  const { page } = await open(docs)
  const list = await expand(page, 'listAgreements')
  const kind = list.locator('tr[data-param-name="kind"]')
  t.notOk(await kind.getByText('The sender rents places of a prison').isVisible())
  await kind.getByText(/^What the \d+ codes mean$/).click()
  t.ok(await kind.getByText('The sender rents places of a prison').isVisible())
  const href = await kind.getByRole('link', { name: 'Codes in the vocabulary' }).getAttribute('href')
  t.equal((await fetch(new URL(String(href), docs))).status, 200)
})
