import fc from 'fast-check'
import t from 'tap'
import { type Item, readers } from '../../src/imports/items.ts'
import { limits } from '../../src/limits.ts'

/** A text in UTF-8 that arrives in pieces, cut wherever it may be, within a character too. */
async function* cut(text: string, cuts: number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < places.length; i++) yield bytes.subarray(places[i - 1], places[i])
}

async function itemsOf(type: keyof typeof readers, text: string, cuts: number[] = []): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of readers[type](cut(text, cuts))) items.push(item)
  return items
}

const parsed = ({ bytes }: Item) => JSON.parse(String(bytes))

/** What a place in a text begins with, by line and column. */
const from = (text: string, { line, column }: Item) =>
  Buffer.from(text.split('\n')[line - 1] as string).subarray(column - 1)

const cuts = fc.array(fc.nat(2_000), { maxLength: 12 })

t.test('the elements of any list come as they are, with their places, however it is written and cut', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, '\t'), cuts, async (values, indent, cuts) => {
      const text = JSON.stringify(values, null, indent)
      const items = await itemsOf('application/json', text, cuts)
      t.strictSame(items.map(parsed), JSON.parse(text))
      for (const item of items) {
        const first = String(item.bytes?.subarray(0, 1))
        t.equal(String(from(text, item).subarray(0, 1)), first)
      }
    }),
    { numRuns: 200 }
  )
})

t.test('records on lines come as they are, however lines end and the text is cut', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.constantFrom('\n', '\r\n', '\n\n'),
      cuts,
      async (values, end, cuts) => {
        const text = values.map(value => JSON.stringify(value) + end).join('')
        t.strictSame(
          (await itemsOf('application/x-ndjson', text, cuts)).map(parsed),
          JSON.parse(JSON.stringify(values))
        )
      }
    ),
    { numRuns: 200 }
  )
  const lines = (await itemsOf('application/x-ndjson', '1\n\n 2\n3')).map(item => [item.line, parsed(item)])
  t.same(lines, [
    [1, 1],
    [3, 2],
    [4, 3]
  ])
})

t.test('a record that is too long is passed over, and those around it are not', async t => {
  const long = `"${'a'.repeat(limits.body)}"`
  t.same(
    (await itemsOf('application/x-ndjson', `1\n${long}\n3`, [7, 500_000])).map(({ line, bytes }) => [
      line,
      bytes?.length
    ]),
    [
      [1, 1],
      [2, undefined],
      [3, 1]
    ]
  )
  const items = await itemsOf('application/json', `[1,${long},3]`, [7, 500_000])
  t.same(
    items.map(({ bytes }) => bytes && String(bytes)),
    ['1', undefined, '3']
  )
})

t.test('what is no list is refused where that shows', async t => {
  const places = {
    '': '1, column 1',
    ' {}': '1, column 2',
    '[1]\n 2': '2, column 2',
    '[1': '1, column 3',
    '["]': '1, column 4'
  }
  for (const [text, place] of Object.entries(places))
    await t.rejects(itemsOf('application/json', text), {
      code: 'malformed-request',
      detail: new RegExp(`line ${place}:`)
    })
  await t.rejects(itemsOf('application/json', '{"id":"a"}\n{"id":"b"}'), {
    code: 'malformed-request',
    detail: /application\/x-ndjson\.$/
  })
  t.same(await itemsOf('application/json', ' [ ]\n'), [])
  t.equal((await itemsOf('application/json', '[1,,2]')).length, 3, 'a gap is for whoever reads the element')
})
