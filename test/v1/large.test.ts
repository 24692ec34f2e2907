import t from 'tap'
import { contentOf } from '../../src/agreements/deriving.ts'
import { complete } from '../../src/record/complete.ts'
import type { AgreementInput } from '../../src/record/schema/agreement.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { onEachDatabase } from '../start.ts'

/** A record whose many claims were published on as many days in another order, the most work that there is. */
function tangled(count: number): AgreementInput {
  const day = (i: number) => new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10)
  const numbers = Array.from({ length: count }, (_, i) => i)
  return anAgreement({
    id: 'us-sv-2000-tangled',
    sources: numbers.map(i => aSource({ id: `s-${i}`, publishedOn: day(((i * 97) % count) * 13) })),
    events: numbers.map(i => ({
      id: `e-${i}`,
      type: i % 2 ? 'transfers_paused' : 'transfer',
      date: day(i * 13),
      citations: [{ source: `s-${i}` }]
    }))
  })
}

t.test('what takes long to derive holds up nobody', async t => {
  const content = contentOf(complete(tangled(60)))
  let turns = 0
  let isPending = true
  const turn = () => {
    turns++
    if (isPending) setImmediate(turn)
  }
  turn()
  const { rows } = await content
  isPending = false
  t.ok(rows.statusInterval.length > 100)
  t.ok(turns > 50, 'the event loop went on turning')
})

onEachDatabase(
  t,
  'a record that makes more stretches than can be kept is refused, one that makes many is kept',
  async (t, api) => {
    const refused = await api.post('/v1/agreements', tangled(300))
    t.match(refused, { status: 422, body: { errors: [{ pointer: '#/events', code: 'too_many_intervals' }] } })
    const kept = await api.post('/v1/agreements', tangled(60))
    t.equal(kept.status, 201)
    t.equal((await api.get('/v1/agreements/us-sv-2000-tangled')).text, kept.text)
  }
)
