import { readFileSync } from 'node:fs'
import t from 'tap'
import { createExamples } from '../../src/agreements/write/examples.ts'
import { complete } from '../../src/record/complete.ts'
import type { AgreementInput } from '../../src/record/schema/agreement.ts'
import { sourceFile } from '../fixtures/source-file.ts'

t.test('the full example of a body is a record of the data set', async t => {
  const records = JSON.parse(readFileSync(sourceFile('data/agreements.json'), 'utf8')) as AgreementInput[]
  const example = createExamples.full.value
  const original = records.find(({ title }) => title === example.title)
  t.same(complete({ ...example, id: original?.id }), original)
})
