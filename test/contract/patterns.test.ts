import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'acorn'
import { simple } from 'acorn-walk'
import { analyse } from 'scslre'
import t from 'tap'
import { agreementDocument } from '../../src/record/schema/document.ts'
import { sourceFile } from '../fixtures/source-file.ts'

// A pattern that moves over a text, and at each place reads on over what it has read before, takes time that grows with
// the square of the length: 15,000 blanks in a header cost 300 ms. Whether it does can be told from the pattern.

/** The compiled service, beside which this file lies. */
const compiled = new URL('../../src/', import.meta.url)

/** Patterns that no text of a client reaches, or only a short one. */
const exempt: Record<string, string> = {
  '/\\/+$/': 'PUBLIC_URL, which the operator sets',
  '/-+$/': 'the first 90 characters of an id that is being made'
}

interface Pattern {
  source: string
  flags: string
  place: string
}

/** Every pattern written as a literal in the service. */
function literals(): Pattern[] {
  const found: Pattern[] = []
  for (const file of readdirSync(compiled, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue
    const program = parse(readFileSync(new URL(file, compiled), 'utf8'), {
      ecmaVersion: 'latest',
      sourceType: 'module'
    })
    simple(program, {
      Literal({ regex }) {
        if (regex) found.push({ source: regex.pattern, flags: regex.flags, place: file })
      }
    })
  }
  return found
}

/** Every pattern of a schema, in the committed document and in the schema of a record. Ajv compiles them with the flag u. */
function ofSchemas(): Pattern[] {
  const found = new Map<string, Pattern>()
  const collect = (text: string, place: string) =>
    JSON.parse(text, (name, value) => {
      if (name === 'pattern' && typeof value === 'string') found.set(value, { source: value, flags: 'u', place })
      return value
    })
  collect(readFileSync(sourceFile('openapi/openapi.json'), 'utf8'), 'the API document')
  collect(JSON.stringify(agreementDocument('')), 'the schema of a record')
  return [...found.values()]
}

t.test('no pattern takes more time than grows with the length of the text', async t => {
  const patterns = [...literals(), ...ofSchemas()]
  t.ok(patterns.length > 40, `${patterns.length} patterns`)
  for (const { source, flags, place } of patterns) {
    const name = `/${source}/${flags}`
    const faults = analyse({ source, flags }).reports.map(({ type, exponential }) => ({ type, exponential }))
    if (name in exempt) t.not(faults.length, 0, `${name} needs its exemption: ${exempt[name]}`)
    else t.same(faults, [], `${place}: ${name}`)
  }
})

t.test('a pattern that does is found', async t => {
  for (const [source, flags] of [
    ['^[ \\t]+|[ \\t]+$', 'g'],
    ['^(a+)+$', ''],
    ['\\s+;', '']
  ] as const)
    t.not(analyse({ source, flags }).reports.length, 0, source)
})
