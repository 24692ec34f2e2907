import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { Agreement, AgreementInput, recordSchemas } from '../../src/record/schema/agreement.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { anAgreement } from '../fixtures/agreement.ts'

type Described = {
  $id: string
  description?: string
  properties?: Record<string, { description?: string; $ref?: string }>
  $ref?: string
  required?: string[]
}
const schemas = recordSchemas as Described[]

t.test('every schema has a name of its own, and every member says what it means', async t => {
  t.equal(new Set(schemas.map(({ $id }) => $id)).size, schemas.length)
  for (const { $id, description, properties = {} } of schemas) {
    t.ok(description, $id)
    for (const [name, member] of Object.entries(properties)) t.ok(member.description || member.$ref, `${$id}.${name}`)
  }
})

t.test('the complete form requires every member, in the order in which records show them', async t => {
  const complete = schemas.filter(({ $id }) => !$id.endsWith('Input'))
  for (const { $id, properties = {}, required } of complete) t.strictSame(required, Object.keys(properties), $id)
})

t.test('a record needs a title, kinds, disclosure, parties and sources, and nothing else', async t => {
  t.strictSame(AgreementInput.required, ['title', 'kinds', 'disclosure', 'parties', 'sources'])
  const validate = compileValidator(recordSchemas, AgreementInput)
  const { title, kinds, disclosure, parties, sources } = anAgreement()
  t.strictSame(validate({ title, kinds, disclosure, parties, sources }), [])
  t.strictSame(
    validate({}).map(({ pointer, code }) => [pointer, code]),
    ['title', 'kinds', 'disclosure', 'parties', 'sources'].map(member => [`/${member}`, 'missing'])
  )
})

t.test('scalars may be null where they may be unknown, lists never', async t => {
  const validate = compileValidator(recordSchemas, AgreementInput)
  t.strictSame(validate(anAgreement({ summary: null, notes: null, term: null })), [])
  for (const list of ['otherTitles', 'feeTerms', 'facilities', 'events', 'provisions', 'relations', 'absent']) {
    t.match(validate({ ...anAgreement(), [list]: null }), [{ pointer: `/${list}` }], list)
  }
})

t.test('a list has at most 500 items, a timeline at most 300', async t => {
  const validate = compileValidator(recordSchemas, AgreementInput)
  const event = { type: 'statement' as const, date: '2020', citations: [{ source: 'treaty-text' }] }
  t.strictSame(validate(anAgreement({ events: Array(300).fill(event), otherTitles: Array(500).fill('Title') })), [])
  t.match(validate(anAgreement({ events: Array(301).fill(event) })), [{ pointer: '/events' }])
  t.match(validate(anAgreement({ otherTitles: Array(501).fill('Title') })), [{ pointer: '/otherTitles' }])
})

t.test('lengths are counted in characters, not in UTF-16 units', async t => {
  const validate = compileValidator(recordSchemas, Agreement)
  t.strictSame(validate(complete(anAgreement({ title: '🏛'.repeat(300) }))), [])
  t.match(validate(complete(anAgreement({ title: '🏛'.repeat(301) }))), [{ pointer: '/title' }])
})
