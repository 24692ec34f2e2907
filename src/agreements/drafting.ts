import type { FieldError } from '../problems.ts'
import { diff } from '../record/diff.ts'
import type { Agreement } from '../record/schema/agreement.ts'
import type { causes } from '../record/schema/codes.ts'
import type { Content } from './deriving.ts'
import { documentOf, provenanceOf } from './mapping.ts'
import type { RevisionRow, VersionRow } from './revision-text.ts'

/** A revision in the making: all that follows from the next record, made before the write lock is taken. */
export interface Draft {
  id: string
  /** The newest revision, on which this one was decided; undefined where the id is new. */
  current: Pick<VersionRow, 'version'> | undefined
  operation: RevisionRow['operation']
  /** JSON Pointers to what differs from the version before; the empty one is the whole record. */
  changed: string[]
  /** undefined: a deletion. */
  content: Content | undefined
}

/** Who writes, and what they say of it. */
export interface Authorship {
  /** Name of the key that writes. */
  actor: string
  cause: (typeof causes)[number] | null
  note: string | null
}

/** A draft with who writes it. */
export interface Authored {
  draft: Draft
  by: Authorship
}

/** What a draft makes of itself at a moment. */
export const revisionMade = ({ draft, by }: Authored, recordedAt: Date) => ({
  agreementId: draft.id,
  version: (draft.current?.version ?? 0) + 1,
  operation: draft.operation,
  ...by,
  recordedAt
})

/** The same as the statement takes it that adds it in its place among others (`store-rows.ts`). */
export const revisionGiven = (
  { draft: { changed, content } }: Authored,
  revision: ReturnType<typeof revisionMade>,
  place: number
) => ({ ...revision, changed, provenance: provenanceOf(revision), ...content?.columns, place })

/** Whether a record says what the newest revision says, so that writing it would change nothing. */
export const saysTheSame = (current: Pick<VersionRow, 'document'> | undefined, next: Agreement | undefined): boolean =>
  current !== undefined && current.document === (next ? documentOf(next) : null)

/** JSON Pointers to what a record says otherwise than the newest revision; the empty one where there is nothing to compare. */
export const changesFrom = (current: Pick<VersionRow, 'document'> | undefined, next: Agreement): string[] =>
  current?.document ? diff(JSON.parse(current.document), next).map(({ pointer }) => pointer) : ['']

/** An agreement that a record names in its relations. */
export interface Target {
  id: string
  pointer: string
}

/** The other agreements that a record names. */
export const targetsOf = (record: Agreement): Target[] =>
  record.relations
    .map(({ agreement }, i) => ({ id: agreement, pointer: `/relations/${i}/agreement` }))
    .filter(({ id }) => id !== record.id)

/** A record names an agreement that nobody has written. */
export const unknownTarget = ({ id, pointer }: Target): FieldError => ({
  pointer,
  code: 'unknown_agreement',
  detail: `There is no agreement ${JSON.stringify(id)} in the registry. Write that one first, or leave the relation out.`
})
