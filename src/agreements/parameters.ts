import { type FieldError, problem } from '../problems.ts'
import { countryProblem } from '../record/countries.ts'

/**
 * Countries in a query are those that exist; a schema cannot hold them all without hiding everything else.
 *
 * @throws ApiProblem invalid-parameter
 */
export function checkCountries({ party = [] }: { party?: string[] | undefined }): void {
  const errors = party.flatMap((code): FieldError[] => {
    const detail = countryProblem(code)
    return detail ? [{ parameter: 'party', code: 'unknown_country', detail }] : []
  })
  if (errors.length > 0) throw problem('invalid-parameter', { errors })
}
