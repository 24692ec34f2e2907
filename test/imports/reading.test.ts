import t from 'tap'
import { readRecords } from '../../src/imports/reading.ts'
import { limits } from '../../src/limits.ts'

async function* times(count: number, chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield chunk
}

/** How many records were read, and why no more of them. */
async function readAll(chunks: AsyncIterable<Uint8Array>) {
  let records = 0
  try {
    for await (const _ of readRecords(chunks, 'application/x-ndjson')) records++
    return { records }
  } catch (error) {
    return { records, error }
  }
}

t.test('a file may have as many records as is said, and not one more', async t => {
  t.match(await readAll(times(limits.import.records + 1, Buffer.from('1\n'))), {
    records: limits.import.records,
    error: { code: 'content-too-large', detail: /over 100,000 records/ }
  })
})

t.test('a file may have as many bytes as is said, and not one more', async t => {
  const chunk = Buffer.alloc(1024 ** 2, ' ')
  const most = limits.import.body / chunk.length
  t.same(await readAll(times(most, chunk)), { records: 1 }, 'one record, which is too long by itself')
  t.match(await readAll(times(most + 1, chunk)), {
    records: 0,
    error: { code: 'content-too-large', detail: /The file has over 256/ }
  })
})
