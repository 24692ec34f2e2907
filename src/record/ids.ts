import slugify from '@sindresorhus/slugify'
import { fill } from './fill.ts'
import { type Agreement, AgreementEvent, type AgreementInput, FeeTerm, Linkage, Source } from './schema/agreement.ts'
import type { Schema } from './schema/resolve.ts'

// Fee terms, linkages, events and sources have ids that the rest of the record, its history and its readers name them by. A
// writer may leave them out. Then an id is made, once: whatever is written later, that id means the item that it was made
// for, or none.

/** The lists whose items may come without an id. */
export const namedLists = ['feeTerms', 'linkages', 'events', 'sources'] as const
type NamedList = (typeof namedLists)[number]

/** Ids by the list that they stand in; two lists may have the same one. */
export type Ids = { [List in NamedList]: ReadonlySet<string> }

type Item = { id?: string }
type Named = { [List in NamedList]?: Item[] }

const schemas = { feeTerms: FeeTerm, linkages: Linkage, events: AgreementEvent, sources: Source } as Record<
  NamedList,
  Schema
>

/**
 * Gives the items that came without an id those that they have in the record that is there: an item is the same when it is
 * equal in everything but its id, in the complete form. One that differs in anything is another, since nobody can tell
 * whether a claim was corrected or replaced. Each id is given back once, and not where the writer uses it.
 */
export function keepIds(input: AgreementInput, current: Agreement): AgreementInput {
  return withIds(input, (items, list) => {
    const chosen = idsOf(items)
    const free = new Map<string, string[]>()
    for (const item of current[list]) {
      if (chosen.has(item.id)) continue
      const content = contentOf(list, item)
      free.set(content, [...(free.get(content) ?? []), item.id])
    }
    return item => free.get(contentOf(list, item))?.shift()
  })
}

/** What an item says, as a text that is equal for equal items. */
const contentOf = (list: NamedList, item: Item): string => JSON.stringify(fill(schemas[list], { ...item, id: null }))

/** Whether an item is still without an id. */
export const lacksIds = (input: AgreementInput): boolean =>
  namedLists.some(list => (input as Named)[list]?.some(({ id }) => id === undefined))

/** Gives the items that are without an id a new one, that says what they are and that neither the input nor `used` has. */
export function makeIds(input: AgreementInput, used?: Ids): AgreementInput {
  return withIds(input, (items, list) => {
    const taken = new Set([...idsOf(items), ...(used?.[list] ?? [])])
    return item => {
      const base = baseOf(list, item)
      let id = base
      for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
      taken.add(id)
      return id
    }
  })
}

/** Room is left for a number behind it. */
function baseOf(list: NamedList, item: Item): string {
  const { basis, type, publisher } = item as { basis?: string; type?: string; publisher?: string }
  const [name, otherwise] = {
    feeTerms: [basis, 'item'],
    linkages: [type, 'item'],
    events: [type, 'item'],
    sources: [publisher, 'source']
  }[list]
  return (
    slugify(name as string)
      .slice(0, 90)
      .replace(/-+$/, '') || (otherwise as string)
  )
}

const idsOf = (items: Item[]) => new Set(items.flatMap(({ id }) => id ?? []))

/** The input with an id for each item that is without one and that `begin`, called for each list, finds one for. */
function withIds(
  input: AgreementInput,
  begin: (items: Item[], list: NamedList) => (item: Item) => string | undefined
): AgreementInput {
  const lists = Object.fromEntries(
    namedLists.flatMap(list => {
      const items = (input as Named)[list]
      if (!items?.some(({ id }) => id === undefined)) return []
      const idFor = begin(items, list)
      return [[list, items.map(item => (item.id === undefined ? { ...item, id: idFor(item) } : item))]]
    })
  )
  return { ...input, ...lists }
}
