import { country } from '../../record/country-names.ts'
import { signatureOf } from '../../record/signature.ts'
import { disputesOf } from '../chronology.ts'
import { Direction } from '../direction.tsx'
import { operation, Page } from '../document.tsx'
import { A, agreementPage, countryPage } from '../site.tsx'
import { capital, human, kindWords, roleWords } from '../words/codes.ts'
import { dateWords } from '../words/dates.ts'
import { people } from '../words/numbers.ts'
import { Disputed } from './disputed.tsx'
import { Facts, Terms } from './facts.tsx'
import { Citing, History } from './history.tsx'
import { citationTags, linkedDataOf } from './metadata.ts'
import { Money } from './money.tsx'
import { isRelated, Relations } from './relations.tsx'
import { Sources } from './sources.tsx'
import { StatusInWords } from './status.tsx'
import { Timeline } from './timeline.tsx'
import type { AgreementView } from './view.ts'

/** `/agreements/{id}` */
export function AgreementPage({ view }: { view: AgreementView }) {
  const { record, clocks, asked } = view
  const { id, title, summary, status } = record
  return (
    <Page
      title={`${title} – ${status.label}`}
      description={summary ?? status.label}
      canonical={agreementPage(id)}
      noIndex={Object.values(asked).some(value => value !== undefined)}
      api={operation('Agreements', 'getAgreement')}
      current="/agreements"
      meta={url => citationTags(view, url)}
      linkedData={url => linkedDataOf(view, url)}
    >
      <p class="crumb">
        <A href="/agreements">Agreements</A> / <Direction parties={record.parties} />
      </p>
      <h1>{title}</h1>
      <StatusInWords view={view} />
      <div class="intro">
        <div>
          {summary && <p class="lede">{summary}</p>}
          <p class="small soft">
            Label as of {dateWords(clocks.asOf)}: <span class="label">{status.label}</span>
          </p>
        </div>
        <InShort view={view} />
      </div>
      <Jump view={view} />
      <Timeline view={view} />
      <Disputed view={view} />
      <Facts view={view} />
      <Money view={view} />
      <Terms view={view} />
      <Relations view={view} />
      <Sources view={view} />
      <History view={view} />
      <Citing view={view} />
    </Page>
  )
}

function InShort({ view: { record, chronology } }: { view: AgreementView }) {
  const signature = signatureOf({ events: chronology.acts.map(({ event }) => event) })
  const [kind = ''] = record.kinds
  return (
    <dl class="mini">
      {record.parties.map(({ role, country: code }) => (
        <>
          <dt>{roleWords[role]}</dt>
          <dd>
            <A href={countryPage(code)}>{country(code)}</A>
          </dd>
        </>
      ))}
      <dt>Signed</dt>
      <dd>{signature ? capital(dateWords(signature.date)) : <span class="soft">not recorded</span>}</dd>
      <dt>Kind</dt>
      <dd>{kindWords(kind)}</dd>
      <dt>Form</dt>
      <dd>{`${human(record.form)}, ${human(record.bindingness)}`}</dd>
      <dt>People moved</dt>
      <dd>{people(record.totals.persons) ?? 'none recorded'}</dd>
    </dl>
  )
}

function Jump({ view }: { view: AgreementView }) {
  const sections = [
    ['timeline', 'Timeline'],
    disputesOf(view.chronology.acts).length > 0 && ['disputed', 'Disputed'],
    ['facts', 'Who and what'],
    ['money', 'Money'],
    ['terms', 'Terms and clauses'],
    isRelated(view) && ['relations', 'Related'],
    ['sources', `Sources (${view.record.sources.length})`],
    ['history', 'History'],
    ['cite', 'Cite']
  ].filter(section => section !== false) as string[][]
  return (
    <nav class="jump" aria-label="On this page">
      {sections.map(([id, name]) => (
        <a href={`#${id}`}>{name}</a>
      ))}
    </nav>
  )
}
