import { readFileSync } from 'node:fs'
import t from 'tap'
import { complete } from '../../../src/record/complete.ts'
import type { Agreement } from '../../../src/record/schema/agreement.ts'
import { explainStatus } from '../../../src/record/status/explain.ts'
import { deriveIntervals } from '../../../src/record/status/intervals.ts'
import { anAgreement } from '../../fixtures/agreement.ts'
import { sourceFile } from '../../fixtures/source-file.ts'
import { vectors } from '../../fixtures/vectors.ts'
import { statusAndTotalsAt, statusAt } from './record.ts'

const records: Agreement[] = JSON.parse(
  readFileSync(new URL('../../../../data/agreements.json', import.meta.url), 'utf8')
)
const cecot = 'us-sv-2025-cecot-detention'

for (const { id, asOf, reportedBy, expected } of vectors) {
  t.test(`${id} as of ${asOf}${reportedBy ? `, reported by ${reportedBy}` : ''}`, async t => {
    const record = records.find(record => record.id === id) as Agreement
    const status = statusAt(record, asOf, reportedBy)
    if (expected) t.match(status, expected)
    else t.equal(status, undefined)
  })
}

t.test('the expiry of the prison agreement follows from its term, and says so', async t => {
  const record = records.find(record => record.id === cecot) as Agreement
  const events = explainStatus(record, { asOf: '2026-06-01', reportedBy: 'infinity' })?.events ?? []
  t.match(
    events.filter(event => event.computed),
    [{ type: 'expired', id: 'term', outcome: 'moved', before: 'in_force', after: 'expired' }]
  )
})

t.test('the facts of the first news story alone give the label that it deserves', async t => {
  const finding = {
    type: 'implementation_assessed' as const,
    date: '2025-02-04',
    finding: 'unimplemented' as const,
    citations: [{ source: 'treaty-text' }]
  }
  const facts = complete(anAgreement({ events: [...(anAgreement().events ?? []), finding] }))
  for (const asOf of ['2025-02-04', '2030-01-01'])
    t.match(statusAt(facts, asOf), {
      label: '2019 safe-third-country, unimplemented',
      evidence: 'stated',
      because: ['signed']
    })
})

t.test('every label of the data set is as it was when somebody last read them', async t => {
  const labels = records.map(record => {
    const { status, totals } = statusAndTotalsAt(record, '2026-11-26')
    const { uncertainBecause, since, money } = status
    const people = totals.persons && `${totals.persons.min ?? 0}–${totals.persons.max ?? '…'} people`
    return [record.id, status.label, uncertainBecause.join(' '), since, money, people].filter(Boolean).join(' | ')
  })
  t.equal(`${labels.join('\n')}\n`, readFileSync(sourceFile('test/fixtures/labels.txt'), 'utf8'))
})

t.test('the data set derives without a contradiction that nobody has looked at', async t => {
  const anomalies = records.flatMap(record => {
    const reasons = explainStatus(record, { asOf: '2026-11-24', reportedBy: 'infinity' })
    return (reasons?.anomalies ?? []).map(id => `${record.id} ${id}`)
  })
  t.same(anomalies, [])
  for (const record of records) t.ok(deriveIntervals(record).length < 100, record.id)
})
