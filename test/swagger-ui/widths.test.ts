import t from 'tap'
import { barriers, sticksOut } from '../browser.ts'
import { execute, listen, open, operationOf, picture } from './browser.ts'

const { origin } = await listen()

const widths = { phone: 390, tablet: 768, desktop: 1280 }

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`on every device, ${colorScheme}: nothing sticks out, and all can be read and reached`, async t => {
    const { page, complaints } = await open(`${origin}/docs/`, { viewport: { width: 390, height: 900 }, colorScheme })
    t.equal(await page.locator('html.dark-mode').count(), colorScheme === 'dark' ? 1 : 0)
    t.ok((await sticksOut(page)) <= 0, 'with nothing open')
    for (const operationId of ['listAgreements', 'patchAgreement']) await execute(page, operationId)
    for (const [device, width] of Object.entries(widths)) {
      await page.setViewportSize({ width, height: 900 })
      t.ok((await sticksOut(page)) <= 0, device)
      for (const operationId of ['listAgreements', 'patchAgreement']) {
        await operationOf(page, operationId).evaluate(element => element.scrollIntoView())
        await picture(page, `${device} ${colorScheme} ${operationId}`)
      }
    }
    t.same(await barriers(page), [])
    // Nobody is authorised here: that is an answer, and the browser notes it.
    t.same(
      complaints.filter(text => !/ 401 /.test(text)),
      []
    )
  })
}
