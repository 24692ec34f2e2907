import { Page } from './document.tsx'
import { A } from './site.tsx'

/** `/about` */
export function AboutPage({ contact }: { contact: string | undefined }) {
  return (
    <Page
      title="About: method, sources, licence, and what the registry does not know"
      description="How the registry of deportation and detention agreements is made, what it rests on and what it does not know."
      canonical="/about"
      api="/docs/"
      current="/about"
    >
      <h1>About this registry</h1>
      <p class="lede bare">
        Agreements between two countries on deporting, receiving and detaining people: who sends whom where, for what
        fee, and what became of it.
      </p>
      <section id="method">
        <h2>Method</h2>
        <p>
          A record is a file of claims, each with its source. What a source says is put into our own words; where
          sources disagree, the better supported claim is stated and the other one kept beside it as disputed.
        </p>
        <p>
          A date is never more exact than its source: a day in March 2004 stays a day in March 2004. Nobody types a
          status in. It follows from the acts, on two axes: what holds <strong>on paper</strong>, and what is done{' '}
          <strong>in practice</strong>. What vague dates and disputes leave open is shown beside what is stated.
        </p>
        <p>
          Every page can be read at three clocks: as of a day of the world, as reported by a day, and as this registry
          knew it. Corrections make a new version; the old one keeps its address.
        </p>
      </section>
      <section id="money">
        <h2>Money and people</h2>
        <p>
          Promised and paid never share a figure, and currencies are neither added nor converted. Single movements add
          up to “at least”; a count of everybody is exact up to its day. A sum per head comes with its formula, or with
          the reason why there is none.
        </p>
      </section>
      <section id="sources">
        <h2>Sources and licence</h2>
        <p>
          Official texts and statements, courts, legislatures, United Nations bodies, non-governmental organisations and
          news. Each source is named with its publisher, its day and, where there is one, a stored copy.
        </p>
        <p>
          Facts are free. The compilation is offered under{' '}
          <a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener">
            CC BY 4.0
          </a>
          . Shapes of the map are those of Natural Earth, in the public domain; the registry takes no position on any
          boundary.
        </p>
      </section>
      <section id="gaps">
        <h2>What the registry does not know</h2>
        <p>
          What is not listed was not found, which says nothing about the world. Many readmission agreements have no
          count of people at all. Coverage follows what is reported in a few languages, most of them European;
          agreements between states of Africa and Asia are thin. Some texts are withheld, and some claims rest on one
          source. The notes of each record say where it is weak.
        </p>
        <p>Nobody who was transferred is named. Officials who signed are named, with their office.</p>
      </section>
      <section id="corrections">
        <h2>Report an error in a claim</h2>
        <p>
          Name the address of the claim: each number in a table of acts is one, and so is each version of a record. Say
          what the source says instead, and where.{' '}
          {contact ? <ContactLink contact={contact} /> : 'Whoever runs this service has named no address for reports.'}
        </p>
        <p>
          A correction makes a new version with a note of what changed; the old one stays readable.{' '}
          <A href="/changes">Changes of the world</A> are listed apart from edits.
        </p>
      </section>
    </Page>
  )
}

const ContactLink = ({ contact }: { contact: string }) => (
  <>
    Write to{' '}
    <a href={contact} rel="noopener">
      {contact.replace(/^mailto:/, '')}
    </a>
    .
  </>
)
