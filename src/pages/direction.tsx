import { country } from '../record/country-names.ts'
import type { Party } from '../record/schema/agreement.ts'
import { A, countryPage } from './site.tsx'

/** Between whom, each a link: from the sender to the receiver, or both ways. */
export function Direction({ parties }: { parties: readonly Pick<Party, 'country' | 'role'>[] }) {
  const [first, second] = [...parties].sort((a, b) => Number(a.role === 'receiver') - Number(b.role === 'receiver'))
  if (!first || !second) return null
  return (
    <>
      <A href={countryPage(first.country)}>{country(first.country)}</A> {first.role === 'mutual' ? '↔' : '→'}{' '}
      <A href={countryPage(second.country)}>{country(second.country)}</A>
    </>
  )
}
