import t from 'tap'
import { at, event } from './record.ts'

t.test('an act that takes effect later is known from its day, and counts from its effect', async t => {
  const events = [event('signed', '2010-01-01', { effectiveOn: '2011-01-01' })]
  t.equal(at('2009-12-31', events), undefined)
  t.match(at('2010-01-01', events), { legal: 'none', label: '2010 safe-third-country, unimplemented' })
  t.equal(at('2011-01-01', events)?.legal, 'signed')
})

t.test('an act lies no earlier than the acts that come before it', async t => {
  const events = [event('signed', '2010-05-01'), event('entered_into_force', '[..2010-12-31]')]
  t.match(at('2010-04-30', [...events, event('report', '2009')]), { legal: 'none', certain: true })
  t.match(at('2010-05-01', events), { possible: { legal: ['in_force', 'signed'] } })
})
