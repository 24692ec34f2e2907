import type { FieldError } from '../../problems.ts'
import { quoted, sayNearest } from '../../record/nearest.ts'
import type { Agreement } from '../../record/schema/agreement.ts'
import { signatureOf } from '../../record/signature.ts'
import { AgreementRecord, AgreementSummary } from '../schemas.ts'

// Which members of the items a list shows.

const ofSummary = Object.keys(AgreementSummary.properties)
const ofRecord = Object.keys(AgreementRecord.properties)
const known = [...new Set([...ofRecord, ...ofSummary])]

/** The form of `fields`. */
export const fieldsPattern = `^(${known.join('|')})(,(${known.join('|')}))*$`

interface Shown {
  fields?: string | undefined
  view?: 'summary' | 'full' | undefined
}

/** The members that a query asks for, and the id; undefined where it asks for none in particular. */
export const fieldsOf = ({ fields }: Shown): string[] | undefined =>
  fields === undefined ? undefined : [...new Set(['id', ...fields.split(',')])]

/** What is wrong with them. */
export function fieldFaults({ fields }: Shown): FieldError[] {
  const unknown = fields?.split(',').find(field => !known.includes(field))
  if (unknown === undefined) return []
  const hint = sayNearest(unknown, known) ?? `there are ${quoted(known)}`
  return [{ parameter: 'fields', code: 'unknown_value', detail: `Items have no member "${unknown}"; ${hint}.` }]
}

/** Whole records where a member is asked for that summaries lack. */
export const viewFor = ({ fields, view = 'summary' }: Shown) =>
  fields?.split(',').some(field => !ofSummary.includes(field)) ? 'full' : view

/** The text of an item with some of its members only. */
export function picked(text: string, fields: readonly string[]): string {
  const item = JSON.parse(text) as Record<string, unknown>
  // A whole record says these two elsewhere.
  const { label } = item.status as { label: string }
  const signedOn = () => ('events' in item ? (signatureOf(item as Agreement)?.date ?? null) : item.signedOn)
  const all: Record<string, unknown> = { ...item, label, ...(fields.includes('signedOn') && { signedOn: signedOn() }) }
  return JSON.stringify(Object.fromEntries(fields.map(field => [field, all[field]])))
}
