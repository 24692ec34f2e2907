import * as lists from './codes.ts'
import { listOf, part } from './forms.ts'
import { code, countOrNull, edtfOrNull, id, moneyOrNull, text, textOrNull, url, urlOrNull } from './scalars.ts'

// What every claim of a record is made of: its sources, where in them it is found, whether it stands, and quantities.

export const source = part(
  'Source',
  'A public document that claims of this record rest on.',
  ['url', 'title', 'publisher', 'kind'],
  {
    id: id({
      description:
        'Name of the source within the record. Left out, it is that of an equal source of the record, or a new one made from the publisher.',
      examples: ['treaty-text']
    }),
    url: url({
      description: 'Where it is found: http or https, without a user name or password.',
      examples: ['https://www.federalregister.gov/documents/2020/12/15/2020-27555/agreement']
    }),
    title: text(500, { description: 'Its title.' }),
    publisher: text(200, { description: 'Who published it.', examples: ['Federal Register'] }),
    publishedOn: edtfOrNull({
      description: 'When it was published (EDTF). A vague date counts from its last day.',
      examples: ['2020-12-15']
    }),
    kind: code(lists.sourceKinds, { description: 'Who speaks in it.', examples: ['official_record'] }),
    language: textOrNull(35, { description: 'Its language, a BCP 47 tag.', examples: ['en'] }),
    accessedOn: edtfOrNull({
      description: 'When it was read (EDTF); stands in where no date of publication is known.',
      examples: ['2026-11-20']
    }),
    readAs: code(lists.readings, {
      default: 'unknown',
      description: 'How much of it was read; `unknown` when left out. A `translation` may be of an excerpt.',
      examples: ['whole']
    }),
    archivedUrl: urlOrNull({ description: 'A stored copy of it.' })
  }
)

export const citation = part('Citation', 'Where in a source a claim is found.', ['source'], {
  source: id({ description: 'Id of a source of this record.', examples: ['treaty-text'] }),
  locator: textOrNull(200, { description: 'Page, paragraph or article.', examples: ['Article 3'] }),
  quote: textOrNull(300, { description: 'The words themselves, in the language of the source.' })
})
export const citations = listOf(citation, { description: 'The sources that say so.' })
export const cited = listOf(citation, { description: 'The sources that say so, at least one.', minItems: 1 })

export const standing = code(lists.standings, {
  default: 'accepted',
  description: 'Whether the claim stands: undisputed (the default), disputed by another source, or withdrawn.',
  examples: ['accepted']
})
export const disputedBy = listOf(citation, {
  description: 'The sources that say otherwise: at least one when the claim is `disputed`, none when it is `accepted`.'
})

const ends =
  '"at least" has no `max`, "up to" has no `min`, and one end is always given. An end that is left out is null.'
export const moneyRange = part('MoneyRange', `An amount of money: exact when both ends are equal; ${ends}`, [], {
  min: moneyOrNull({
    description: 'The least: digits, and at most the decimals of its currency; kept and answered with all of them.',
    examples: ['4760000.00']
  }),
  max: moneyOrNull({
    description: 'The most: digits, and at most the decimals of its currency; kept and answered with all of them.',
    examples: ['6000000.00']
  })
})
export const countRange = part('CountRange', `A number: exact when both ends are equal; ${ends}`, [], {
  min: countOrNull({ description: 'The least.', examples: [250] }),
  max: countOrNull({ description: 'The most.', examples: [300] })
})
