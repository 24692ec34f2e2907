import t from 'tap'
import type { Highlight } from '../../src/agreements/list/highlights.ts'
import { countryName } from '../../src/record/countries.ts'
import { folded } from '../../src/record/search.ts'
import { onEachRecord, readOnEachDatabase } from '../start.ts'

const listOf = (q: string, more = '') => `/v1/agreements?limit=200&q=${encodeURIComponent(q)}${more}`

/** What stands at a pointer. */
const pointed = (record: object, pointer: string): unknown =>
  pointer
    .slice(1)
    .split('/')
    .reduce((at: unknown, member) => (at as Record<string, unknown>)[member], record)

readOnEachDatabase(
  t,
  'highlight=true shows pieces of texts as they were written, and what was found in them',
  async (t, { get }) => {
    const searches = {
      CECOT: /cecot/,
      '"migrant protection"': /migrant|protection/,
      'detention -prison': /det/,
      'cafe OR Bogota': /bogota/
    }
    for (const [q, found] of Object.entries(searches)) {
      const { body } = await get(listOf(q, '&highlight=true&view=full'))
      t.same(
        Object.keys(body.highlights),
        body.items.map(({ id }: { id: string }) => id),
        q
      )
      const all: Highlight[] = Object.values<Highlight[]>(body.highlights).flat()
      t.ok(all.length > 0, `${q} is seen somewhere`)
      for (const item of body.items) {
        for (const { pointer, fragments } of body.highlights[item.id] as Highlight[]) {
          const text = pointed(item, pointer) as string
          // Codes are looked for by their words.
          const texts = [text, countryName(text), text.replaceAll('_', '-')]
          for (const parts of fragments) {
            const piece = parts.map(part => part.text).join('')
            t.ok(
              texts.some(whole => whole.includes(piece)),
              `${item.id}${pointer}: ${piece}`
            )
            const matches = parts.filter(({ match }) => match)
            t.ok(
              matches.length > 0 && matches.every(part => found.test(folded(part.text))),
              `${q}: ${JSON.stringify(parts)}`
            )
          }
        }
      }
    }
    const { body } = await get(listOf('CECOT', '&highlight=true'))
    t.notOk('sources' in body.items[0], 'the items are those that were asked for')
    const beginning = await get(listOf('deport', '&prefix=true&highlight=true'))
    const parts = Object.values<Highlight[]>(beginning.body.highlights).flatMap(all =>
      all.flatMap(each => each.fragments.flat())
    )
    t.ok(
      parts.some(({ text, match }) => match && /^deported$/i.test(text)),
      'and the beginning of a word'
    )
  }
)

readOnEachDatabase(t, 'highlight belongs to a search, and to pages', async (t, { get }) => {
  const alone = await get('/v1/agreements?highlight=true')
  t.match(alone, { status: 400, body: { errors: [{ parameter: 'highlight', code: 'needs_q' }] } })
  const file = await get(listOf('CECOT', '&highlight=true&format=csv').replace('limit=200&', ''))
  t.match(file, { status: 400, body: { errors: [{ parameter: 'highlight', code: 'not_in_format' }] } })
  t.notOk('highlights' in (await get(listOf('CECOT'))).body)
})

readOnEachDatabase(t, 'where nothing is found, near words that find something are offered', async (t, { get }) => {
  const suggestions = async (q: string, more?: string) => (await get(listOf(q, more))).body.suggestions
  t.match(await suggestions('rwnada'), [{ word: 'rwnada', near: ['canada', 'rwanda', 'grenada'] }])
  t.same(
    (await suggestions('asylm cooperation in El Salvadr'))?.map(({ word }: { word: string }) => word),
    ['asylm', 'salvadr']
  )
  for (const { near } of await suggestions('asylm cooperation in El Salvadr')) {
    for (const word of near) t.ok((await get(listOf(word))).body.items.length > 0, `${word} finds something`)
  }
  t.same(await suggestions('the qqqqqqqqqq'), [], 'a word that is in no search, and one that nothing is near')
  t.same(await suggestions('!!!'), [])
  t.equal(await suggestions('Rwanda'), undefined, 'nothing is offered where something was found')
  t.same(await suggestions('Rwanda', '&kind=prison_lease&legal=expired'), [], 'the word is right')
})

onEachRecord(t, 'words are offered as long as an agreement has them', async (t, api) => {
  const near = async () => (await api.get(listOf('quetzalcoatil'))).body.suggestions
  t.same(await near(), [])
  await api.create({ title: 'Quétzalcóatl memorandum' })
  t.same(await near(), [{ word: 'quetzalcoatil', near: ['quetzalcoatl'] }])
  await api.delete(api.path, { 'if-match': '*' })
  t.same(await near(), [])
})

readOnEachDatabase(t, 'what a lawyer or a desk editor would type is found', async (t, { get }) => {
  const idsOf = async (query: string) =>
    (await get(`/v1/agreements?limit=200&sort=id&${query}`)).body.items.map(({ id }: { id: string }) => id)
  const coded = await idsOf('provision=non_refoulement')
  t.ok(coded.length > 0)
  for (const q of ['non-refoulement', '"non refoulement"', 'refoulement']) {
    const found = new Set(await idsOf(`q=${encodeURIComponent(q)}`))
    for (const id of coded) t.ok(found.has(id), `${q} finds ${id}, whose provisions are on it`)
  }
  for (const [q, party] of Object.entries({ UK: 'GB', USA: 'US', RWA: 'RW', turkey: 'TR', syria: 'SY' })) {
    const found = new Set(await idsOf(`q=${q}`))
    for (const id of await idsOf(`party=${party}`)) t.ok(found.has(id), `${q} finds ${id}`)
  }
  const { body } = await get(listOf('non-refoulement', '&highlight=true'))
  const pointers = Object.values<Highlight[]>(body.highlights).flat()
  t.ok(pointers.some(({ pointer }) => /^\/provisions\/\d+\/topic$/.test(pointer)))
})

readOnEachDatabase(
  t,
  'the sentence calls countries as people do, and has no comma before the first filter',
  async (t, { get }) => {
    const { body } = await get(listOf('CECOT', '&sender=US&nationality=VE'))
    t.equal(
      body.description,
      'Agreements that speak of “CECOT”, under which the United States sends, under which nationals of Venezuela may be sent, as of 2026-11-26.'
    )
  }
)
