import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { AgreementInput, recordSchemas } from '../../src/record/schema/agreement.ts'
import { agreementDocument } from '../../src/record/schema/document.ts'
import { identifierForms } from '../../src/record/schema/identifiers.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreements } from '../fixtures/data-set.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { start } from '../start.ts'

const path = '/schemas/agreement.json'

/** A validator as somebody else has it: without our formats, and with every strictness that Ajv has. */
const elsewhere = (schema: object) => new Ajv2020({ strict: true }).compile(schema)

t.test('the schema of a record is served under its own address, and can be kept until it changes', async t => {
  for (const publicUrl of ['', 'https://example.org/registry']) {
    const { get } = await start(t, 'postgresql', { publicUrl })
    const { status, headers, body } = await get(path)
    t.match({ status, headers }, { status: 200, headers: { 'content-type': 'application/schema+json' } })
    t.match(body, { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: publicUrl + path })
    t.equal((await get(path, { 'if-none-match': headers.etag as string })).status, 304)
    t.equal((await get('/')).body.schema, publicUrl + path)
    t.doesNotThrow(() => elsewhere(body))
  }
})

t.test('it refers to nothing outside itself', async t => {
  const document = agreementDocument(path) as { $defs: object }
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref as string)
  t.ok(refs.length > 20)
  t.same(new Set(refs), new Set(Object.keys(document.$defs).map(name => `#/$defs/${name}`)))
  t.notMatch(JSON.stringify(document.$defs), /"\$id"/)
})

t.test('it takes every record of the data set, and the smallest one', async t => {
  const validate = elsewhere(agreementDocument(path))
  for (const record of [...agreements, anAgreement()]) t.ok(validate(record), record.title)
})

t.test('it refuses what the service refuses by its schema, and nothing else', async t => {
  const validate = elsewhere(agreementDocument(path))
  const problemsOf = compileValidator(recordSchemas, AgreementInput)
  const { entries } = JSON.parse(readFileSync(sourceFile('test/fixtures/bad-inputs.json'), 'utf8')) as {
    entries: { name: string; method: string; path: string; body: string | null; bodyEncoding?: string }[]
  }
  const refused: string[] = []
  for (const { name, method, path, body, bodyEncoding } of entries) {
    if (method !== 'POST' || path !== '/v1/agreements' || !body || bodyEncoding) continue
    const record = parsed(body)
    if (record === undefined) continue
    const isFine = problemsOf(record).length === 0
    t.equal(validate(record), isFine, name)
    if (!isFine) refused.push(name)
  }
  t.ok(refused.length > 50, `${refused.length} bad records`)
})

function parsed(body: string): unknown {
  try {
    return JSON.parse(body.replace(/\{\{repeat:([\s\S]+?):(\d+)\}\}/g, (_, text, times) => text.repeat(Number(times))))
  } catch {
    return undefined
  }
}

t.test('it holds official numbers to the form of their system', async t => {
  const validate = elsewhere(agreementDocument(path))
  const known = (scheme: string, value: string) => ({ ...anAgreement(), identifiers: [{ scheme, value }] })
  for (const [scheme, { example }] of Object.entries(identifierForms)) {
    t.ok(validate(known(scheme, example)), example)
    t.notOk(validate(known(scheme, '?')), scheme)
  }
  t.ok(validate(known('other', '?')))
})

t.test('it has the members and codes that were agreed on, each of them and no other', async t => {
  const agreed = JSON.parse(readFileSync(sourceFile('test/fixtures/record-members.json'), 'utf8'))
  t.same(membersOf(agreementDocument(path) as Schema), agreed)
})

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  anyOf?: Schema[]
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
}

/** Members by their places, each with its codes if it has some. */
function membersOf(root: Schema): Record<string, unknown[] | null> {
  const found: Record<string, unknown[] | null> = {}
  const visit = (schema: Schema, place: string): void => {
    if (schema.$ref) visit(root.$defs?.[schema.$ref.replace('#/$defs/', '')] as Schema, place)
    if (schema.items) visit(schema.items, `${place}[]`)
    for (const one of schema.anyOf ?? []) visit(one, place)
    if (schema.$ref || schema.items || schema.anyOf) return
    if (schema.enum) found[place] = schema.enum.filter(value => value !== null)
    else if (place && !(place in found)) found[place] = null
    for (const [name, member] of Object.entries(schema.properties ?? {})) visit(member, `${place}/${name}`)
  }
  visit(root, '')
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
}
