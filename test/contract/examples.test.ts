import t from 'tap'
import { createExamples } from '../../src/agreements/write/examples.ts'
import { complete } from '../../src/record/complete.ts'
import { agreements } from '../fixtures/data-set.ts'

t.test('the full example of a body is a record of the data set', async t => {
  const example = createExamples.full.value
  const original = agreements.find(({ title }) => title === example.title)
  t.same(complete({ ...example, id: original?.id }), original)
})
