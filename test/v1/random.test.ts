import fc from 'fast-check'
import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { mutant, oneOf, validRecord } from '../fixtures/random-records.ts'
import { start } from '../start.ts'

t.test('random records', async t => {
  const api = await start(t, 'postgresql')
  const { now } = api.clock
  let n = 0
  let edits = 0

  await t.test('that are valid are read as they were written, with the documented defaults', async t => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const { record, kept } = validRecord(draw, `random-${n++}`, now)
        edits += kept
        const { status, body, headers } = await api.post('/v1/agreements', record)
        if (status !== 201) throw new Error(JSON.stringify(body))
        const read = (await api.get(headers.location as string)).body
        const written = complete(record)
        t.strictSame({ ...read, ...written }, read, JSON.stringify(record))
      }),
      { numRuns: 30, endOnFailure: true }
    )
    t.ok(edits > n * 5, `${edits} edits of ${n} records`)
  })

  await t.test('that are anything at all are no fault of ours, by POST, PUT and PATCH', async t => {
    const path = '/v1/agreements/us-sv-2019-asylum-cooperative-agreement'
    const etag = (await api.get(path)).headers.etag as string
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(fc.gen(), async draw => {
        const { id, ...members } = mutant(draw, 'a-mutant')
        const text = JSON.stringify({ id, ...members })
        const at = draw(fc.nat, text.length)
        const garbled =
          text.slice(0, at) + draw(oneOf<string>, ['', '\u0000', '"', '{', '\ud800', '9e999']) + text.slice(at + 1)
        const answers = [
          await api.post('/v1/agreements?dryRun=true', text),
          await api.post('/v1/agreements?dryRun=true', garbled),
          await api.put(`${path}?dryRun=true`, members, { 'if-match': etag }),
          await api.patch(`${path}?dryRun=true`, members, { 'if-match': etag })
        ]
        for (const { status } of answers) statuses.add(status)
        return answers.every(({ status }) => status < 500)
      }),
      { numRuns: 50, endOnFailure: true }
    )
    t.ok(statuses.has(422) && statuses.has(400) && statuses.has(200), [...statuses].join())
  })
})
