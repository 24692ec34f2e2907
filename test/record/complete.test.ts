import fc from 'fast-check'
import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { isCurrency, minorUnits } from '../../src/record/currencies.ts'
import { Agreement, recordSchemas } from '../../src/record/schema/agreement.ts'
import { eventTypes } from '../../src/record/schema/codes.ts'
import { eventMemberTypes } from '../../src/record/schema/event.ts'
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
  t.match(record, { identifiers: [], participants: [], linkages: [] })
  t.match(record.parties[0], { capacity: 'government' })
  t.strictSame(complete(anAgreement()).scope, {
    persons: [],
    mode: 'unknown',
    nationalities: { rule: 'unknown', countries: [] },
    exclusions: [],
    caps: [],
    description: null,
    citations: []
  })
  t.equal(complete(anAgreement()).term, null)
  t.match(record.term, { startsOn: null, renewal: 'unknown', citations: [] })
  t.match(record.feeTerms[0], {
    payer: null,
    share: 'all',
    lapsedOn: null,
    sameAs: [],
    standing: 'accepted',
    disputedBy: []
  })
  t.strictSame(record.feeTerms[0]?.amount, { min: '100.00', max: null })
  t.match(record.events[0], {
    payment: null,
    persons: null,
    after: [],
    includesOthers: null,
    extent: null,
    standing: 'accepted'
  })
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

t.test('an act that may be partial is whole where nothing is said, and no other act has an extent', async t => {
  const types: readonly string[] = eventMemberTypes.extent
  for (const type of eventTypes) {
    const events = [{}, { extent: null }, { extent: 'partial' as const }].map(more => ({
      type,
      date: '2020',
      ...cited,
      ...more
    }))
    const extents = complete(anAgreement({ events })).events.map(({ extent }) => extent)
    t.strictSame(extents, types.includes(type) ? ['whole', 'whole', 'partial'] : [null, null, 'partial'], type)
  }
})

t.test('amounts are kept with all minor units of their currency, in fee terms and in payments', async t => {
  const written = (min: string, currency: string) => {
    const amount = { min, max: null }
    const { feeTerms, events } = complete(
      anAgreement({
        feeTerms: [{ stage: 'agreed', basis: 'lump_sum', amount, currency, ...cited }],
        events: [{ type: 'payment', date: '2020', payment: { amount, currency }, ...cited }]
      })
    )
    t.strictSame(feeTerms[0]?.amount, events[0]?.payment?.amount)
    t.equal(feeTerms[0]?.amount?.max, null)
    return feeTerms[0]?.amount?.min
  }
  for (const [amount, currency, kept] of [
    ['60', 'USD', '60.00'],
    ['60.5', 'USD', '60.50'],
    ['60', 'JPY', '60'],
    ['0', 'TND', '0.000'],
    ['999999999999999', 'CLF', '999999999999999.0000'],
    ['60.123', 'USD', '60.123'],
    ['60', 'XXX', '60']
  ] as const)
    t.equal(written(amount, currency), kept, `${amount} ${currency}`)
  const currency = fc.stringMatching(/^[A-Z]{3}$/).filter(isCurrency)
  fc.assert(
    fc.property(fc.constantFrom('USD', 'JPY', 'TND', 'CLF', 'DEM'), currency, fc.nat(), (common, any, n) => {
      for (const code of [common, any]) {
        const kept = written(String(n), code) as string
        if (Number(kept) !== n || (kept.split('.')[1]?.length ?? 0) !== minorUnits(code)) return false
        if (written(kept, code) !== kept) return false
      }
      return true
    }),
    { numRuns: 50 }
  )
})
