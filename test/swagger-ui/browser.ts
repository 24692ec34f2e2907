import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { picture, visit } from '../browser.ts'

export { listen, picture } from '../browser.ts'

/** Swagger UI at an address, and all that the browser complains of. */
export async function open(
  address: string,
  options: BrowserContextOptions = {}
): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await visit(options)
  await page.goto(address)
  await page.locator('.opblock').first().waitFor()
  return { page, complaints }
}

// By class: to find a button by its name, the names of all that stands in an operation are worked out.

export const operationOf = (page: Page, operationId: string): Locator => page.locator(`[id$="-${operationId}"].opblock`)

/** Opens an operation, if it is not open. */
export async function expand(page: Page, operationId: string): Promise<Locator> {
  const operation = operationOf(page, operationId)
  const button = operation.locator('.btn.execute')
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
  const clear = operation.locator('.btn-clear')
  if (await clear.count()) await clear.click()
  await operation.locator('.btn.execute').click()
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
