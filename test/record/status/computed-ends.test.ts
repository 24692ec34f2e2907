import fc from 'fast-check'
import t from 'tap'
import type { AgreementInput } from '../../../src/record/schema/agreement.ts'
import { endOf } from '../../../src/record/status/end.ts'
import { at, D, type EventInput, event, reasonsAt, recordOf } from './record.ts'

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
    const term = { endsOn: '2012-12-31', renewal: 'none' as const, citations: [{ source: 'old' }] }
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
    t.same(legalOn('2013-06-01', disputed), ['expired', 'expired or in_force'])
    t.same(legalOn('2015-01-01', disputed), ['expired', 'expired'])
    t.same(legalOn('2013-06-01', { ...disputed, newEnd: null }), ['expired', 'expired or in_force'])
    t.same(legalOn('2013-06-01', extended('2012-06-01', { newEnd: null })), ['in_force', 'in_force'])
    const vague = extended('[2012-10..2013-06]')
    t.same(legalOn('2013-02-01', vague), ['expired', 'expired or in_force'])
    t.same(legalOn('2013-06-30', vague), ['in_force', 'in_force'])
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
      'terminated',
      'in_force or terminated'
    ])
  }
)

t.test('a duration counts from the entry into force that nobody disputes, wherever it stands in the list', async t => {
  const term = { duration: 'P1Y', renewal: 'none' as const, citations: [{ source: 'old' }] }
  const disputed = event('entered_into_force', '2012-01-01', {
    standing: 'disputed',
    disputedBy: [{ source: 's2020' }]
  })
  const events = [event('signed', '2009', { binding: true }), disputed, event('entered_into_force', '2010-01-01')]
  for (const order of [events, events.toReversed()])
    t.match(at('2013-06-01', order, { term }), {
      legal: 'expired',
      possible: { legal: ['expired', 'in_force'] },
      since: '2011-01-01'
    })
})

t.test('a computed end that the state does not allow is no anomaly', async t => {
  const term = { endsOn: '2011', citations: [{ source: 'old' }] }
  const reasons = reasonsAt(D, [event('offered', '2009')], { term })
  t.same(reasons?.anomalies, [])
  t.match(reasons?.events.at(-1), { computed: true, outcome: 'skipped', reason: /It does not apply/ })
})

t.test(
  'no end is computed where the timeline ends the agreement itself, unless that may not have come about',
  async t => {
    const term = { endsOn: '2012', renewal: 'none' as const }
    const events = (closing: EventInput) => [event('entered_into_force', '2010-01-01'), closing]
    t.match(at('2013-06-01', events(event('terminated', '2014')), { term }), { legal: 'in_force', certain: true })
    t.match(
      at('2013-06-01', events(event('signature_withdrawn', '2011')), { term }),
      { legal: 'expired', certain: true },
      'an act that the state does not allow ends nothing'
    )
    const again = event('signed', '2015', { standing: 'disputed', disputedBy: [{ source: 's2020' }] })
    t.match(at('2016-01-01', [...events(event('terminated', '2014')), again], { term }), {
      legal: 'terminated',
      possible: { legal: ['expired', 'signed', 'terminated'] }
    })
  }
)

t.test('without an effect of its own a notice takes effect when its period is over', async t => {
  const notice = event('termination_notified', '2012-01-31')
  const legalOn = (asOf: string, term: AgreementInput['term']) =>
    at(asOf, [event('entered_into_force', '2010-01-01'), notice], { term })?.legal
  const period = { noticePeriod: 'P1M' }
  t.equal(legalOn('2012-02-28', period), 'in_force')
  t.equal(legalOn('2012-02-29', period), 'terminated', 'the month has no 31st')
  t.equal(legalOn(D, {}), 'in_force', 'nobody knows when')
  const renewed = { ...period, duration: 'P5Y', renewal: 'automatic' as const }
  t.equal(legalOn('2014-12-31', renewed), 'in_force', 'not before the end of the running term')
  t.equal(legalOn('2015-01-01', renewed), 'terminated')
  t.equal(legalOn('2012-12-31', { ...renewed, duration: 'P1Y' }), 'in_force', 'the third term is running')
  t.equal(legalOn('2013-01-01', { ...renewed, duration: 'P1Y' }), 'terminated')
})

t.test('a notice of what began on a vague day takes effect on some of the days on which it may', async t => {
  const dayAfter = (day: string, days: number) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
  const between = ([from, to]: string[]) => (from === to ? (from as string) : `[${from}..${to}]`)
  const effectOf = (startsOn: string, notice: string, term: AgreementInput['term']) =>
    endOf(
      recordOf([event('entered_into_force', '2010-01-01'), event('termination_notified', notice)], {
        term: { ...term, startsOn, renewal: 'automatic' }
      })
    )
  const drawn = fc.record({
    start: fc.nat({ max: 500 }),
    vague: fc.nat({ max: 500 }),
    notice: fc.integer({ min: 500, max: 1500 }),
    vagueNotice: fc.nat({ max: 200 }),
    startAt: fc.double({ min: 0, max: 1, noNaN: true }),
    noticeAt: fc.double({ min: 0, max: 1, noNaN: true }),
    duration: fc.constantFrom('P1M', 'P6M', 'P1Y', 'P3Y'),
    noticePeriod: fc.constantFrom('P30D', 'P1M', 'P1Y')
  })
  fc.assert(
    fc.property(drawn, ({ start, vague, notice, vagueNotice, startAt, noticeAt, ...term }) => {
      const day = (days: number) => dayAfter('2010-01-01', days)
      const exact = effectOf(
        day(start + Math.round(vague * startAt)),
        day(notice + Math.round(vagueNotice * noticeAt)),
        term
      )
      const vagueStart = between([day(start), day(start + vague)])
      const found = effectOf(vagueStart, between([day(notice), day(notice + vagueNotice)]), term)
      return !!exact && !!found && found.lo <= exact.lo && exact.hi <= found.hi
    }),
    { numRuns: 2_000 }
  )
  const yearly = { duration: 'P1Y', noticePeriod: 'P6M' }
  t.match(effectOf('2011', '2012-06-15', yearly), { lo: '2012-12-15', hi: '2013-06-15' }, 'any day of the year')
  t.match(effectOf('2011-03', '2012-06-15', yearly), { lo: '2013-03-01', hi: '2013-03-31' })
})

t.test('a party takes back its own notice, and only before that took effect', async t => {
  const notice = (id: string, party: string, effectiveOn: string) =>
    event('termination_notified', '2013-01-01', { id, party, effectiveOn })
  const events = [
    event('entered_into_force', '2010-01-01'),
    notice('of-us', 'US', '2013-07-01'),
    notice('of-sv', 'SV', '2013-08-01')
  ]
  const revoked = (date: string, party: string | null) => event('termination_notice_revoked', date, { party })
  const since = (...more: EventInput[]) => at(D, [...events, ...more])?.since
  t.equal(since(), '2013-07-01')
  t.equal(since(revoked('2013-05-01', 'US')), '2013-08-01')
  t.equal(since(revoked('2013-07-01', 'US')), '2013-07-01', 'it came too late')
  t.equal(at('2013-08-02', [...events, revoked('2013-05-01', 'US')])?.legal, 'terminated')
  t.equal(since(revoked('2013-05-01', null)), '2010-01-01', 'whoever it was took back both')
})

t.test('whether a term was renewed is not known, until somebody tells that it ended', async t => {
  const expiring = [event('entered_into_force', '2010-01-01'), event('transfer', '2011')]
  for (const renewal of ['by_agreement', 'unknown'] as const) {
    const term = { endsOn: '2012-12-31', renewal }
    t.match(at(D, expiring, { term }), {
      legal: 'expired',
      possible: { legal: ['expired', 'in_force'] },
      implementation: 'ended',
      evidence: 'inferred',
      certain: false,
      uncertainBecause: ['renewal'],
      label: '2010 safe-third-country, expired, ended (uncertain)'
    })
    const told = [...expiring, event('facility_closed', '2013-02-01')]
    t.match(at('2013-01-31', told, { term }), { certain: false })
    t.match(at('2013-02-01', told, { term }), { legal: 'expired', certain: true, since: '2013-01-01' })
  }
  t.match(at(D, expiring, { term: { endsOn: '2012-12-31', renewal: 'none' } }), { legal: 'expired', certain: true })
})

t.test('what is told after an agreement was taken up again says nothing of the end of its term', async t => {
  const term = { endsOn: '2012-12-31', renewal: 'unknown' as const }
  const legalWith = (...again: EventInput[]) => {
    const status = at(
      D,
      [event('entered_into_force', '2010-01-01'), ...again, event('transfers_ended', '2015-01-01')],
      {
        term
      }
    )
    return [status?.legal, status?.possible.legal.join(' or ')]
  }
  t.same(legalWith(), ['expired', 'expired'])
  t.same(legalWith(event('extended', '2013-03-01')), ['in_force', 'in_force'])
  t.same(legalWith(event('extended', '2013-03-01', { newEnd: '2020' })), ['in_force', 'in_force'])
  t.same(legalWith(event('signed', '2014-01-01')), ['signed', 'in_force or signed'])
})

t.test(
  'an end on the timeline stands for the end of the term, though the agreement was taken up again later',
  async t => {
    const term = { endsOn: '2012-12-31', renewal: 'none' as const }
    const events = [event('entered_into_force', '2010-01-01'), event('terminated', '2014-01-01')]
    for (const again of [[], [event('signed', '2015-01-01')]]) {
      t.match(at('2013-06-01', [...events, ...again], { term }), { legal: 'in_force', certain: true })
      t.match(at('2014-06-01', [...events, ...again], { term }), { legal: 'terminated', certain: true })
    }
    const before = [event('declined', '2009-01-01'), event('entered_into_force', '2010-01-01')]
    t.match(
      at('2013-06-01', before, { term }),
      { legal: 'expired', certain: true },
      'an end before it was taken up is none'
    )
  }
)

t.test('a duration counts from a vague entry into force by the days that are left of it', async t => {
  const term = { duration: 'P1Y', renewal: 'none' as const }
  const events = [event('signed', '2016-03-10'), event('entered_into_force', '2016')]
  t.match(at('2017-01-15', events, { term }), { legal: 'in_force', certain: true })
  t.match(at('2017-03-10', events, { term }), { legal: 'in_force', certain: false })
  t.match(at('2017-12-31', events, { term }), { legal: 'expired', certain: true })
})

t.test('a duration ends on the last day of a month that has no such day', async t => {
  const term = { duration: 'P1M', renewal: 'none' as const }
  const events = [event('entered_into_force', '2023-01-31')]
  t.equal(at('2023-02-28', events, { term })?.legal, 'in_force')
  t.equal(at('2023-03-01', events, { term })?.legal, 'expired')
})
