import { join } from 'node:path'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { cli, placeOf, refusalOf, serve, temporaryDirectory } from './processes.ts'

t.test('a copy of the embedded database, made while it is served, has all to the last revision', async t => {
  const place = await placeOf(t, 'embedded', 'filled')
  const directory = await temporaryDirectory(t)
  const [file, DATA_DIR] = [join(directory, 'copy.tar.gz'), join(directory, 'data')]
  const service = await serve(t, place)
  const headers = { authorization: `Bearer ${service.key}`, 'content-type': 'application/json' }
  const made = await fetch(`${service.address}/v1/agreements`, {
    method: 'POST',
    headers,
    body: JSON.stringify(anAgreement())
  })
  t.equal(made.status, 201)
  t.match(await cli(t, ['backup', file], place), { code: 0, stdout: `Backed up to ${file}.\n`, stderr: '' })
  t.match(await cli(t, ['backup', file], place), { code: 2, stderr: /is there already/ })
  const changes = async (address: string) => (await fetch(`${address}/v1/changes?limit=200`)).json()
  const before = await changes(service.address)
  await service.stop()

  t.match(await cli(t, ['restore', file], { DATA_DIR }), { code: 0, stdout: /^Restored from / })
  t.match(await cli(t, ['restore', file], { DATA_DIR }), { code: 2, stderr: /^There is a database in / })
  t.match(await cli(t, ['verify'], { DATA_DIR }), { code: 0, stdout: '0 differences found.\n' })
  const restored = await serve(t, { DATA_DIR })
  t.same(await changes(restored.address), before)
  const read = await fetch(`${restored.address}${made.headers.get('location')}`)
  t.same(await read.json(), await made.json())
  await restored.stop()
})

t.test('what was mistyped is a sentence', async t => {
  for (const args of [['backup'], ['restore'], ['backup', 'a', 'b']]) t.match(await refusalOf(args), /^Name one file\./)
  t.match(await refusalOf(['restore', '/no/such/file']), /^There is no file/)
})
