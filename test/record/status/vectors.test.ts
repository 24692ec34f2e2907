import { readFileSync } from 'node:fs'
import t from 'tap'
import { complete } from '../../../src/record/complete.ts'
import type { Agreement } from '../../../src/record/schema/agreement.ts'
import { explainStatus } from '../../../src/record/status/explain.ts'
import { deriveIntervals } from '../../../src/record/status/intervals.ts'
import { anAgreement } from '../../fixtures/agreement.ts'
import { vectors } from '../../fixtures/vectors.ts'
import { statusAt } from './record.ts'

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
  const facts = complete(anAgreement())
  t.equal(statusAt(facts, '2025-02-04')?.label, '2019 safe-third-country, unimplemented')
  const finding = {
    type: 'implementation_assessed' as const,
    date: '2025-02-04',
    finding: 'unimplemented' as const,
    citations: [{ source: 'treaty-text' }]
  }
  const stated = complete(anAgreement({ events: [...(anAgreement().events ?? []), finding] }))
  t.match(statusAt(stated, '2025-02-04'), {
    label: '2019 safe-third-country, unimplemented',
    evidence: 'stated',
    because: ['signed']
  })
})

t.test('the data set derives without a contradiction that nobody has looked at', async t => {
  const anomalies = records.flatMap(record => {
    const reasons = explainStatus(record, { asOf: '2026-11-24', reportedBy: 'infinity' })
    return (reasons?.anomalies ?? []).map(id => `${record.id} ${id}`)
  })
  // Both were halted by a court before they were found never to have been used, which the table of states cannot hold.
  t.same(anomalies, ['au-my-2011-transfer-and-resettlement never-used', 'gb-rw-2022-asylum-partnership-mou never-used'])
  for (const record of records) t.ok(deriveIntervals(record).length < 100, record.id)
})
