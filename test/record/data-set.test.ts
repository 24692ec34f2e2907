import { readFileSync } from 'node:fs'
import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { check } from '../../src/record/rules/check.ts'
import { Agreement, AgreementInput, recordSchemas } from '../../src/record/schema/agreement.ts'
import { compileValidator } from '../../src/validation/strict.ts'
import { sourceFile } from '../fixtures/source-file.ts'

const records: Agreement[] = JSON.parse(readFileSync(sourceFile('data/agreements.json'), 'utf8'))

t.test('every record of the data set is complete, valid as input too, and keeps every rule', async t => {
  const asComplete = compileValidator(recordSchemas, Agreement)
  const asInput = compileValidator(recordSchemas, AgreementInput)
  t.ok(records.length > 0)
  for (const record of records) {
    t.strictSame([...asComplete(record), ...asInput(record), ...check(record, { today: '2026-11-24' })], [], record.id)
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
