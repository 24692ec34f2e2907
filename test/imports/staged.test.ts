import { open } from 'node:fs/promises'
import t from 'tap'
import type { StagedRevisions } from '../../src/agreements/staging.ts'
import { StagedFile } from '../../src/imports/staged.ts'

t.test('what cannot be read whole from a staged file is not written', async t => {
  const file = await StagedFile.open()
  t.teardown(() => file.close())
  const batch = { count: 1, values: { given: '[{"id":"é"}]', event: '[]' } }
  await file.add(batch)
  const read = async () => {
    const batches: StagedRevisions[] = []
    for await (const each of file.read(0, 1)) batches.push(each)
    return batches
  }
  t.same(await read(), [batch])
  const other = await open(import.meta.filename)
  t.teardown(() => other.close())
  t.intercept(Object.getPrototypeOf(other), 'readv', { value: async () => ({ bytesRead: 10 }) })
  await t.rejects(read(), { message: /cut short/ })
})
