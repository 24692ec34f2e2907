import t from 'tap'
import { at, D, event } from './record.ts'

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

t.test('what happened on one day may have happened in any order', async t => {
  const status = at(D, [
    event('entered_into_force', '2010-01-01'),
    event('suspended', '2012-01-01'),
    event('operation_resumed', '2012-01-01')
  ])
  t.match(status, { legal: 'in_force', certain: false, possible: { legal: ['in_force', 'suspended'] } })
})

t.test('what has happened for certain leaves its mark, however many events overlap', async t => {
  const flights = Array.from({ length: 6 }, (_, i) => event('transfer', '2010-03', { id: `flight-${i}` }))
  t.match(at(D, flights), {
    implementation: 'operating',
    possible: { implementation: ['operating'] },
    certain: true
  })
})
