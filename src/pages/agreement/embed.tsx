import { country } from '../../record/country-names.ts'
import { Head, siteName } from '../document.tsx'
import { A, agreementPage } from '../site.tsx'
import { LifeAxis, Lifeline } from '../timeline/lifeline.tsx'
import { spanOf } from '../timeline/scale.ts'
import { dateWords } from '../words/dates.ts'
import { StatusInWords } from './status.tsx'
import type { AgreementView } from './view.ts'

/** `/embed/agreements/{id}`: a card that others may frame. */
export function EmbedPage({ view }: { view: AgreementView }) {
  const { record, chronology, course, clocks, asked } = view
  const { id, title, summary, status, parties } = record
  const span = {
    first: spanOf(record, chronology.acts, course, clocks.asOf)?.first ?? clocks.asOf,
    last: clocks.asOf
  }
  const page = agreementPage(id, { ...asked })
  return (
    <html lang="en">
      <Head title={title} description={summary ?? status.label} canonical={agreementPage(id)} noIndex target="_top" />
      <body class="embed">
        <main>
          <p class="small soft">
            {parties.map(party => country(party.country)).join(parties[0]?.role === 'mutual' ? ' ↔ ' : ' → ')}
          </p>
          <h1>
            <A href={page}>{title}</A>
          </h1>
          <StatusInWords view={view} page={page} />
          <LifeAxis {...span} most={5} />
          <Lifeline id="life" course={course} {...span} />
          <p class="note">
            As of {dateWords(clocks.asOf)}. Source: <A href={page}>{siteName}</A>, CC BY 4.0.
          </p>
        </main>
      </body>
    </html>
  )
}
