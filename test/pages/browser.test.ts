import { readFile } from 'node:fs/promises'
import t from 'tap'
import { barriers, listen, picture, sticksOut, visit } from '../browser.ts'

const { origin } = await listen()
const agreement = '/agreements/us-sv-2019-asylum-cooperative-agreement'
const rwanda = ['gb-rw-2022-asylum-partnership-mou', 'gb-rw-2023-asylum-partnership-treaty']
const pages = {
  home: '/',
  list: '/agreements?sender=US',
  'empty list': '/agreements?q=CECOT&asOf=2021-02-10',
  agreement,
  money: '/agreements/us-pw-2025-third-country-memorandum',
  country: '/countries/PA',
  countries: '/countries',
  compare: `/compare?id=${rwanda.join('&id=')}`,
  map: '/map',
  network: '/network',
  changes: '/changes',
  vocabulary: '/vocabulary',
  about: '/about',
  card: `/embed${agreement}`,
  problem: '/agreements/no-such-agreement'
}

/** Leaves twenty of the rows below one head, which are alike: axe would take seconds for each hundred of them. */
const thinOut = `{
  const rows = {}
  for (const row of document.querySelectorAll('tbody > tr')) {
    const head = row.closest('table').tHead?.textContent
    rows[head] = (rows[head] ?? 0) + 1
    if (rows[head] > 20) row.remove()
  }
}`

/** The browser notes an answer of 404, which one of the pages is. */
const isNews = (complaint: string) => !/ 404 /.test(complaint)

t.test('a journalist finds, dates, checks, cites and takes home, without a script', async t => {
  const { page, complaints } = await visit({ javaScriptEnabled: false, acceptDownloads: true })
  await page.goto(`${origin}/`)
  await page.getByRole('searchbox').fill('CECOT')
  await page.getByRole('button', { name: 'Search' }).click()
  t.match(await page.locator('.sentence').textContent(), /that speak of “CECOT”/)
  const [sheet] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX' }).click()])
  t.match(sheet.suggestedFilename(), /^agreements-\d{4}-\d\d-\d\d\.xlsx$/)
  t.equal((await readFile(await sheet.path())).subarray(0, 2).toString(), 'PK')
  await page.locator('.list tbody a').first().click()
  t.match(await page.locator('h1').textContent(), /CECOT/)

  await page.goto(`${origin}${agreement}`)
  t.match(await page.locator('.status .big').first().textContent(), 'Terminated')
  await page.getByLabel('As of', { exact: false }).first().fill('2021-02-10')
  await page.getByRole('button', { name: 'Show' }).click()
  t.equal(page.url(), `${origin}${agreement}?asOf=2021-02-10`, 'fields left empty are not in the address')
  t.match(await page.locator('.status .big').first().textContent(), 'Suspended')
  await picture(page, 'walk 2021')

  await page.locator('svg.wide a[href="#e-in-force"]').first().click()
  const claim = page.locator('tr:target')
  t.match(await claim.textContent(), /Entered into force.*disputed/)
  await claim.locator('a[href^="#s-"]').first().click()
  const source = page.locator('tr:target a.url')
  t.match(await source.getAttribute('href'), /^https?:\/\//)
  const [citation] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'BibTeX' }).click()
  ])
  t.match(await readFile(await citation.path(), 'utf8'), /^@\w+\{us-sv-2019-asylum-cooperative-agreement-v1/)
  t.same(complaints, [])
})

const widths = [360, 768, 1280, 1440]
/** Pages on which everything stands that has a colour of its own. */
const coloured = ['home', 'list', 'agreement', 'money', 'country', 'compare', 'card'] as const

t.test('from a phone to a wide desktop nothing sticks out, all can be read, and nobody complains', async t => {
  const { page, complaints } = await visit({ colorScheme: 'light' })
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(origin + address)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await picture(page, `${name} ${width} light`)
      t.ok((await sticksOut(page)) <= 0, `${name} fits ${width}`)
      // One picture of the two is displayed, and so read aloud.
      if (name === 'agreement') t.equal(await page.locator('svg.wide:visible, svg.tall:visible').count(), 1)
    }
    await page.evaluate(thinOut)
    t.same(await barriers(page), [], name)
  }
  t.same(complaints.filter(isNews), [])
})

t.test('in the dark and on a phone all can be read as well', async t => {
  const { page, complaints } = await visit({ colorScheme: 'dark', viewport: { width: 360, height: 900 } })
  for (const name of coloured) {
    await page.goto(origin + pages[name])
    await picture(page, `${name} 360 dark`)
    await page.evaluate(thinOut)
    t.same(await barriers(page), [], name)
  }
  t.same(complaints, [])
})

t.test('the keyboard alone is enough', async t => {
  const { page } = await visit()
  await page.goto(`${origin}${agreement}`)
  const focused = () => page.evaluate('document.activeElement.textContent.trim()') as Promise<string>
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'To the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'Agreements', 'the menu is passed over')
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')
  t.equal(outline, '3px', 'and one sees where one is')
  await page.locator('svg.wide a[href="#e-signed"]').first().focus()
  await page.keyboard.press('Enter')
  t.match(await page.locator('tr:target').textContent(), /Signed/)
})

t.test('targets are large enough for a finger', async t => {
  const { page } = await visit({ viewport: { width: 390, height: 900 } })
  await page.goto(`${origin}/agreements?sender=US`)
  const heights = (await page.evaluate(
    `[...document.querySelectorAll('.facets li a, .chips a, .pager a, button')].map(element => element.closest('li')?.getBoundingClientRect().height ?? element.getBoundingClientRect().height)`
  )) as number[]
  t.ok(heights.length > 20)
  t.ok(Math.min(...heights) >= 24, `the smallest is ${Math.min(...heights)}`)
})

t.test('print has the sources and no forms, on as many pages as one would expect', async t => {
  const { page } = await visit()
  for (const [name, most] of Object.entries({ agreement: 8, list: 4, home: 6 })) {
    await page.goto(origin + pages[name as keyof typeof pages])
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
    t.ok(sheets >= 1 && sheets <= most, `${name} has ${sheets} pages`)
    await page.emulateMedia({ media: 'print' })
    t.equal(await page.locator('form:visible, .facets:visible, .top nav:visible').count(), 0, name)
    await picture(page, `${name} print`)
    await page.emulateMedia({ media: null })
  }
})
