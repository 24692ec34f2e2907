import t from 'tap'
import { at, D, event, reasonsAt } from './record.ts'

t.test('a disputed claim is never stated, from the day on which the dispute was published', async t => {
  const events = [
    event('signed', '2010-01-01'),
    event('entered_into_force', '2012-01-01', { standing: 'disputed', disputedBy: [{ source: 's2020' }] })
  ]
  t.match(at(D, events), {
    legal: 'signed',
    possible: { legal: ['in_force', 'signed'] },
    label: '2010 safe-third-country, signed, no transfers recorded (disputed)'
  })
  t.match(at(D, events, {}, '2020-12-30'), { legal: 'in_force', certain: true }, 'a year counts from its last day')
  t.match(at(D, events, {}, '2020-12-31'), { certain: false })
})

t.test('a retracted claim does not count, and the explanation says so', async t => {
  const events = [event('signed', '2010-01-01'), event('terminated', '2012-01-01', { standing: 'retracted' })]
  t.equal(at(D, events)?.legal, 'signed')
  t.match(reasonsAt(D, events)?.events.at(-1), { type: 'terminated', outcome: 'skipped', reason: /retracted/ })
})

t.test(
  'only what was published by then counts; a source without a day counts from its reading, or not at all',
  async t => {
    const events = [
      event('signed', '2010-01-01'),
      event('suspended', '2011-01-01', { citations: [{ source: 'undated' }] }),
      event('terminated', '2012-01-01', { citations: [{ source: 'read' }] })
    ]
    t.equal(at(D, events, {}, '2022-05-04')?.legal, 'signed')
    t.equal(at(D, events, {}, '2022-05-05')?.legal, 'terminated')
    t.equal(at('2011-06-01', events, {}, '2099-01-01')?.legal, 'signed')
    t.equal(at('2011-06-01', events)?.legal, 'suspended')
  }
)

t.test('before its first claim nothing is known of a record; without dated claims it is known always', async t => {
  t.equal(at('2009-12-31', [event('signed', '2010-01-01')]), undefined)
  t.equal(at('2010-01-01', [event('signed', '2010-01-01')], {}, '1989-12-31'), undefined)
  t.match(at('1850-01-01', []), {
    legal: 'none',
    implementation: 'unimplemented',
    label: 'safe-third-country, no transfers recorded'
  })
})
