import t from 'tap'
import { at, D, type EventInput, event } from './record.ts'

t.test('what may have happened is possible and not stated', async t => {
  const events = [event('signed', '2010-01-01'), event('entered_into_force', '[2012-01-01..2016-01-01]')]
  t.match(at('2011-01-01', events), { legal: 'signed', certain: true })
  t.match(at('2014-01-01', events), {
    legal: 'signed',
    certain: false,
    possible: { legal: ['in_force', 'signed'] }
  })
  t.match(at('2016-01-01', events), { legal: 'in_force', certain: true })
})

t.test('acts of one known day lie in the order of the table, and those of one vague date in any', async t => {
  const inForce = event('entered_into_force', '2010-01-01')
  const legal = (date: string, more = {}) =>
    at(D, [inForce, event('suspended', date), event('operation_resumed', date, more)])
  t.match(legal('2012-01-01'), { legal: 'in_force', certain: true })
  t.match(legal('2012-01'), { legal: 'in_force', possible: { legal: ['in_force', 'suspended'] } })
  t.match(legal('2012-01', { after: ['suspended-2012-01'] }), { legal: 'in_force', certain: true })
})

t.test('what came before what is known from their days, and from what they say', async t => {
  const declined = (date: string, more = {}) => at(D, [event('offered', '2012-03'), event('declined', date, more)])
  t.match(declined('2012-04'), { legal: 'abandoned', certain: true })
  t.match(declined('2012-03', { after: ['offered-2012-03'] }), { legal: 'abandoned', certain: true })
  const again = event('offered', '2012-03', { id: 'again', after: ['declined-2012-03'] })
  const renewed = [event('offered', '2012-03'), event('declined', '2012-03', { after: ['offered-2012-03'] }), again]
  t.match(at(D, renewed), { legal: 'proposed', certain: true }, 'also through others')
  const touching = [event('signed', '2012-03'), event('terminated', '2012-03-31')]
  t.match(at(D, touching), { legal: 'terminated', certain: true })
})

t.test('up to twelve acts whose order is not known are followed up exactly, and more never say less', async t => {
  const types = ['transfer', 'transfers_paused', 'activity', 'transfers_ended'] as const
  const acts = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      event(types[i % 4] as (typeof types)[number], `[2012-01-${String(i + 1).padStart(2, '0')}..2012-12]`, {
        id: `act-${i}`,
        citations: [{ source: 's2020' }]
      })
    )
  for (const n of [12, 14, 40 - 12])
    t.same(at(D, acts(n))?.possible.implementation, ['ended', 'operating', 'paused'], `${n} acts`)
})

t.test('an act of a whole year among many flights leaves what the flights make certain', async t => {
  const months = Array.from({ length: 9 }, (_, i) => `2013-0${i + 1}`)
  const flights = months.map(month => event('transfer', `${month}-15`, { id: `flight-${month}` }))
  const events = [event('preparation', '2013'), event('transfers_began', '2013-01'), ...flights]
  t.match(at('2014-02-01', events), { implementation: 'operating', certain: true })
  const few = [
    event('signed', '2025-03-10'),
    event('preparation', '2025'),
    event('transfers_began', '2025-07'),
    ...['2025-07', '2025-08-03', '2025-09-11', '2025'].map(date => event('transfer', date))
  ]
  t.match(at('2026-02-01', few), { implementation: 'operating', certain: true })
})

t.test('why it is not certain: a dispute, vague dates, or a renewal of which nothing is known', async t => {
  const signed = event('signed', '2010-01-01')
  const disputed = { standing: 'disputed' as const, disputedBy: [{ source: 'old' }] }
  const inForce = (more = {}) => event('entered_into_force', '[2012-01-01..2016-01-01]', more)
  const because = (...events: EventInput[]) => at(D, events)?.uncertainBecause
  t.same(because(signed, inForce()), ['dates'])
  t.same(because(signed, inForce(disputed)), ['dispute'])
  t.same(because(signed, inForce(), event('transfer', '2013', disputed)), ['dispute', 'dates'])
  t.same(because(signed), [])
  const ends = { term: { endsOn: '2012' } }
  t.same(at(D, [signed, event('transfer', '2013', disputed)], ends)?.uncertainBecause, ['dispute', 'renewal'])
})

t.test('what has happened for certain leaves its mark, however many events overlap', async t => {
  const flights = Array.from({ length: 6 }, (_, i) => event('transfer', '2010-03', { id: `flight-${i}` }))
  t.match(at(D, flights), {
    implementation: 'operating',
    possible: { implementation: ['operating'] },
    certain: true
  })
})
