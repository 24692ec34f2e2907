import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { PgDialect } from 'drizzle-orm/pg-core'
import fc from 'fast-check'
import t from 'tap'
import type { Clocks } from '../../src/agreements/clocks.ts'
import { type Filters, filterParameters } from '../../src/agreements/selection/parameters.ts'
import { intervalPart, listedPart } from '../../src/agreements/selection/store-clocks.ts'
import { filterPart } from '../../src/agreements/selection/store-filters.ts'
import * as tables from '../../src/database/tables.ts'
import * as lists from '../../src/record/schema/codes.ts'

const db = drizzle.mock({ schema: tables })
const dialect = new PgDialect()

/** Values of a filter that may need different SQL: states of either axis, addresses and hosts, one and several. */
const more: Partial<Record<keyof Filters, readonly string[]>> = {
  status: [...lists.legalStates, ...lists.implementationStates],
  source: ['example.org', 'https://example.org/a', 'https://example.org/b'],
  q: ['CECOT', '"in force" or -x', 'a b or c'],
  match: ['certain', 'possible']
}

function valuesOf(name: string): fc.Arbitrary<unknown> {
  const { type, examples = [] } = filterParameters[name as keyof Filters] as unknown as {
    type?: string
    examples?: unknown[]
  }
  const values = [...examples, ...(more[name as keyof Filters] ?? [])].flat()
  if (type === 'array') return fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 5 })
  return type === 'boolean' ? fc.boolean() : fc.constantFrom(...values)
}

const filters = fc
  .subarray(Object.keys(filterParameters), { maxLength: 2 })
  .chain(names => fc.record(Object.fromEntries(names.map(name => [name, valuesOf(name)]))))
const clocks: fc.Arbitrary<Clocks> = fc.record({
  asOf: fc.constantFrom('2026-11-26', '2019-12-31'),
  reportedBy: fc.constantFrom('infinity', '2020-12-31'),
  knownAt: fc.constantFrom(null, new Date('2026-11-20')),
  projected: fc.constant(false)
})
const order = fc.constantFrom(undefined, 'changedAt' as const, 'signedOn' as const)

t.test('a statement that is prepared for a shape is that of every request of the shape', async t => {
  const known = new Map<string, { text: string; values: string }>()
  fc.assert(
    fc.property(filters, clocks, order, (filters, clocks, order) => {
      const parts = [listedPart(clocks), intervalPart(clocks), filterPart(db, clocks, filters as Filters, order)]
      const shape = parts.map(part => part.shape).join('|')
      const conditions = parts.map(part => part.condition() ?? sql`true`)
      const text = textOf(sql.join(conditions, sql` and `))
      const values = Object.keys(Object.assign({}, ...parts.map(part => part.values)))
        .sort()
        .join()
      const before = known.get(shape) ?? { text, values }
      known.set(shape, before)
      return before.text === text && before.values === values
    }),
    { numRuns: 8000 }
  )
  t.ok(known.size > 1000)
})

/** The text of a condition, with the names of its placeholders. */
function textOf(condition: SQL): string {
  const { sql: text, params } = dialect.sqlToQuery(condition)
  return `${text} ${JSON.stringify(params)}`
}
