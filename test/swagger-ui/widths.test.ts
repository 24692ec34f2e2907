import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import t from 'tap'
import { execute, listen, open, operationOf, picture } from './browser.ts'

const { origin } = await listen()
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const widths = { phone: 390, tablet: 768, desktop: 1280 }

for (const colorScheme of ['light', 'dark'] as const) {
  t.test(`on every device, ${colorScheme}: nothing sticks out, and all can be read and reached`, async t => {
    const { page, complaints } = await open(`${origin}/docs/`, { viewport: { width: 390, height: 900 }, colorScheme })
    t.equal(await page.locator('html.dark-mode').count(), colorScheme === 'dark' ? 1 : 0)
    const sticksOut = () => page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>
    t.ok((await sticksOut()) <= 0, 'with nothing open')
    for (const operationId of ['listAgreements', 'patchAgreement']) await execute(page, operationId)
    for (const [device, width] of Object.entries(widths)) {
      await page.setViewportSize({ width, height: 900 })
      t.ok((await sticksOut()) <= 0, device)
      for (const operationId of ['listAgreements', 'patchAgreement']) {
        await operationOf(page, operationId).evaluate(element => element.scrollIntoView())
        await picture(page, `${device} ${colorScheme} ${operationId}`)
      }
    }
    // An evaluation is not held by the policy of the page.
    await page.evaluate(axe)
    const { violations } = (await page.evaluate('axe.run()')) as {
      violations: { id: string; impact: string; nodes: { html: string }[] }[]
    }
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    t.same(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' ')}`),
      []
    )
    // Nobody is authorised here: that is an answer, and the browser notes it.
    t.same(
      complaints.filter(text => !/ 401 /.test(text)),
      []
    )
  })
}
