import { operation, Page } from '../document.tsx'
import { A, countryPage } from '../site.tsx'
import { country, countryKey } from '../words/countries.ts'

/** How often a country is a party, by role. */
export interface PartyCounts {
  code: string
  agreements: { sender: number; receiver: number; mutual: number }
}

/** `/countries` */
export function CountriesPage({ parties }: { parties: readonly PartyCounts[] }) {
  const sorted = [...parties].sort((a, b) => countryKey(a.code).localeCompare(countryKey(b.code), 'en'))
  return (
    <Page
      title={`Countries and other parties (${parties.length})`}
      description="Every party to an agreement of the registry, with how often it sends and receives."
      canonical="/countries"
      api={operation('Reference data', 'listCountries')}
      current="/countries"
    >
      <h1>Countries and other parties</h1>
      <p class="lede bare">{`${parties.length} parties to the agreements of the registry, and in how many of them each sends people, receives them, or both. What was not found is not counted.`}</p>
      <div class="scroll bare">
        <table>
          <thead>
            <tr>
              <th scope="col">Party</th>
              <th scope="col" class="num">
                Sends
              </th>
              <th scope="col" class="num">
                Receives
              </th>
              <th scope="col" class="num">
                Both ways
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ code, agreements: { sender, receiver, mutual } }) => (
              <tr>
                <th scope="row">
                  <A href={countryPage(code)}>{country(code)}</A>
                </th>
                <td class="num">{sender || ''}</td>
                <td class="num">{receiver || ''}</td>
                <td class="num">{mutual || ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Page>
  )
}
