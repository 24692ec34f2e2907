import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import root from 'tap'
import type { Config } from '../src/config.ts'
import { type Registry, start } from './start.ts'

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'
if (!existsSync(executablePath))
  throw new Error(
    `There is no browser at ${executablePath}. Install Chromium ("apt-get install chromium"), or set CHROMIUM to the path of one.`
  )

// A browser that speaks with this machine only.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync'
]

const browser = await chromium.launch({ executablePath, args })
root.teardown(() => browser.close())

/** One registry for all tests of a file, and where it listens. `config` is what differs from that of other tests. */
export async function listen(config: Partial<Config> = {}): Promise<Registry & { origin: string }> {
  const registry = await start(root, 'postgresql', config)
  await registry.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...registry, origin: `http://127.0.0.1:${(registry.app.server.address() as AddressInfo).port}` }
}

/** A tab of the browser, and everything that its console, its requests or their policy complain of. */
export async function visit(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  root.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  // Violations of the policy of the page are errors of the console.
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  // Of where it went first.
  let home: string | undefined
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    home ??= origin
    if (origin !== home && !/^(blob|data):/.test(protocol)) complaints.push(`asks another origin: ${request.url()}`)
  })
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText
    // What the browser itself gives up, as on a reload, is no failure.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${why}`)
  })
  return { page, complaints }
}

/** By how many pixels a page is wider than its window. */
export const sticksOut = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds serious or critical on a page. */
export async function barriers(page: Page): Promise<string[]> {
  // An evaluation is not held by the policy of the page.
  await page.evaluate(axe)
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' ')}`)
}

/** A picture for whoever wants to look, where PICTURES says where to. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  await mkdir(process.env.PICTURES, { recursive: true })
  await page.screenshot({ path: `${process.env.PICTURES}/${name.replaceAll(/\W+/g, '-').slice(0, 60)}.png` })
}
