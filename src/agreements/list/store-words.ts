import { sql } from 'drizzle-orm'
import type { Db } from '../../database/client.ts'
import { preparedSql } from '../../database/prepared.ts'
import { revision, word } from '../../database/tables.ts'
import { limits } from '../../limits.ts'
import { folded } from '../../record/search.ts'

/** Near words that are offered for one, at most. */
const MOST_NEAR = 3

/** Words that are looked at for them: some belong to agreements that are gone. */
const MOST_LOOKED_AT = 20

/** Distance by trigrams up to which a word is near: two letters that changed places in a word of six are 0.73 apart. */
const FARTHEST = 0.75

/** A word that nothing was found by, and words of the registry that are near it, the nearest first. */
export interface Suggestion {
  word: string
  near: string[]
}

/** For each word of a search that no agreement has, the words near it (by their trigrams) that some agreement has. */
export async function suggestWords(db: Db, q: string): Promise<Suggestion[]> {
  const words = [...new Set(folded(q).match(/\p{L}{3,}/gu))].filter(({ length }) => length <= limits.word)
  if (words.length === 0) return []
  const statement = preparedSql<Suggestion>(
    db,
    'suggestWords',
    () => sql`
      select asked.word, array_agg(near.word order by near.place) as near
      from unnest(${sql.placeholder('words')}::text[]) with ordinality as asked(word, place)
      cross join lateral (
        select nearest.word, row_number() over (order by nearest.distance, nearest.word collate "C") as place
        from (
          select ${word.word}, ${word.word} <-> asked.word as distance from ${word} order by distance limit ${sql.raw(String(MOST_LOOKED_AT))}
        ) nearest
        where nearest.distance <= ${sql.raw(String(FARTHEST))} and ${isFound(sql`nearest.word`)}
        order by place limit ${sql.raw(String(MOST_NEAR))}
      ) near
      -- Words such as "the" are in no search.
      where numnode(plainto_tsquery('english', asked.word)) > 0 and not ${isFound(sql`asked.word`)}
      group by asked.word, asked.place order by asked.place`
  )
  const { rows } = await statement.execute({ words })
  return rows
}

const isFound = (text: ReturnType<typeof sql>) => sql`exists (
  select 1 from ${revision} where superseded_at is null and operation <> 'delete'
    and ${revision.search} @@ plainto_tsquery('english', ${text}))`
