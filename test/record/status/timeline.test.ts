import t from 'tap'
import { at, D, type EventInput, event, source } from './record.ts'

t.test('an act that takes effect later is known from its day, and counts from its effect', async t => {
  const events = [event('signed', '2010-01-01', { effectiveOn: '2011-01-01' })]
  t.equal(at('2009-12-31', events), undefined)
  t.match(at('2010-01-01', events), { legal: 'none', label: '2010 safe-third-country, no transfers recorded' })
  t.equal(at('2011-01-01', events)?.legal, 'signed')
})

t.test('an act lies no earlier than the acts that come before it', async t => {
  const events = [
    event('signed', '2010-05-01'),
    event('entered_into_force', '[..2010-12-31]', { citations: [{ source: 's2020' }] })
  ]
  t.match(at('2010-04-30', [...events, event('report', '2009')]), { legal: 'none', certain: true })
  t.match(at('2010-05-01', events), { possible: { legal: ['in_force', 'signed'] } })
})

t.test('what was reported had happened, unless it was to take effect later', async t => {
  const told = { citations: [{ source: 's2012' }, { source: 's2020' }] }
  const more = { sources: [source('s2012', '2012-05-10'), source('s2020', '2020')] }
  const signed = event('signed', '2010-01-01', told)
  const inForce = event('entered_into_force', '[2012-01-01..2016-01-01]', told)
  t.match(at('2012-05-09', [signed, inForce], more), { legal: 'signed', certain: false })
  t.match(at('2012-05-10', [signed, inForce], more), { legal: 'in_force', certain: true })
  const later = { ...inForce, effectiveOn: '[2012-01-01..2016-01-01]' }
  t.match(at('2012-05-10', [signed, later], more), { legal: 'signed', certain: false })
  t.match(at('2016-01-01', [signed, later], more), { legal: 'in_force', certain: true })
})

t.test('acts that lie in turn narrow each other both ways, and disputed ones narrow nothing', async t => {
  const told = { citations: [{ source: 's2020' }] }
  const signed = event('signed', '2010', told)
  const inForce = event('entered_into_force', '2010-05-01', told)
  t.match(at(D, [signed, inForce]), { legal: 'in_force', certain: true, since: '2010-05-01' })
  t.match(at('2010-05-01', [signed, inForce]), { legal: 'in_force', certain: true }, 'it had been signed by then')
  const disputed = { ...inForce, standing: 'disputed' as const, disputedBy: [{ source: 'old' }] }
  t.match(at('2010-05-01', [signed, disputed]), { legal: 'none', possible: { legal: ['in_force', 'none', 'signed'] } })
  const began = event('transfers_began', '2012-07', told)
  t.match(
    at('2012-06-30', [began, event('transfer', '2012', { ...told, id: 'moved' }), event('preparation', '2011', told)]),
    { implementation: 'preparing', certain: true },
    'nobody was moved before transfers began'
  )
})

t.test('since when both states hold is as exact as the acts that led there, and no confirmation moves it', async t => {
  const since = (asOf: string, ...events: EventInput[]) => at(asOf, events)?.since
  const signed = event('signed', '2010-01-01')
  t.equal(since(D), null)
  t.equal(since(D, event('statement', '2010')), null)
  t.equal(since(D, signed), '2010-01-01')
  t.equal(since(D, signed, event('transfers_paused', '[2013-03-01..2013-12-31]')), '[2013-03-01..2013-12-31]')
  t.equal(since(D, signed, event('transfer', '2012-02-01'), event('transfer', '2014-02-01')), '2012-02-01')
  t.equal(since('2020-01-01', event('signed', '2019'), event('entered_into_force', '2019-05-01')), '2019-05-01')
  t.equal(
    since(
      '2019-01-01',
      signed,
      event('transfer', '2016-05-01'),
      event('terminated', '2017-01-01'),
      event('transfers_ended', '2018-01-01')
    ),
    '2017-01-01',
    'with the end in law it was at its end'
  )
  const training = [
    event('preparation', '2012', { id: 'training', citations: [{ source: 's2020' }] }),
    event('implementation_assessed', '2012-03-18', { finding: 'unimplemented' })
  ]
  t.equal(since('2013-01-01', signed, ...training), '2012-03-18', 'what counts before it was over by then')
  const contract = event('preparation', '[2012-07-01..2013-11-23]', { citations: [{ source: 's2020' }] })
  t.equal(since('2013-11-23', signed, ...training, contract), '[2012-07-01..2013-11-23]')
  const agreed = event('agreed', '2011-02-20')
  const ended = event('terminated', '[2010-07-01..2011-07-01]', { citations: [{ source: 's2020' }] })
  t.equal(since(D, agreed, ended), '[2011-02-20..2011-07-01]', 'no earlier than what it ended')
})
