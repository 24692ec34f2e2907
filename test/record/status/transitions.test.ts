import t from 'tap'
import { at, D, type EventInput, event, reasonsAt } from './record.ts'

/** The state in law after acts of these types, one a year. */
const legal = (...types: EventInput['type'][]) =>
  at(
    D,
    types.map((type, i) => event(type, String(2000 + i)))
  )?.legal

t.test('each legal act leads from the states that allow it, and from no other', async t => {
  const ways: [EventInput['type'][], string][] = [
    [['offered'], 'proposed'],
    [['negotiations_opened'], 'negotiating'],
    [['offered', 'negotiations_opened'], 'negotiating'],
    [['negotiations_opened', 'offered'], 'negotiating'],
    [['offered', 'initialled'], 'agreed'],
    [['offered', 'agreed'], 'agreed'],
    [['agreed', 'signed'], 'signed'],
    [['signed', 'provisionally_applied'], 'provisional'],
    [['agreed', 'provisionally_applied'], 'provisional'],
    [['entered_into_force', 'provisionally_applied'], 'in_force'],
    [['signed', 'entered_into_force'], 'in_force'],
    [['suspended'], 'suspended'],
    [['entered_into_force', 'suspended'], 'suspended'],
    [['entered_into_force', 'suspended', 'operation_resumed'], 'in_force'],
    [['signed', 'suspended', 'operation_resumed'], 'signed'],
    [['signed', 'terminated'], 'terminated'],
    [['agreed', 'suspended', 'superseded'], 'superseded'],
    [['entered_into_force', 'expired'], 'expired'],
    [['offered', 'expired'], 'proposed'],
    [['entered_into_force', 'expired', 'extended'], 'in_force'],
    [['signed', 'expired', 'extended'], 'signed'],
    [['signed', 'suspended', 'expired', 'extended'], 'suspended'],
    [['signed', 'suspended', 'expired', 'extended', 'operation_resumed'], 'signed'],
    [['offered', 'negotiations_ended'], 'abandoned'],
    [['offered', 'declined'], 'abandoned'],
    [['declined'], 'abandoned'],
    [['signed', 'dropped'], 'abandoned'],
    [['entered_into_force', 'dropped'], 'in_force'],
    [['signed', 'signature_withdrawn'], 'abandoned'],
    [['signed', 'terminated', 'annulled'], 'annulled'],
    [['annulled', 'signed'], 'signed'],
    [['offered', 'terminated'], 'terminated'],
    [['entered_into_force', 'signature_withdrawn'], 'in_force'],
    [['terminated'], 'terminated'],
    [['annulled'], 'none'],
    [['signed', 'amended', 'registered', 'consent_given'], 'signed'],
    // What had ended can be taken up again.
    [['offered', 'declined', 'offered'], 'proposed'],
    [['offered', 'declined', 'negotiations_opened'], 'negotiating'],
    [['offered', 'declined', 'agreed'], 'agreed'],
    [['signed', 'terminated', 'signed'], 'signed'],
    [['signed', 'expired', 'entered_into_force'], 'in_force'],
    [['signed', 'superseded', 'provisionally_applied'], 'provisional'],
    [['signed', 'terminated', 'agreed'], 'terminated'],
    [['signed', 'annulled', 'signed'], 'annulled']
  ]
  for (const [types, expected] of ways) t.equal(legal(...types), expected, types.join(', '))
})

t.test('each act of implementation leads from the states that allow it, and from no other', async t => {
  const halts = (date: string) => event('court_ruling', date, { effect: 'halts' })
  const lifts = (date: string) => event('court_ruling', date, { effect: 'lifts' })
  const found = (finding: EventInput['finding'], date: string) => event('implementation_assessed', date, { finding })
  const ways: [EventInput[], string][] = [
    [[event('preparation', '2000')], 'preparing'],
    [[event('transfers_began', '2000')], 'operating'],
    [[event('transfer', '2000')], 'operating'],
    [[event('transfer', '2000', { persons: { min: 0, max: 0 } })], 'unimplemented'],
    [[event('transfer', '2000'), event('transfers_paused', '2001')], 'paused'],
    [[event('transfer', '2000'), event('transfers_paused', '2001'), event('transfers_resumed', '2002')], 'operating'],
    [[event('transfer', '2000'), event('transfers_ended', '2001')], 'ended'],
    [[event('transfers_paused', '2000')], 'paused'],
    [[event('transfers_ended', '2000')], 'ended'],
    [[event('activity', '2000')], 'operating'],
    [[event('transfer', '2000'), event('transfers_ended', '2001'), event('transfers_resumed', '2002')], 'operating'],
    [[event('transfer', '2000'), event('transfers_ended', '2001'), halts('2002')], 'ended'],
    [[event('transfers_paused', '2000'), found('operating', '2001')], 'operating'],
    [[halts('2000'), found('unimplemented', '2001')], 'blocked'],
    [[halts('2000'), found('operating', '2001')], 'blocked'],
    [[event('preparation', '2000'), halts('2001')], 'blocked'],
    [[event('preparation', '2000'), halts('2001'), lifts('2002')], 'preparing'],
    [[event('court_ruling', '2000', { effect: 'none' })], 'unimplemented'],
    [[event('preparation', '2000'), found('unimplemented', '2001')], 'unimplemented'],
    [[found('partly', '2001')], 'operating'],
    [[event('transfer', '2000'), found('unimplemented', '2001')], 'operating']
  ]
  for (const [events, expected] of ways) {
    t.equal(at(D, events)?.implementation, expected, events.map(({ id }) => id).join(', '))
  }
})

t.test('a signature that binds brings into force', async t => {
  t.equal(at(D, [event('signed', '2010-01-01', { binding: true })])?.legal, 'in_force')
})

t.test('an act that the state does not allow changes nothing and is reported', async t => {
  const events = [event('annulled', '2010-01-01'), event('signed', '2011-01-01')]
  t.equal(at(D, events)?.legal, 'signed')
  t.same(reasonsAt(D, events)?.anomalies, ['annulled-2010-01-01'])
})

t.test('acts of one day count in the order of their ranks, and level ones in the order of their ids', async t => {
  const day = '2012-01-01'
  const steps = (...events: EventInput[]) => reasonsAt(D, events)?.events.map(({ id, after }) => `${id} ${after}`)
  t.same(
    steps(event('terminated', day, { id: 'a' }), event('agreed', day, { id: 'b' }), event('signed', day, { id: 'c' })),
    ['b agreed', 'c signed', 'a terminated']
  )
  const begun = event('transfers_began', '2010', { id: 'begun' })
  const paused = (id: string) => event('transfers_paused', day, { id })
  const halted = (id: string) => event('court_ruling', day, { id, effect: 'halts' })
  t.same(steps(begun, paused('a'), halted('b')), ['begun operating', 'a paused', 'b blocked'])
  t.same(steps(begun, halted('a'), paused('b')), ['begun operating', 'b paused', 'a blocked'])
})

t.test('an end in law ends what was carried out, and undoes what was only prepared', async t => {
  const ended = (...events: EventInput[]) =>
    at(D, [event('signed', '2010-01-01'), ...events, event('terminated', '2014-01-01')])?.implementation
  t.equal(ended(event('transfer', '2012')), 'ended')
  t.equal(ended(event('preparation', '2012')), 'unimplemented')
  t.equal(ended(event('court_ruling', '2012', { effect: 'halts' })), 'unimplemented')
  t.equal(ended(event('transfer', '2011'), event('court_ruling', '2012', { effect: 'halts' })), 'ended')
  t.equal(ended(), 'unimplemented')
  const events = [event('signed', '2010'), event('transfer', '2011'), event('terminated', '2014')]
  t.equal(reasonsAt(D, events)?.inferred, true)
})

t.test('that nothing was carried out is stated only where somebody found it so', async t => {
  const halts = event('court_ruling', '2011', { effect: 'halts' })
  const lifts = event('court_ruling', '2012', { effect: 'lifts' })
  const found = event('implementation_assessed', '2013', { finding: 'unimplemented' })
  const evidence = (...events: EventInput[]) => {
    const status = at(D, events)
    return [status?.implementation, status?.evidence]
  }
  t.same(evidence(halts, lifts), ['unimplemented', 'absent'], 'a court that lets it go on does not say so')
  t.same(evidence(halts, lifts, found), ['unimplemented', 'stated'])
  const prepared = [event('signed', '2010'), event('preparation', '2011'), event('terminated', '2014')]
  t.same(evidence(...prepared), ['unimplemented', 'inferred'])
  t.same(evidence(...prepared, halts, found), ['unimplemented', 'stated'])
})

t.test('practice that outlived the text goes on, and editors are told of it', async t => {
  const ended = [event('signed', '2010-01-01'), event('transfer', '2011'), event('terminated', '2013-01-01')]
  t.match(at(D, ended), { implementation: 'ended', evidence: 'inferred' })
  const later = event('transfer', '2014-02-01')
  t.match(at(D, [...ended, later]), {
    legal: 'terminated',
    implementation: 'operating',
    evidence: 'stated',
    certain: true
  })
  t.same(reasonsAt(D, [...ended, later])?.anomalies, ['transfer-2014-02-01'])
  t.match(at('2013-06-01', [...ended, later]), { implementation: 'ended' }, 'nobody can know it yet')
  const vague = event('transfer', '2013', { id: 'vague' })
  t.match(at(D, [...ended, vague]), {
    implementation: 'ended',
    possible: { implementation: ['ended', 'operating'] },
    uncertainBecause: ['dates']
  })
  const counted = event('transfer', '2014-02-01', { cumulative: true, persons: { min: 3, max: 3 } })
  t.match(at(D, [...ended, counted]), { implementation: 'ended', certain: true }, 'a count of the past is no practice')
  const failed = [event('negotiations_ended', '2008-01-01'), ...ended]
  t.match(at(D, failed), { implementation: 'ended', certain: true }, 'an end before it was taken up is none')
  const refused = [event('dropped', '2009-01-01'), event('transfer', '2011'), event('declined', '2013-01-01')]
  t.match(at(D, refused), { implementation: 'ended', certain: true }, 'nor is one that the state did not allow')
  t.match(at(D, [...ended, later, event('annulled', '2015-01-01')]), {
    legal: 'annulled',
    implementation: 'operating',
    certain: true
  })
})
