import t from 'tap'
import { at, event } from './record.ts'

t.test('operating without news for twelve months is dormant', async t => {
  const events = [event('transfer', '2012-03-01')]
  t.equal(at('2013-02-28', events)?.dormant, false)
  t.equal(at('2013-03-01', events)?.dormant, true)
  t.equal(at('2013-03-01', [...events, event('payment', '2012-09-01')])?.dormant, false)
})

t.test('an act that will take effect later does not keep an agreement awake', async t => {
  const events = [
    event('transfer', '2010-02-01'),
    event('transfers_ended', '2010-03-01', { effectiveOn: '2020-01-01' })
  ]
  t.match(at('2013-06-01', events), { implementation: 'operating', dormant: true })
})
