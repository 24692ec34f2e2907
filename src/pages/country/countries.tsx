import { country } from '../../record/country-names.ts'
import { operation, Page } from '../document.tsx'
import { A, countryPage } from '../site.tsx'
import { count } from '../words/numbers.ts'
import type { CountriesView, PartyRole } from './view.ts'

const columns = [
  ['sender', 'Sends under'],
  ['receiver', 'Receives under'],
  ['mutual', 'Both ways']
] as const satisfies [PartyRole, string][]

/** `/countries` */
export function CountriesPage({ view }: { view: CountriesView }) {
  return (
    <Page
      title={`Countries (${count(view.length)})`}
      description="Every state or other party that sends or receives people under an agreement of the registry, and under how many."
      canonical="/countries"
      api={operation('Reference data', 'listCountries')}
      current="/countries"
    >
      <h1>Countries</h1>
      <p class="lede bare">
        {`${count(view.length)} states and other parties send or receive people under an agreement of this registry, or have talked of it.`}
      </p>
      <table class="cards countries">
        <thead>
          <tr>
            <th scope="col">Country</th>
            {columns.map(([, heading]) => (
              <th scope="col" class="num">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.map(({ code, agreements }) => (
            <tr>
              <th scope="row">
                <A href={countryPage(code)}>{country(code)}</A>
              </th>
              {columns.map(([role, heading]) => (
                <td data-h={heading} class={agreements[role] > 0 ? 'num' : 'num none'}>
                  {agreements[role] > 0 && <A href={`${countryPage(code)}#${role}`}>{count(agreements[role])}</A>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        <A href="/v1/countries">As JSON</A>, with the codes by which data of others are joined.
      </p>
    </Page>
  )
}
