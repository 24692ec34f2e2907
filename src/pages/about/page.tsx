import { operation, Page, siteName } from '../document.tsx'
import { A, address } from '../site.tsx'
import { dateWords } from '../words/dates.ts'
import { count } from '../words/numbers.ts'
import type { AboutView } from './view.ts'

/** `/about` */
export function AboutPage({ view, contact }: { view: AboutView; contact: string | undefined }) {
  return (
    <Page
      title={`About: ${siteName}`}
      description="How the registry of deportation and detention agreements is made: method, sources, licence, what it does not know, and how to report an error in a claim."
      canonical="/about"
      api={operation('Reference data', 'getVocabulary')}
      current="/about"
    >
      <h1>About this registry</h1>
      <p class="lede bare">
        A public registry of agreements between two countries on deporting, receiving and detaining people: who sends
        whom where, under which terms, for what fee, and what became of it.
      </p>
      <nav class="jump" aria-label="On this page">
        <a href="#method">Method</a>
        <a href="#clocks">Three clocks</a>
        <a href="#sources">Sources</a>
        <a href="#gaps">What it does not know</a>
        <a href="#corrections">Report an error</a>
        <a href="#reuse">Licence and use</a>
      </nav>
      <Method />
      <ThreeClocks />
      <Sources />
      <Gaps view={view} />
      <Corrections contact={contact} />
      <Reuse />
    </Page>
  )
}

const example = '/agreements/us-sv-2019-asylum-cooperative-agreement'

const Method = () => (
  <section id="method">
    <h2>Method</h2>
    <p>
      One agreement is a file of claims: that it was signed, that a court stopped it, that so much was paid, that so
      many people were moved. Each claim names at least one source. An agreement has two parties; one between three
      states is entered pair by pair. Offers and talks are in the registry too, and are called so.
    </p>
    <p>
      Nobody types in a status. It follows from the claims, by the same rules for every agreement and every day, on two
      axes: <A href="/vocabulary#legal_states">on paper</A>, what holds in law, and{' '}
      <A href="/vocabulary#implementation_states">in practice</A>, what was done. An agreement can be in force and never
      carried out, or end on paper while people are still held.
    </p>
    <ul>
      <li>
        A date is as vague as its source. “By 15 December 2020” stays so, and an act counts from the last day on which
        it can have happened; until then it is shown as what else may hold.
      </li>
      <li>
        Where sources disagree, the better supported claim is accepted and the other one disputed. Both are shown, and
        what would follow from the other one is hatched in the pictures.
      </li>
      <li>
        Promised and paid are two things and never share a figure. Money stays in its own currency, and currencies are
        never added.
      </li>
      <li>
        Counts of people are those that were found. Single movements add up to <em>at least</em> so many; a number that
        was agreed as a limit is <em>up to</em>.
      </li>
      <li>Nobody who was transferred is named. Officials who signed are named with their office.</li>
    </ul>
    <p>
      What every word and code means stands in the <A href="/vocabulary">vocabulary</A>.
    </p>
  </section>
)

const ThreeClocks = () => (
  <section id="clocks">
    <h2>Three clocks</h2>
    <dl class="facts">
      <dt>As of</dt>
      <dd>
        The world on a day.{' '}
        <A href={address(example, { asOf: '2021-02-10' })}>
          The agreement of 2019 with El Salvador on 10 February 2021
        </A>
      </dd>
      <dt>As reported by</dt>
      <dd>
        Only what had been published by a day: what one could have known.{' '}
        <A href={address(example, { asOf: '2021-01-15', reportedBy: '2021-01-15' })}>
          The same in January 2021, from what had been published then
        </A>
      </dd>
      <dt>As this registry knew it</dt>
      <dd>
        The registry at a moment, before later additions and corrections. Nothing is ever overwritten: each edit is a
        version with an address of its own, which is what to cite.
      </dd>
    </dl>
  </section>
)

const Sources = () => (
  <section id="sources">
    <h2>Sources</h2>
    <p>
      Official texts and statements, courts, legislatures, United Nations bodies, non-governmental organisations and
      news, as public pages. The facts are told in the registry’s own words, and the page of each agreement says which
      claim rests on which source, when that was published and read, and where a stored copy of it is. A source without
      a date counts from the day on which it was read.
    </p>
    <p>
      The agreements that the registry began with were read in November 2026. An independent check of 90 of their
      claims, drawn at random, found 93 in 100 confirmed by a source; a sample of this size leaves room for a true rate
      of errors between about 2 and 14 in 100. What the check found wrong was corrected. Claims that came later were not
      part of it.
    </p>
    <p>
      <A href="/v1/sources">All sources as data</A>
    </p>
  </section>
)

function Gaps({
  view: { today, agreements, withPersons, withoutMoney, unimplemented, published }
}: {
  view: AboutView
}) {
  const of = (number: number) => `${count(number)} of ${count(agreements)}`
  return (
    <section id="gaps">
      <h2>What the registry does not know</h2>
      <p>
        That nothing was found is not a finding. <em>None recorded</em> and <em>not recorded</em> mean that nobody
        looked or that nothing was found, and never that there is none. As of {dateWords(today)}:
      </p>
      <ul>
        <li>
          {of(withPersons)} agreements have a count of people moved. For the others it says nothing about practice that
          no movement is recorded.
        </li>
        <li>
          {of(unimplemented)} are{' '}
          <A href={address('/agreements', { implementation: 'unimplemented' })}>without a recorded transfer</A>; only
          where a source says so are they called unimplemented.
        </li>
        <li>
          {of(withoutMoney)} are <A href={address('/agreements', { money: 'none' })}>without money</A>: neither a
          promise nor a payment was found.
        </li>
        <li>
          {of(published)} have a text that a{' '}
          <A href={address('/agreements', { disclosure: 'published' })}>party or an official register published</A>.
          Clauses of the others are known from reports, or not at all.
        </li>
        <li>
          Coverage follows what is reported in English, Spanish, French, German, Italian and the Nordic languages.
          Agreements between states of Africa and Asia are thin.
        </li>
        <li>What nobody has published cannot be in here.</li>
      </ul>
      <p>
        Which gaps of an agreement were looked into stands on its page, under <em>Missing here</em>, with the reason.
      </p>
    </section>
  )
}

const Corrections = ({ contact }: { contact: string | undefined }) => (
  <section id="corrections">
    <h2>How to report an error in a claim</h2>
    <ol>
      <li>
        Open the page of the agreement and find the claim. Every number on the timeline leads to its row in the table.
      </li>
      <li>
        Copy the address of the row (it ends with <code>#e-</code> or <code>#f-</code> and the name of the claim), and
        the address of the version, under <em>How to cite</em>.
      </li>
      <li>Say what is wrong, and name a public page that says what is right, with its date and the passage.</li>
      <li>
        {contact ? (
          <>
            Send that to <a href={contact}>{contact.replace(/^mailto:/, '')}</a>.
          </>
        ) : (
          'Send that to whoever runs this copy of the registry, who has named no address for reports here.'
        )}
      </li>
    </ol>
    <p>
      A correction is a new version of the record, with a note that says why. The old one stays where it was cited, and{' '}
      <A href="/changes/registry">every edit</A> is listed.
    </p>
  </section>
)

const Reuse = () => (
  <section id="reuse">
    <h2>Licence and use</h2>
    <p>
      Facts are free. The compilation is offered under{' '}
      <a href="https://creativecommons.org/licenses/by/4.0/" rel="license">
        CC BY 4.0
      </a>
      : use it for whatever you like and name the registry, best by the address of a version. Quoted words belong to
      their sources.
    </p>
    <p>
      Every page is a plain address, and the same view is there for programs: lists as CSV, XLSX and JSON, everything in
      the <A href="/docs/">API</A>. To show an agreement on a page of yours, frame its card:
    </p>
    <p>
      <code>{`<iframe src="…/embed${example}" width="480" height="380" title="…"></iframe>`}</code>
    </p>
    <p>
      Shapes of the <A href="/map">map</A> are those of Natural Earth, in the public domain, with boundaries as they are
      held in fact; the registry takes no position on any of them.
    </p>
    <p>No script runs here, nothing is loaded from elsewhere, and no cookies are set.</p>
  </section>
)
