import { readdir, readFile } from 'node:fs/promises'
import semver from 'semver'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'
import { breaksBetween } from './breaking.ts'

const read = async (path: string) => JSON.parse(await readFile(sourceFile(`openapi/${path}`), 'utf8'))

interface Declared {
  /** Each as it is found, or how several begin, before an ellipsis. */
  breaks: string[]
  reason: string
}

t.test('the document breaks nothing of the last released one but what is declared, with a reason', async t => {
  const released = await readdir(sourceFile('openapi/released'))
  const [last] = semver.rsort(released.map(name => name.replace(/\.json$/, '')))
  const declared: Declared[] = await read('breaking-changes.json')
  const found = breaksBetween(await read(`released/${last}.json`), await read('openapi.json'))
  const names = (line: string, one: string) => (line.endsWith('…') ? one.startsWith(line.slice(0, -1)) : one === line)
  const lines = declared.flatMap(({ breaks }) => breaks)
  t.same(
    found.filter(one => !lines.some(line => names(line, one))),
    [],
    `nothing else breaks what version ${last} promised`
  )
  t.same(
    lines.filter(line => !found.some(one => names(line, one))),
    [],
    'and nothing is declared that breaks nothing'
  )
  for (const { reason } of declared) t.match(reason, /^[A-Z].*\.$/)
})

const schema = (members: object, required: string[] = []) => ({ type: 'object', properties: members, required })
const document = (parameters: object[], answer: object, more: object = {}) =>
  ({
    paths: { '/a': { get: { parameters, responses: { 200: { content: { json: { schema: answer } } } } }, ...more } },
    components: { schemas: { Code: { type: 'string', enum: ['x', 'y'] } } }
  }) as never

t.test('what breaks clients is found, and what does not is not', async t => {
  const q = { name: 'q', in: 'query', schema: { type: 'string', enum: ['a', 'b'] } }
  const text = { type: 'string' }
  const before = document([q], schema({ one: text, two: { $ref: '#/components/schemas/Code' } }, ['one', 'two']), {
    post: { responses: {} }
  })
  const breaks = breaksBetween(
    before,
    document(
      [{ ...q, required: true, schema: { type: 'string', enum: ['a'] } }],
      schema({ one: { type: ['string', 'null'] } }, ['one'])
    )
  )
  t.same(breaks, [
    'GET /a 200 json.one: may be null',
    'GET /a 200 json: two is gone',
    'GET /a, query q has become required',
    'GET /a, query q: has lost b',
    'POST /a is gone'
  ])
  const more = document(
    [
      { ...q, schema: { type: 'string', enum: ['a', 'b', 'c'] } },
      { name: 'r', in: 'query', schema: text }
    ],
    schema({ one: text, two: { type: 'string', enum: ['x', 'y', 'z'] }, three: text }, ['one', 'two', 'three']),
    { post: { responses: {} } }
  )
  t.same(breaksBetween(before, more), [])
})
