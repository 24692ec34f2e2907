import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { complete } from '../../src/record/complete.ts'
import { type Ids, keepIds, lacksIds, namedLists } from '../../src/record/ids.ts'
import type { Agreement, AgreementInput } from '../../src/record/schema/agreement.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'

const cited = { citations: [{ source: 'treaty-text' }] }
const fee = (min: string, more: object = {}) =>
  ({ stage: 'agreed', basis: 'lump_sum', amount: { min }, currency: 'USD', ...cited, ...more }) as const
const ids = (items: { id: string }[]) => items.map(({ id }) => id)
const none: Ids = { feeTerms: new Set(), linkages: new Set(), events: new Set(), sources: new Set() }

t.test('made ids say what they name, and never take one that the writer chose', async t => {
  const event = { type: 'court_ruling' as const, date: '2020', effect: 'none' as const, ...cited }
  const { events, feeTerms } = complete(
    anAgreement({ feeTerms: [fee('1')], events: [event, event, { ...event, id: 'court-ruling-2' }] })
  )
  t.same(ids(events), ['court-ruling', 'court-ruling-3', 'court-ruling-2'])
  t.same(ids(feeTerms), ['lump-sum'])
  const linkage = { type: 'visas' as const, sense: 'threat' as const, description: 'Fewer visas.', ...cited }
  t.same(ids(complete(anAgreement({ linkages: [linkage, linkage] })).linkages), ['visas', 'visas-2'])
  const source = aSource({ id: undefined as never })
  t.same(ids(complete(anAgreement({ sources: [source] })).sources), ['department-of-state'])
  t.same(ids(complete(anAgreement({ sources: [{ ...source, publisher: '新聞' }] })).sources), ['source'])
})

t.test('a made id is one that was never used', async t => {
  const used = { ...none, feeTerms: new Set(['lump-sum', 'lump-sum-3']), events: new Set(['lump-sum-2']) }
  t.same(ids(complete(anAgreement({ feeTerms: [fee('1'), fee('2')] }), used).feeTerms), ['lump-sum-2', 'lump-sum-4'])
})

const current = complete(anAgreement({ feeTerms: [fee('1'), fee('2'), fee('2'), fee('3')] }))
const kept: [what: string, feeTerms: AgreementInput['feeTerms'], ids: (string | undefined)[]][] = [
  ['an item that moved', [fee('3'), fee('1')], ['lump-sum-4', 'lump-sum']],
  ['one of two that are equal, once each', [fee('2'), fee('2'), fee('2')], ['lump-sum-2', 'lump-sum-3', undefined]],
  ['an item whose nulls and defaults are written out', [fee('1', { payer: null, standing: 'accepted' })], ['lump-sum']],
  ['an item whose amount is written in another way', [fee('1.0'), fee('3.00')], ['lump-sum', 'lump-sum-4']],
  ['no item that differs in anything', [fee('1', { purpose: 'Other.' })], [undefined]],
  ['no id that the writer gives to another item', [fee('9', { id: 'lump-sum' }), fee('1')], ['lump-sum', undefined]],
  ['an id that was sent', [fee('1', { id: 'lump-sum-4' }), fee('1')], ['lump-sum-4', 'lump-sum']]
]
for (const [what, feeTerms, expected] of kept) {
  t.test(`keeps the id of ${what}`, async t => {
    const input = keepIds(anAgreement({ feeTerms }), current)
    t.same(
      input.feeTerms?.map(({ id }) => id),
      expected
    )
    t.equal(lacksIds(input), expected.includes(undefined))
  })
}

const name = fc.constantFrom('a', 'b', 'c', 'd')
const some = (minLength: number) => fc.array(name, { minLength, maxLength: 4 })
const lists = fc.record({ feeTerms: some(0), linkages: some(0), events: some(0), sources: some(1) })
const contents: Record<(typeof namedLists)[number], (name: string) => object> = {
  feeTerms: (name: string) => fee('1', { purpose: name }),
  linkages: (name: string) => ({ type: 'aid', sense: 'incentive', description: name, ...cited }),
  events: (name: string) => ({ type: 'suspended', date: '2019', description: name, ...cited }),
  sources: (name: string) => aSource({ id: undefined as never, title: name })
}

t.test('whatever is written without ids, an id never means another item than before', async t => {
  fc.assert(
    fc.property(fc.array(lists, { minLength: 2, maxLength: 8 }), patches => {
      const meanings = { feeTerms: new Map(), linkages: new Map(), events: new Map(), sources: new Map() }
      let record: Agreement | undefined
      for (const patch of patches) {
        const sent = Object.fromEntries(namedLists.map(list => [list, patch[list].map(contents[list])]))
        const input = anAgreement(sent)
        const used = { ...none, ...Object.fromEntries(namedLists.map(list => [list, new Set(meanings[list].keys())])) }
        const next: Agreement = complete(record ? keepIds(input, record) : input, used)
        for (const list of namedLists) {
          const before = record?.[list] ?? []
          for (const { id, ...content } of next[list]) {
            const meant = JSON.stringify(content)
            if ((meanings[list].get(id) ?? meant) !== meant) throw new Error(`${id} of ${list} means another item`)
            meanings[list].set(id, meant)
          }
          if (new Set(ids(next[list])).size < next[list].length) throw new Error(`two ${list} have one id`)
          const gone = before.find(({ id, ...content }) => {
            const timesIn = (items: { id: string }[]) =>
              items.filter(({ id: _, ...other }) => isDeepStrictEqual(other, content)).length
            return timesIn(next[list]) >= timesIn(before) && !ids(next[list]).includes(id)
          })
          if (gone) throw new Error(`${gone.id} of ${list} is there and lost its id`)
        }
        record = next
      }
    })
  )
  t.pass()
})
