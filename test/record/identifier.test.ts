import * as fc from 'fast-check'
import t from 'tap'
import { identifier } from '../../src/record/identifier.ts'
import { anAgreement } from '../fixtures/agreement.ts'

const cited = { citations: [{ source: 'treaty-text' }] }

t.test('an id is sender, receiver, year and title', async t => {
  t.equal(identifier(anAgreement({ title: 'Asylum Cooperative Agreement' })), 'us-sv-2019-asylum-cooperative-agreement')
  const { parties, ...rest } = anAgreement({ title: 'Accord' })
  t.equal(identifier({ ...rest, parties: parties.toReversed() }), 'us-sv-2019-accord')
})

t.test(
  'the year is that of signature, else of the first legal event, else of the first event, else left out',
  async t => {
    const title = 'Accord'
    const signed = { type: 'signed' as const, date: '[2018..2019]', ...cited }
    const agreed = { type: 'agreed' as const, date: '2017~', ...cited }
    const report = { type: 'report' as const, date: '2016-05', ...cited }
    t.equal(identifier(anAgreement({ title, events: [report, agreed, signed] })), 'us-sv-2018-accord')
    t.equal(identifier(anAgreement({ title, events: [report, agreed] })), 'us-sv-2017-accord')
    t.equal(identifier(anAgreement({ title, events: [report] })), 'us-sv-2016-accord')
    t.equal(identifier(anAgreement({ title, events: [] })), 'us-sv-accord')
  }
)

t.test('whatever the title, an id is well formed and at most 100 characters long, numbered ones too', async () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 3, maxLength: 300 }),
      fc.integer({ min: 1, max: 999 }),
      (title, attempt) => {
        const id = identifier(anAgreement({ title }), attempt)
        return id.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && (attempt === 1 || id.endsWith(`-${attempt}`))
      }
    )
  )
})

t.test('a long title is cut between words', async t => {
  const id = identifier(anAgreement({ title: 'cooperation '.repeat(20).trim() }))
  t.match(id, /^us-sv-2019(-cooperation)+$/)
})
