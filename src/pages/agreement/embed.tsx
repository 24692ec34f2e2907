import { Head, siteName } from '../document.tsx'
import { A, agreementPage } from '../site.tsx'
import { dateWords } from '../words/dates.ts'
import { StatusInWords } from './status.tsx'
import type { AgreementView } from './view.ts'

/** `/embed/agreements/{id}`: a card that others may frame. */
export function EmbedPage({ view }: { view: AgreementView }) {
  const { id, title, summary, status } = view.record
  return (
    <html lang="en">
      <Head title={title} description={summary ?? status.label} canonical={agreementPage(id)} noIndex target="_top" />
      <body class="embed">
        <main>
          <h1>
            <A href={agreementPage(id)}>{title}</A>
          </h1>
          <StatusInWords view={view} page={agreementPage(id)} />
          <p class="note">
            As of {dateWords(view.clocks.asOf)}. Source: <A href={agreementPage(id)}>{siteName}</A>, CC BY 4.0.
          </p>
        </main>
      </body>
    </html>
  )
}
