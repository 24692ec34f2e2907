import { Page } from './document.tsx'
import { SearchForm } from './search-form.tsx'
import { A } from './site.tsx'

/** What a reader is told of an address that cannot be shown. */
interface Refusal {
  code: string
  status: number
  title: string
  detail: string
  faults: readonly { place: string; detail: string }[]
}

/** The page of an address that cannot be shown. */
export function ProblemPage({ code, status, title, detail, faults }: Refusal) {
  return (
    <Page title={`${title} (${status})`} description={detail} canonical={`/problems/${code}`} noIndex api="/docs/">
      <h1>{title}</h1>
      <p class="lede bare">{detail}</p>
      {faults.length > 0 && (
        <ul>
          {faults.map(({ place, detail }) => (
            <li>
              <strong>{place}</strong>: {detail}
            </li>
          ))}
        </ul>
      )}
      <SearchForm />
      <p>
        <A href="/agreements">All agreements</A> · <A href="/">First page</A> ·{' '}
        <A href={`/problems/${code}`}>What this answer means</A>
      </p>
    </Page>
  )
}
