import t from 'tap'
import { limits } from '../../src/limits.ts'
import { complete } from '../../src/record/complete.ts'
import { patched } from '../../src/record/json-patch.ts'
import { check } from '../../src/record/rules/check.ts'
import { Agreement, AgreementInput, recordSchemas } from '../../src/record/schema/agreement.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { corrections, agreements as records } from '../fixtures/data-set.ts'

t.test('every record of the data set is complete, valid as input too, and keeps every rule', async t => {
  const asComplete = compileValidator(recordSchemas, Agreement)
  const asInput = compileValidator(recordSchemas, AgreementInput)
  t.ok(records.length > 0)
  for (const record of records) {
    t.strictSame([...asComplete(record), ...asInput(record), ...check(record, { today: '2026-11-26' })], [], record.id)
  }
})

t.test('completing a complete record changes nothing, not even the order of its members', async t => {
  for (const record of records) t.equal(JSON.stringify(complete(record)), JSON.stringify(record), record.id)
})

t.test('relations of the data set lead to records of the data set, and ids are unique', async t => {
  const ids = new Set(records.map(({ id }) => id))
  t.equal(ids.size, records.length)
  for (const { id, relations } of records)
    for (const { agreement } of relations) t.ok(ids.has(agreement), `${id} → ${agreement}`)
})

t.test(
  'what was corrected had been another record that keeps every rule, and its note says what was wrong',
  async t => {
    const asComplete = compileValidator(recordSchemas, Agreement)
    t.ok(corrections.length > 0)
    for (const { agreement, note, earlier } of corrections) {
      const record = records.find(({ id }) => id === agreement) as Agreement
      const first = patched(record, earlier)
      t.strictSame([...asComplete(first), ...check(first, { today: '2026-11-26' })], [], agreement)
      t.notSame(first, record)
      t.ok(note.length > 0 && note.length <= limits.note)
    }
    t.throws(() => patched(records[0], corrections[0]?.earlier ?? []), 'a patch of another record does not fit')
  }
)
