/** What the API document says about the API as a whole. */
export const title = 'Deportation & Detention Agreements API'

/** Version of the contract, which is that of the package. */
export const version = '0.1.0'

export const license = { name: 'Apache-2.0', identifier: 'Apache-2.0' }

/** Whom to ask: where nobody is named, the way leads to the service. */
export const contactOf = ({ publicUrl, contact = publicUrl }: { publicUrl: string; contact?: string | undefined }) => {
  const [, email] = /^mailto:(.*)$/.exec(contact) ?? []
  return { name: 'Whoever operates this registry', ...(email ? { email } : contact && { url: contact }) }
}

/**
 * The landing page of Swagger UI. Its links are relative to /docs/, so that a proxy may serve the service under a path; those that begin
 * with `#` open an operation there, with the parameters behind the question mark filled in.
 */
export const description = `A public registry of bilateral deportation and detention agreements: who sends whom where, under which terms, for what fee, and what became of it. Every claim names its source; status, label and totals follow from the claims.

Begin here, and press *Execute*:

* [What deals does Rwanda have?](#/Agreements/listAgreements?party=RW)
* [Which mention CECOT?](#/Agreements/listAgreements?q=CECOT)
* [Which were terminated and never carried out?](#/Agreements/listAgreements?legal=terminated&implementation=unimplemented&evidence=stated&evidence=inferred)
* [Which were signed in 2025, as a spreadsheet?](#/Agreements/listAgreements?signedFrom=2025&signedTo=2025&format=csv)
* [What became of the deal of 2019 between the United States and El Salvador?](#/Agreements/getAgreement) [And what did that look like on 10 February 2021?](#/Agreements/getAgreement?asOf=2021-02-10) [Why?](#/Agreements/getStatus)
* [How many people did the United Kingdom send, and for how much?](#/Analysis/getStatistics?sender=GB) [Who sends whom where?](#/Analysis/getNetwork)
* [What changed in this registry?](#/History/listChanges) [How do I add an agreement?](#/Write/createAgreement)

Or read on: [what every member and every code means](../v1/vocabulary), [the form of a record as JSON Schema](../schemas/agreement.json), [every kind of problem that an answer may report](../problems), this document [as JSON](../openapi.json) and [as YAML](../openapi.yaml).

**Three clocks.** \`asOf\` asks about a day in the world, \`reportedBy\` about what had been published by a day, \`knownAt\` about what this registry held at a moment. Left out, they mean today, everything, and now.

**Terms.** No key to read, ever. Use what you find here for anything, and cite a revision: its address never changes its answer, and it comes as CSL-JSON, BibTeX and RIS too.

**Keys.** Reading needs none. Writing needs one: press *Authorize* and paste it. It stays in this browser's storage until you log out there. Writes are filled in with \`dryRun=true\`, which checks all and keeps nothing.

**Strictness.** Unknown parameters and members are refused, nothing is coerced, dropped or guessed; the answer names what was probably meant. Readers should allow for new members and new codes: within \`/v1\` nothing is taken away.`

/** Names of tags, in the order of a tour. A route that carries another tag shows up behind them. */
export const tags = [
  { name: 'Agreements', description: 'Find agreements, and read one as of any day.' },
  {
    name: 'Analysis',
    description: 'What agreements come to, who deals with whom, and how some of them differ.'
  },
  {
    name: 'Claims',
    description: 'The same claims across agreements: events, fees, places, sources; and one claim to be cited.'
  },
  { name: 'History', description: 'What changed, when and why: revisions, differences, and the feed of all changes.' },
  { name: 'Write', description: 'Create, change, delete and restore, with a key. Nothing is ever overwritten.' },
  { name: 'Reference data', description: 'What records refer to.' },
  { name: 'Operations', description: 'Whether the service is alive and ready.' }
]

export const keyDescription =
  'Only writes need a key; reading is public. Whoever operates this registry makes keys with `npm run keys`. Paste the key alone, without the word Bearer.'
