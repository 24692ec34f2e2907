import { type Authored, revisionGiven, revisionMade } from './drafting.ts'
import { rowsAsJson } from './mapping.ts'

/** Revisions as the statement takes them that adds them beside other writers (`store-rows.ts`): texts that nobody need read on the way. */
export interface StagedRevisions {
  count: number
  /** Values of the statement, as JSON, by name. */
  values: Record<string, string>
}

/** Stands for the moment that all of them get in the end. */
const someday = new Date(0)

/** What is written of drafts of as many agreements, none of which deletes. */
export function stagedFrom(authored: readonly Authored[]): StagedRevisions {
  const contents = authored.flatMap(({ draft }) => draft.content ?? [])
  const given = authored.map((one, place) => revisionGiven(one, revisionMade(one, someday), place))
  const rows = rowsAsJson(
    Object.keys(contents[0]?.rows ?? {}),
    contents.map(({ rows }) => rows)
  )
  return { count: authored.length, values: { given: JSON.stringify(given), ...rows } }
}
