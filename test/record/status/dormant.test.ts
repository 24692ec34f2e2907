import t from 'tap'
import { at, D, type EventInput, event } from './record.ts'

t.test('what is under way or awaited is dormant when nothing of any type was heard for 24 months', async t => {
  const events = [event('transfer', '2012-03-01')]
  t.match(at('2014-02-28', events), { dormant: false, lastHeardOn: '2012-03-01' })
  t.match(at('2014-03-01', events), {
    dormant: true,
    label: '2012 safe-third-country, operating (last heard 2012)'
  })
  t.match(at('2014-03-01', [...events, event('statement', '2012-09-01')]), {
    dormant: false,
    lastHeardOn: '2012-09-01'
  })
  const awaited = (...more: EventInput[]) => at(D, more)?.dormant
  t.equal(awaited(event('offered', '2010')), true)
  t.equal(awaited(event('negotiations_opened', '2010')), true)
  t.equal(awaited(event('agreed', '2010')), false, 'nobody waits for an agreement that stands')
  t.equal(awaited(event('preparation', '2010')), true)
  t.equal(awaited(event('transfer', '2010'), event('transfers_ended', '2011')), false)
  t.equal(at(D, [event('offered', '2010')])?.label, '2010 safe-third-country, proposed (last heard 2010)')
})

t.test('an act that will take effect later was heard of when it was done', async t => {
  const events = [
    event('transfer', '2010-02-01'),
    event('transfers_ended', '2010-03-01', { effectiveOn: '2020-01-01' })
  ]
  t.match(at('2013-06-01', events), { implementation: 'operating', dormant: true, lastHeardOn: '2010-03-01' })
})

t.test('a date that is not over yet, or never ends, was heard of when it began', async t => {
  const events = [event('transfer', '[2012-01-01..2013-12-31]', { citations: [{ source: 's2020' }] })]
  t.equal(at('2013-01-01', events)?.lastHeardOn, '2012-01-01')
  t.equal(at('2013-12-31', events)?.lastHeardOn, '2013-12-31')
  const open = [event('transfer', '[2012-01-01..]', { citations: [{ source: 'undated' }] })]
  t.equal(at(D, open)?.lastHeardOn, '2012-01-01')
})
