import type { FieldError } from '../../problems.ts'
import { countryProblem } from '../../record/countries.ts'
import { textProblem } from '../../record/text.ts'

/** What the schema of a query cannot say: countries are those that exist, and a note is a text as those of a record. */
export function parameterFaults({ party = [], note }: { party?: string[]; note?: string }): FieldError[] {
  const faults = [
    ...party.map(code => ({ parameter: 'party', code: 'unknown_country', detail: countryProblem(code) })),
    { parameter: 'note', code: 'invalid_text', detail: note === undefined ? undefined : textProblem(note) }
  ]
  return faults.filter((fault): fault is typeof fault & FieldError => fault.detail !== undefined)
}
