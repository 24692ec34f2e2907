import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { cli, launch, placeOf, refusalOf, serve, temporaryDirectory } from './processes.ts'

const RECORDS = 1_020

/** A file of records, each of which names the next one. */
async function fileOf(t: Test, records: number): Promise<string> {
  const file = join(await temporaryDirectory(t), 'records.ndjson')
  const id = (n: number) => `us-sv-2019-example-${n % records}`
  const lines = Array.from({ length: records }, (_, n) =>
    JSON.stringify(anAgreement({ id: id(n), relations: [{ type: 'related', agreement: id(n + 1) }] }))
  )
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

t.test('an import that is killed keeps whole thousands, and the next one does the rest', async t => {
  const place = await placeOf(t, 'postgresql', 'empty')
  const file = await fileOf(t, RECORDS)
  const first = launch(t, 'commands/cli', ['import', file], place)
  let said = ''
  while (!said.includes('Writing: 1,000 of')) said += (await once(first.child.stderr, 'data'))[0]
  first.child.kill('SIGKILL')
  await first.ended
  const second = await cli(t, ['import', file], place)
  const [, created, unchanged] = /^(\d+) created, 0 updated, (\d+) unchanged/.exec(second.stdout) ?? []
  t.equal(Number(created) + Number(unchanged), RECORDS, second.stderr)
  t.ok([1_000, RECORDS].includes(Number(unchanged)), second.stdout)
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
})

t.test('a service that is killed during an import has kept all of it or nothing', async t => {
  const place = await placeOf(t, 'embedded', 'filled')
  const service = await serve(t, place)
  const key = service.key as string
  const body = Array.from({ length: 300 }, (_, n) =>
    JSON.stringify(anAgreement({ id: `us-sv-2019-example-${n}` }))
  ).join('\n')
  const sending = fetch(`${service.address}/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body
  }).then(
    ({ status }) => status,
    () => 0
  )
  await new Promise(done => setTimeout(done, 1_000))
  await service.stop('SIGKILL')
  const status = await sending
  const again = await serve(t, place)
  const { page } = (await (await fetch(`${again.address}/v1/agreements?total=true`)).json()) as {
    page: { total: number }
  }
  await again.stop()
  t.ok(page.total === agreementsSeeded || page.total === agreementsSeeded + 300, `${page.total} agreements`)
  if (status === 200) t.ok(page.total === agreementsSeeded + 300)
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
})

t.test(
  'what was exported can be imported; faults are answered line by line, and what was mistyped by usage',
  async t => {
    const place = await placeOf(t, 'postgresql', 'empty')
    const file = join(await temporaryDirectory(t), 'records.json')
    await writeFile(file, JSON.stringify([anAgreement(), anAgreement({ id: 'us-sv-2019-bad', kinds: [] })], null, 1))
    const refused = await cli(t, ['import', file], place)
    t.match(refused, { code: 1, stdout: '' })
    t.match(
      refused.stderr,
      /^Line \d+, us-sv-2019-bad: \/kinds: The list must not be empty\.\n1 records have faults\. Nothing/m
    )
    const out = join(await temporaryDirectory(t), 'out.ndjson')
    await writeFile(file, JSON.stringify([anAgreement()]))
    t.match(await cli(t, ['import', file], place), { code: 0, stdout: /^1 created, 0 updated, 0 unchanged; 0 derived/ })
    t.match(await cli(t, ['export', out], place), { code: 0, stdout: `1 records exported to ${out}.\n` })
    t.match(await cli(t, ['import', out], place), { code: 0, stdout: /^0 created, 0 updated, 1 unchanged; 3 derived/ })
    for (const args of [['import'], ['export'], ['import', 'a', 'b']])
      t.match(await refusalOf(args), /^Name one file\.\n\nusage:\n/)
    t.match(await refusalOf(['import', '/no/such/file']), /^The file cannot be read/)
  }
)
