import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { Agreement, recordSchemas } from '../../src/record/schema/agreement.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { anAgreement } from '../fixtures/agreement.ts'

const cited = { citations: [{ source: 'treaty-text' }] }
const full = anAgreement({
  feeTerms: [{ stage: 'agreed', basis: 'per_person', amount: { min: '100.00' }, currency: 'USD', ...cited }],
  term: {},
  facilities: [{ id: 'a-camp', name: 'A camp', country: 'SV', role: 'transit' }],
  provisions: [{ topic: 'data_sharing', stance: 'silent', ...cited }],
  relations: [{ type: 'related', agreement: 'another' }],
  scope: { caps: [{ persons: { max: 10 }, basis: 'total', stage: 'agreed', ...cited }] }
})

t.test('a completed record passes the complete schema, and completing it again changes nothing', async t => {
  const validate = compileValidator(recordSchemas, Agreement)
  for (const input of [anAgreement(), full]) {
    const record = complete(input)
    t.strictSame(validate(record), [])
    t.equal(JSON.stringify(complete(record)), JSON.stringify(record))
  }
})

t.test('what is left out is null, an empty list, the empty scope or its default', async t => {
  const record = complete(full)
  t.match(record, { summary: null, otherTitles: [], form: 'unknown', bindingness: 'unknown' })
  t.strictSame(complete(anAgreement()).scope, {
    persons: [],
    nationalities: { rule: 'unknown', countries: [] },
    exclusions: [],
    caps: [],
    description: null,
    citations: []
  })
  t.equal(complete(anAgreement()).term, null)
  t.match(record.term, { startsOn: null, renewal: 'unknown', citations: [] })
  t.match(record.feeTerms[0], { payer: null, sameAs: [], standing: 'accepted', disputedBy: [] })
  t.strictSame(record.feeTerms[0]?.amount, { min: '100.00', max: null })
  t.match(record.events[0], { payment: null, persons: null, standing: 'accepted' })
})

t.test('members stand in the order of the schema, whatever the order of the input', async t => {
  const turned = Object.fromEntries(Object.entries(full).reverse()) as typeof full
  t.equal(JSON.stringify(complete(turned)), JSON.stringify(complete(full)))
})

t.test('lines of a longer text are kept with U+000A at their ends, wherever they were written', async t => {
  const note = 'One.\r\nTwo.\nThree.'
  const { summary, title, provisions } = complete({
    ...full,
    title: note,
    summary: note,
    provisions: [{ topic: 'data_sharing', stance: 'silent', note, ...cited }]
  })
  t.strictSame([summary, provisions[0]?.note], Array(2).fill('One.\nTwo.\nThree.'))
  t.equal(title, note, 'a text of one line is left for its check to refuse')
})
