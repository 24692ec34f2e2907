import { type SQL, sql } from 'drizzle-orm'
import { word } from '../../database/tables.ts'
import { folded } from '../../record/search.ts'
import type { Filters } from './parameters.ts'

/** Words that one beginning stands for, at most. */
const MOST_WORDS = 200

/** The last word of a search, unless it is one that may not be there. */
const lastWord = /(?<![-\p{L}\p{N}])[\p{L}\p{N}]+$/u

/** The values of `searchQuery`. */
export function searchValues({ q = '', prefix }: Pick<Filters, 'q' | 'prefix'>): Record<string, string> {
  const text = folded(q)
  const [last] = (prefix && lastWord.exec(text)) || []
  return last === undefined ? { q: text } : { rest: text.slice(0, -last.length), last }
}

/** What is searched for; whatever people type is understood, so that nothing of it is an error. */
export function searchQuery(filters: Pick<Filters, 'q' | 'prefix'>): SQL {
  const web = (name: string) => sql`websearch_to_tsquery('english', ${sql.placeholder(name)}::text)`
  if (!('last' in searchValues(filters))) return web('q')
  const last = sql`${sql.placeholder('last')}::text`
  // What a beginning stands for are the words of the registry that begin so, each by its stem, and the stems that begin so of words that
  // are not kept.
  const begun = sql`select ${word.word} from ${word}
    where ${word.word} >= ${last} and ${word.word} < ${last} || chr(1114111)
    order by ${word.word} limit ${sql.raw(String(MOST_WORDS))}`
  return sql`(${web('rest')} && (
    to_tsquery('english', coalesce((select string_agg(begun.word, ' | ') from (${begun}) as begun), ''))
    || to_tsquery('simple', ${last} || ':*')))`
}
