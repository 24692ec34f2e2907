import type { ComponentChildren } from 'preact'
import { country } from '../../record/country-names.ts'
import type { Agreement, Party } from '../../record/schema/agreement.ts'
import { A, countryPage, joined } from '../site.tsx'
import { capital, human, kindWords, roleWords, stanceWords } from '../words/codes.ts'
import { dateWords, durationWords } from '../words/dates.ts'
import { count, people } from '../words/numbers.ts'
import { Cited } from './citing.tsx'
import type { AgreementView } from './view.ts'

/** Who and what: parties, kind, form, places, and what is missing. */
export function Facts({ view: { record } }: { view: AgreementView }) {
  const { parties, kinds, form, bindingness, disclosure, totals, otherTitles, notes } = record
  return (
    <section id="facts">
      <h2>Who and what</h2>
      <dl class="facts">
        {parties.map(party => (
          <Fact name={roleWords[party.role]}>
            <PartyFact party={party} />
          </Fact>
        ))}
        <Fact name="Kind">
          {joined(
            kinds.map(kind => <A href={`/agreements?kind=${kind}`}>{kindWords(kind)}</A>),
            ', '
          )}
        </Fact>
        <Fact name="Form">{`${capital(human(form))}, ${human(bindingness)}`}</Fact>
        <Fact name="Text">{capital(human(disclosure))}</Fact>
        <Fact name="People moved">
          {people(totals.persons) ?? <span class="soft">no movement of people is recorded</span>}
          {/* Only a count of everybody gives a most, and it says nothing of later days. */}
          {(totals.persons?.max ?? null) !== null && <span class="soft"> as far as they were counted</span>}
        </Fact>
        <Lists record={record} />
        {otherTitles.length > 0 && <Fact name="Also called">{joined(otherTitles, <br />)}</Fact>}
        {notes && (
          <Fact name="Notes of the editors">
            <span class="small">{notes}</span>
          </Fact>
        )}
      </dl>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)

/** A party with who acted and signed for it. */
export function PartyFact({ party: { country: code, authority, signatories } }: { party: Party }) {
  return (
    <>
      <A href={countryPage(code)}>{country(code)}</A>
      {authority && `, ${authority}`}
      {signatories.length > 0 && (
        <>
          <br />
          <span class="small soft">{`signed by ${signatories.map(({ name, office }) => `${name}, ${office}`).join('; ')}`}</span>
        </>
      )}
    </>
  )
}

/** What only some records have. */
function Lists({ record }: { record: Agreement }) {
  const { participants, facilities, linkages, identifiers, absent } = record
  return (
    <>
      {participants.length > 0 && (
        <Fact name="Also takes part">
          {joined(
            participants.map(({ name, kind, role }) => `${name} (${human(kind)}, ${human(role)})`),
            <br />
          )}
        </Fact>
      )}
      {facilities.length > 0 && (
        <Fact name="Places">
          {joined(
            facilities.map(({ id, name, place, country: code, role, places, capacity }) => (
              <>
                <A href={`/agreements?facility=${id}`}>{name}</A>
                {`, ${[place, country(code)].filter(Boolean).join(', ')} (${human(role)}${places === null ? '' : `; ${count(places)} places under this agreement`}${capacity === null ? '' : `; the building holds ${count(capacity)}`})`}
              </>
            )),
            <br />
          )}
        </Fact>
      )}
      {linkages.length > 0 && (
        <Fact name="Pressure and favours">
          {joined(
            linkages.map(({ type, sense, description, citations }) => (
              <>
                {`${capital(human(sense))}, ${human(type)}: ${description} `}
                <span class="small soft">
                  <Cited record={record} citations={citations} />
                </span>
              </>
            )),
            <br />
          )}
        </Fact>
      )}
      {identifiers.length > 0 && (
        <Fact name="Official numbers">
          {identifiers.map(({ scheme, value }) => `${scheme.toUpperCase()} ${value}`).join(', ')}
        </Fact>
      )}
      {absent.length > 0 && (
        <Fact name="Missing here">
          {absent.map(({ pointer, reason }) => `${memberWords(pointer)}: ${human(reason)}`).join('; ')}
        </Fact>
      )}
    </>
  )
}

/** A place in a record in words, without the positions in lists. */
export const memberWords = (pointer: string): string =>
  pointer
    .split('/')
    .filter(part => part !== '' && !/^\d+$/.test(part))
    .map(part => part.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))
    .join(', ') || 'the whole record'

/** Whom it covers, how many, how long, and its clauses. */
export function Terms({ view: { record } }: { view: AgreementView }) {
  const { scope, provisions } = record
  return (
    <section id="terms">
      <h2>Terms</h2>
      <dl class="facts">
        <Fact name="Who">
          {scope.persons.length > 0 ? scope.persons.map(human).join(', ') : <span class="soft">not recorded</span>}
          {scope.description && (
            <>
              <br />
              <span class="small soft">{scope.description}</span>
            </>
          )}
        </Fact>
        <Fact name="Against their will">{willWords[scope.mode]}</Fact>
        <Fact name="Nationalities">{nationalityWords(scope.nationalities)}</Fact>
        <Fact name="Not covered">
          {scope.exclusions.length > 0 ? (
            scope.exclusions.map(human).join(', ')
          ) : (
            <span class="soft">no exclusion is recorded</span>
          )}
        </Fact>
        <Fact name="How many">
          {scope.caps.length > 0 ? (
            scope.caps.map(capWords).join('; ')
          ) : (
            <span class="soft">no number is recorded</span>
          )}
        </Fact>
        <Fact name="How long">{record.term ? <Term term={record.term} /> : <span class="soft">not found</span>}</Fact>
      </dl>
      {provisions.length > 0 && <Clauses record={record} />}
    </section>
  )
}

/** Of which nationalities they are. */
export const nationalityWords = ({ rule, countries }: Agreement['scope']['nationalities']): string =>
  capital(rule === 'third_country' ? 'of third countries' : human(rule)) +
  (countries.length > 0 ? `: ${countries.map(country).join(', ')}` : '')

/** Whether people are asked. */
export const willWords = {
  forced: 'Moved against their will',
  voluntary: 'Only who consents',
  both: 'Some against their will, others with it',
  unknown: <span class="soft">not known</span>
}

/** A number of people that was agreed. */
export const capWords = ({ persons, basis, stage }: Agreement['scope']['caps'][number]): string =>
  `${people(persons)}, ${basis === 'total' ? 'in all' : human(basis)} (${stage})`

/** How long it holds. */
export function Term({
  term: { startsOn, endsOn, duration, renewal, noticePeriod, note }
}: {
  term: NonNullable<Agreement['term']>
}) {
  const parts = [
    startsOn && `from ${dateWords(startsOn)}`,
    endsOn && `to ${dateWords(endsOn)}`,
    duration && `for ${durationWords(duration)}`
  ].filter(Boolean)
  return (
    <>
      {parts.length > 0 ? capital(parts.join(', ')) : 'No end is recorded'}
      {`; renewal ${renewal === 'unknown' ? 'not known' : human(renewal)}`}
      {noticePeriod && `; notice of ${durationWords(noticePeriod)}`}
      {note && (
        <>
          <br />
          <span class="small soft">{note}</span>
        </>
      )}
    </>
  )
}

function Clauses({ record }: { record: Agreement }) {
  return (
    <>
      <h3>Clauses</h3>
      <div class="scroll">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Topic</th>
              <th scope="col">In the text</th>
              <th scope="col">What it says</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {record.provisions.map(({ topic, stance, note, citations }) => (
              <tr>
                <th scope="row">
                  <strong>{capital(human(topic))}</strong>
                </th>
                <td data-h="In the text">{stanceWords(stance)}</td>
                <td>{note}</td>
                <td data-h="Source">
                  <Cited record={record} citations={citations} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">Topics that are not listed were not looked up; that is no statement about the text.</p>
    </>
  )
}
