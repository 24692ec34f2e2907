import { type Static, Type } from 'typebox'
import { clockParameters, cursorParameter, limitParameter } from '../../agreements/parameters.ts'
import { filterParameters } from '../../agreements/selection/parameters.ts'
import { FeedQuery } from '../../changes/schemas.ts'

/** What belongs to one page of a list. */
const ofPage = { limit: limitParameter, cursor: cursorParameter }

/** Query of `/changes`: the agreements whose changes are shown, and the clocks. */
export const ChangesQuery = Type.Object(
  { ...filterParameters, ...clockParameters, ...ofPage },
  { additionalProperties: false }
)
export type ChangesQuery = Static<typeof ChangesQuery>

const { agreement, kind, party, cause } = FeedQuery.properties

/** Query of `/changes/registry`: the filters of the feed. */
export const EditsQuery = Type.Object({ agreement, kind, party, cause, ...ofPage }, { additionalProperties: false })
export type EditsQuery = Static<typeof EditsQuery>
