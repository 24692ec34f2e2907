import { type Static, Type } from 'typebox'
import { anyOf, jsonResponse, limitParameter } from '../agreements/parameters.ts'
import { answerField, problemResponses } from '../http/documentation/schemas.ts'
import { limits } from '../limits.ts'
import { feedCauses, kinds, operations } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, id, nullable } from '../record/schema/scalars.ts'

/** An entry of the change feed. */
export const FeedEntry = Type.Object(
  {
    agreement: Type.String({ description: 'Id of the agreement.' }),
    version: Type.Integer({ description: 'Version that was made, or whose status changed.' }),
    operation: nullable('string', {
      description: 'What was done; null where nobody did anything and time passed.',
      enum: [...operations, null]
    }),
    cause: nullable('string', {
      description: 'Why; `time_passed` where the status changed by itself.',
      enum: [...feedCauses, null]
    }),
    actor: nullable('string', { description: 'Name of the key that wrote it.' }),
    note: nullable('string', { description: 'What the writer said of it.' }),
    recordedAt: Type.String({ description: 'Moment of recording, RFC 3339 in UTC.' }),
    day: nullable('string', { description: 'The day on which the status changed by itself.' }),
    changed: Type.Array(Type.String(), {
      description: 'JSON Pointers to what differs; the empty one is the whole record.'
    }),
    href: Type.String({ description: 'Address of the revision.' }),
    record: Type.Unsafe<object | null>({
      anyOf: [{ $ref: 'Agreement#' }, { type: 'null' }],
      description: 'The record of that version with `view=full`; null for a deletion and without it.'
    })
  },
  { $id: 'FeedEntry', additionalProperties: false, description: 'An entry of the change feed.' }
)

/** A stretch of the change feed. */
export const Feed = Type.Object(
  {
    items: Type.Array(ref(FeedEntry)),
    next: Type.String({ description: 'Address of what comes after; ask it again later when `more` is false.' }),
    more: Type.Boolean({ description: 'More entries are there already.' })
  },
  { $id: 'Feed', additionalProperties: false, description: 'A stretch of the change feed, oldest first.' }
)

export const feedSchemas = [FeedEntry, Feed]

export const FeedQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        format: 'cursor',
        maxLength: limits.cursor,
        description: 'Where to go on, from `next` of the last answer. Without it the feed begins at its beginning.'
      })
    ),
    limit: limitParameter,
    agreement: anyOf(
      id({ description: 'Id of an agreement.' }),
      'Changes of any of these agreements.',
      'us-sv-2019-asylum-cooperative-agreement'
    ),
    kind: anyOf(
      code(kinds),
      'Changes of agreements of any of these kinds, before or after the change.',
      'safe_third_country'
    ),
    party: anyOf(
      Type.String({ format: 'country' }),
      'Changes of agreements with any of these parties, before or after the change.',
      'SV'
    ),
    cause: anyOf(code(feedCauses), 'Changes for any of these causes.', 'correction'),
    view: Type.Optional(
      code(['summary', 'full'], {
        title: 'View',
        default: 'summary',
        description: '`full`: with the records.',
        examples: ['full']
      })
    )
  },
  { additionalProperties: false }
)
export type FeedQuery = Static<typeof FeedQuery>

export const listChangesSchema = {
  operationId: 'listChanges',
  tags: ['History'],
  summary: 'Follow all changes',
  description:
    'Every revision of every agreement, and every status that changed by the passing of time, in one order that never skips or repeats anything. Follow `next` for ever.',
  security: [],
  querystring: FeedQuery,
  response: {
    200: jsonResponse(ref(Feed), 'A stretch of the feed.', {
      Link: answerField('The next stretch (RFC 8288).')
    }),
    ...problemResponses('cursor-gone')
  }
}
