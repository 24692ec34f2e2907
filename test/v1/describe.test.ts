import t from 'tap'
import { describe } from '../../src/agreements/selection/describe.ts'
import { filterParameters } from '../../src/agreements/selection/parameters.ts'

const clocks = { asOf: '2026-11-26', reportedBy: null, knownAt: null, projected: false }

t.test('a request is put into one sentence', async t => {
  t.equal(describe({}, clocks), 'Agreements, as of 2026-11-26.')
  t.equal(
    describe({ kind: ['readmission'], party: ['DE'], signedFrom: '2016', legal: ['in_force'] }, clocks),
    'Agreements of the kind readmission, with Germany as a party, in force in law, signed in or after 2016, as of 2026-11-26.'
  )
  t.equal(
    describe({ payer: ['US'], currency: ['USD'], minAmount: '1000000', match: 'possible' }, clocks),
    'Agreements with a fee term of at least 1000000 USD paid by the United States, as of 2026-11-26.'
  )
  t.equal(
    describe(
      { q: 'CECOT', eventType: ['court_ruling'], eventFrom: '2025', eventTo: '2025' },
      { ...clocks, reportedBy: '2025-12-31' }
    ),
    'Agreements that speak of “CECOT”, with an event of the type court ruling in 2025, as of 2026-11-26, going by what had been published by 2025-12-31.'
  )
})

t.test('where the registry held nothing yet, a second sentence says since when it does', async t => {
  t.equal(
    describe({}, { ...clocks, knownAt: '2020-01-01T23:59:59.999Z' }, { beginning: new Date('2026-11-23T11:05:00Z') }),
    'Agreements, as of 2026-11-26, as the registry stood at 2020-01-01T23:59:59.999Z. It held nothing then: its first record was made at 2026-11-23T11:05:00.000Z.'
  )
})

t.test('every filter shows in the sentence', async t => {
  const values: Record<string, unknown> = {
    ...{ q: 'x', signedFrom: '2019', signedTo: '2019', endsFrom: '2019', endsTo: '2019', year: ['2019'] },
    ...{ changedFrom: '2019', changedTo: '2019', eventFrom: '2019', eventTo: '2019', minPersons: 1, maxPersons: 1 },
    ...{ minAmount: '1', maxAmount: '1', certain: true, dormant: true, hasFee: true, archived: true, prefix: true },
    evidence: ['stated']
  }
  const plain = describe({}, clocks)
  for (const name of Object.keys(filterParameters)) {
    // How the others are read shows with them.
    const beside = name === 'match' ? { legal: ['signed'], match: 'certain' } : name === 'prefix' ? { q: 'x' } : {}
    t.not(describe({ [name]: values[name] ?? ['SV'], ...beside } as never, clocks), plain, name)
  }
})
