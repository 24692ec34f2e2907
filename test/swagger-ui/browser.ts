import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import root from 'tap'
import { type Registry, start } from '../start.ts'

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'
if (!existsSync(executablePath))
  throw new Error(
    `There is no browser at ${executablePath}. Install Chromium ("apt-get install chromium"), or set CHROMIUM to the path of one.`
  )

// A browser that speaks with this machine only.
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync'
]

const browser = await chromium.launch({ executablePath, args })
root.teardown(() => browser.close())

/** One registry for all tests of a file, and where it listens. */
export async function listen(): Promise<Registry & { origin: string }> {
  const registry = await start(root, 'embedded')
  await registry.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...registry, origin: `http://127.0.0.1:${(registry.app.server.address() as AddressInfo).port}` }
}

/** Swagger UI at an address, and everything that its console, its requests or their policy complain of. */
export async function open(
  address: string,
  options: BrowserContextOptions = {}
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  root.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  // Violations of the policy of the page are errors of the console.
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (new URL(request.url()).origin !== new URL(address).origin && !/^(blob|data):/.test(request.url()))
      complaints.push(`asks another origin: ${request.url()}`)
  })
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText
    // What the browser itself gives up, as on a reload, is no failure.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${why}`)
  })
  await page.goto(address)
  await page.locator('.opblock').first().waitFor()
  return { page, complaints }
}

export const operationOf = (page: Page, operationId: string): Locator => page.locator(`[id$="-${operationId}"].opblock`)

/** Opens an operation, if it is not open. */
export async function expand(page: Page, operationId: string): Promise<Locator> {
  const operation = operationOf(page, operationId)
  const button = operation.getByRole('button', { name: 'Execute' })
  // After a reload the page opens the operation of its address by itself, at any time; a click would then close it.
  for (let tries = 0; (await button.count()) === 0 && tries < 5; tries++) {
    await operation.locator('.opblock-summary-control').click()
    await button.waitFor({ timeout: 5_000 }).catch(() => {})
  }
  await button.waitFor()
  return operation
}

/** Presses Execute, and reads what is shown. */
export async function execute(
  page: Page,
  operationId: string
): Promise<{ status: number; body: string; tag: string | undefined }> {
  const operation = await expand(page, operationId)
  const clear = operation.getByRole('button', { name: 'Clear' })
  if (await clear.count()) await clear.click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table')
  await answer.waitFor()
  const status = await answer.locator('.response-col_status').last().textContent()
  const [body = '', headers = ''] = await answer.locator('.response-col_description pre').allInnerTexts()
  await picture(page, operationId)
  return {
    status: Number(/\d{3}/.exec(status ?? '')?.[0]),
    body,
    tag: /^\s*etag: (\S+)/m.exec(`${body}\n${headers}`)?.[1]
  }
}

/** Fills in a parameter; the empty text leaves it out. */
export async function fill(operation: Locator, name: string, value: string): Promise<void> {
  const field = operation.locator(`tr[data-param-name="${name}"]`).locator('select, input')
  if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value)
  else await field.fill(value)
}

/** Gives a key to Swagger UI. */
export async function authorize(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Authorize' }).first().click()
  await page.locator('.auth-container input').fill(key)
  await page.locator('.auth-btn-wrapper .authorize').click()
  await page.locator('.auth-btn-wrapper .btn-done').click()
}

/** A picture for whoever wants to look, where PICTURES says where to. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  await mkdir(process.env.PICTURES, { recursive: true })
  await page.screenshot({ path: `${process.env.PICTURES}/${name.replaceAll(/\W+/g, '-').slice(0, 60)}.png` })
}
