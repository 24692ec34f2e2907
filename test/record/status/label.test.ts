import t from 'tap'
import { at, D, type EventInput, event, fee, payment } from './record.ts'

t.test('where it is in force and nothing was found, the label does not say that nothing happened', async t => {
  const inForce = event('entered_into_force', '2010-01-01')
  t.equal(at(D, [inForce])?.label, '2010 safe-third-country, in force, no transfers recorded')
  const assessed = event('implementation_assessed', '2011-01-01', { finding: 'unimplemented' })
  t.equal(at(D, [inForce, assessed])?.label, '2010 safe-third-country, in force, unimplemented')
})

t.test('nobody moved but money paid shows in the label', async t => {
  const paid = [event('signed', '2010-01-01'), payment('2012-01-01', '100')]
  t.equal(at(D, paid, { feeTerms: [fee()] })?.label, '2010 safe-third-country, signed, no transfers recorded, paid')
  const more = { feeTerms: [fee({ amount: { min: '101.00', max: null } })] }
  t.equal(at(D, paid, more)?.label, '2010 safe-third-country, signed, no transfers recorded, part paid')
  t.equal(at(D, paid)?.label, '2010 safe-third-country, signed, no transfers recorded, some paid')
  const halted = event('court_ruling', '2013-01-01', { effect: 'halts' })
  t.equal(at(D, [...paid, halted])?.label, '2010 safe-third-country, signed, blocked (last heard 2013), some paid')
  t.equal(
    at(D, [...paid, event('transfer', '2012-06-01'), halted])?.label,
    '2010 safe-third-country, signed, blocked (last heard 2013)'
  )
  const patrols = event('activity', '2014-01-01')
  t.equal(
    at(D, [...paid, patrols])?.label,
    '2010 safe-third-country, signed, operating, some paid',
    'they moved nobody'
  )
})

t.test('the state in law is left out where the rest says more', async t => {
  const signed = event('signed', '2010-01-01')
  const assessed = event('implementation_assessed', '2011-01-01', { finding: 'unimplemented' })
  const label = (events: EventInput[], more = {}) => at(D, events, more)?.label
  t.equal(label([signed]), '2010 safe-third-country, signed, no transfers recorded')
  t.equal(label([signed, assessed]), '2010 safe-third-country, unimplemented')
  const moved = event('transfer', '2014-01-01')
  t.equal(label([signed, moved]), '2010 safe-third-country, signed, operating')
  const informal = { bindingness: 'non_binding' as const }
  t.equal(label([signed, moved], informal), '2010 safe-third-country, operating')
  t.equal(label([event('agreed', '2010-01-01'), moved], informal), '2010 safe-third-country, operating')
  t.equal(
    label([event('entered_into_force', '2010-01-01'), moved], informal),
    '2010 safe-third-country, in force, operating'
  )
})

t.test('where there never was a text, the implementation is told only if there was any', async t => {
  const label = (...events: EventInput[]) => at(D, events)?.label
  t.equal(label(event('offered', '2014')), '2014 safe-third-country, proposed')
  t.equal(label(event('offered', '2014'), event('declined', '2015-01')), '2014 safe-third-country, abandoned')
  t.equal(label(event('offered', '2014'), event('transfer', '2015-01')), '2014 safe-third-country, proposed, operating')
})

t.test('acts on a part of the agreement stand behind the state of the whole, while they are in effect', async t => {
  const events = [event('entered_into_force', '2010-01-01'), event('transfer', '2014-01-01')]
  const suspended = event('suspended', '2014-06-01', { extent: 'partial' })
  const halted = event('court_ruling', '2014-07-01', { effect: 'halts', extent: 'partial' })
  t.match(at(D, [...events, suspended, halted]), {
    legal: 'in_force',
    implementation: 'operating',
    certain: true,
    partial: ['suspended-2014-06-01', 'court-ruling-2014-07-01'],
    label: '2010 safe-third-country, in force, partly suspended, operating, partly blocked'
  })
  const resumed = event('operation_resumed', '2015-01-01')
  t.same(at(D, [...events, suspended, halted, resumed])?.partial, ['court-ruling-2014-07-01'])
  const second = event('suspended', '2014-08-01', { extent: 'partial' })
  t.same(
    at(D, [...events, suspended, second, { ...resumed, extent: 'partial' }])?.partial,
    ['suspended-2014-06-01'],
    'a partial resumption ends the partial suspension before it'
  )
  t.same(at(D, [...events, suspended, event('terminated', '2015-01-01')])?.partial, [], 'nothing of it is left')
})

t.test(
  'the year is that of the signature, the first legal event, or the first event, whoever had heard of it',
  async t => {
    const year = (events: EventInput[], asOf = D, reportedBy?: string) =>
      /^\d{4}/.exec(at(asOf, events, {}, reportedBy)?.label ?? '')?.[0]
    const agreed = event('agreed', '2010')
    const transfer = event('transfer', '2009')
    t.equal(year([transfer]), '2009')
    t.equal(year([transfer, agreed]), '2010')
    t.equal(year([transfer, agreed, event('signed', '2012')]), '2012')
    t.equal(year([agreed, event('signed', '2012')], '2011-06-01'), '2010', 'it had not been signed by then')
    const disputed = { standing: 'disputed' as const, disputedBy: [{ source: 'old' }] }
    t.equal(year([agreed, event('signed', '2012', disputed)]), '2010')
    t.equal(year([event('signed', '2012', disputed)]), '2012', 'there is no other')
    const later = event('signed', '2012', { citations: [{ source: 's2020' }] })
    t.equal(year([agreed, later], D, '2015-01-01'), '2012', 'one name on every day of publication')
  }
)

t.test(
  'of a vague date the year is that of its last possible day, and never later than the day that is asked for',
  async t => {
    const year = (date: string, asOf = D) =>
      /^\d{4}/.exec(at(asOf, [event('agreed', date, { citations: [{ source: 's2020' }] })])?.label ?? '')?.[0]
    t.equal(year('[2010..2012]'), '2012')
    t.equal(year('[2010..2012]', '2011-01-01'), '2011')
    t.equal(year('[2010..]', '2025-01-01'), '2020', 'it had happened when it was reported')
    t.equal(year('[..2012]'), undefined)
    t.equal(year('[..2020-05-25]', '1950-01-01'), undefined)
  }
)
