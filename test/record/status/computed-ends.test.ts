import t from 'tap'
import { at, D, type EventInput, event, reasonsAt } from './record.ts'

t.test('a term ends at the end of its last day', async t => {
  const term = { endsOn: '2015-05-31', renewal: 'none' as const }
  const events = [event('entered_into_force', '2010-01-01')]
  t.equal(at('2015-05-31', events, { term })?.legal, 'in_force')
  t.match(at('2015-06-01', events, { term }), {
    legal: 'expired',
    because: ['entered_into_force-2010-01-01', 'term'].map(id => id.replaceAll('_', '-'))
  })
  t.equal(at('2015-06-01', events, { term: { ...term, renewal: 'automatic' } })?.legal, 'in_force')
  const duration = { duration: 'P5Y', renewal: 'none' as const }
  t.equal(at('2014-12-31', events, { term: duration })?.legal, 'in_force')
  t.equal(at('2015-01-01', events, { term: duration })?.legal, 'expired')
})

t.test('an extension moves the end, and revives what had expired', async t => {
  const term = { endsOn: '2012-12-31', renewal: 'by_agreement' as const }
  const signed = event('entered_into_force', '2010-01-01')
  const intime = [signed, event('extended', '2012-06-01', { newEnd: '2014-12-31' })]
  t.equal(at('2013-06-01', intime, { term })?.legal, 'in_force')
  t.equal(at('2015-01-01', intime, { term })?.legal, 'expired')
  const late = [signed, event('extended', '2013-06-01', { newEnd: '2014-12-31' })]
  t.equal(at('2013-03-01', late, { term })?.legal, 'expired')
  t.equal(at('2013-07-01', late, { term })?.legal, 'in_force')
  t.equal(at('2015-01-01', late)?.legal, 'expired', 'also where the term gives no end')
})

t.test(
  'the end moves with an extension that begins the day after it, and not for certain with a disputed one',
  async t => {
    const term = { endsOn: '2012-12-31', citations: [{ source: 'old' }] }
    const extended = (date: string, more: Partial<EventInput> = {}) =>
      event('extended', date, { id: 'extended', newEnd: '2014-12-31', ...more })
    const legalOn = (asOf: string, ...events: EventInput[]) => {
      const status = at(asOf, [event('entered_into_force', '2010-01-01'), ...events], { term })
      return [status?.legal, status?.possible.legal.join(' or ')]
    }
    const inTime = extended('2012-11-01', { effectiveOn: '2013-01-01' })
    t.same(legalOn('2013-06-01', inTime), ['in_force', 'in_force'])
    t.same(legalOn('2015-01-01', inTime), ['expired', 'expired'])
    const disputed = extended('2012-06-01', { standing: 'disputed', disputedBy: [{ source: 's2020' }] })
    t.same(legalOn('2013-06-01', disputed), ['in_force', 'expired or in_force'])
    t.same(legalOn('2015-01-01', disputed), ['expired', 'expired'])
    t.same(legalOn('2013-02-01', extended('[2012-10..2013-06]')), ['in_force', 'expired or in_force'])
  }
)

t.test('a notice ends the agreement on the day that it names, unless it was revoked or the end is known', async t => {
  const events = [
    event('signed', '2010-01-01'),
    event('termination_notified', '2012-01-01', { effectiveOn: '2012-07-01' })
  ]
  t.equal(at('2012-06-30', events)?.legal, 'signed')
  t.match(at('2012-07-01', events), {
    legal: 'terminated',
    since: '2012-07-01',
    because: ['signed-2010-01-01', 'termination-notified-2012-01-01']
  })
  t.equal(at(D, [...events, event('termination_notice_revoked', '2012-03-01')])?.legal, 'signed')
  t.equal(at('2012-10-01', [...events, event('terminated', '2013-01-01')])?.legal, 'signed')
})

t.test(
  'a notice that was revoked on some day of a year has no effect; a disputed revocation leaves both possible',
  async t => {
    const notice = event('termination_notified', '2011-02-06', { effectiveOn: '2011-08-05' })
    const legalWith = (revoked: EventInput) => {
      const status = at(D, [event('entered_into_force', '2010-01-01'), notice, revoked])
      return [status?.legal, status?.possible.legal.join(' or ')]
    }
    t.same(legalWith(event('termination_notice_revoked', '2011')), ['in_force', 'in_force'])
    const disputedBy = [{ source: 's2020' }]
    t.same(legalWith(event('termination_notice_revoked', '2011-05-01', { standing: 'disputed', disputedBy })), [
      'in_force',
      'in_force or terminated'
    ])
  }
)

t.test('a duration counts from the entry into force that nobody disputes, wherever it stands in the list', async t => {
  const term = { duration: 'P1Y', citations: [{ source: 'old' }] }
  const disputed = event('entered_into_force', '2012-01-01', {
    standing: 'disputed',
    disputedBy: [{ source: 's2020' }]
  })
  const events = [event('signed', '2009', { binding: true }), disputed, event('entered_into_force', '2010-01-01')]
  for (const order of [events, events.toReversed()])
    t.match(at('2013-06-01', order, { term }), { legal: 'expired', certain: true, since: '2011-01-01' })
})

t.test('a computed end that the state does not allow is no anomaly', async t => {
  const events = [event('agreed', '2009'), event('negotiations_ended', '2010')]
  const reasons = reasonsAt(D, events, { term: { endsOn: '2011', citations: [{ source: 'old' }] } })
  t.same(reasons?.anomalies, [])
  t.match(reasons?.events.at(-1), { computed: true, outcome: 'skipped', reason: /^It does not apply/ })
})
