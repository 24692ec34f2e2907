import { type Static, Type } from 'typebox'
import { clockParameters, formatParameter, ifNoneMatchHeader, jsonResponse } from '../agreements/parameters.ts'
import { Clocks, Description, FacetValue } from '../agreements/schemas.ts'
import { MoneyAcross, PersonsAcross, PromisedAcross } from '../agreements/schemas-across.ts'
import { filterParameters } from '../agreements/selection/parameters.ts'
import { fileHeader, problemResponses, tagHeader, unchanged } from '../http/documentation/schemas.ts'
import { ref, refOrNull } from '../record/schema/forms.ts'

/** How many agreements have each value. */
const Counts = Type.Object(
  {
    agreements: Type.Integer({ minimum: 0, description: 'How many agreements have a value.', examples: [168] }),
    values: Type.Array(ref(FacetValue), { description: 'The values that there are, the most frequent first.' })
  },
  { $id: 'Counts', additionalProperties: false, description: 'How many agreements have each value.' }
)

const counts = (description: string) => Type.Unsafe<Static<typeof Counts>>({ ...ref(Counts), description })
const medians = (description: string) => Type.Array(ref(MoneyAcross), { description })

const StatisticsCounts = Type.Object(
  {
    kind: counts('By kind; an agreement of several kinds counts under each.'),
    legal: counts('By the stated state in law.'),
    implementation: counts('By the stated state of implementation.'),
    evidence: counts('By what supports that state: of `absent` ones nothing was found, which is no finding.'),
    money: counts('By how far the money has come.'),
    year: counts('By the year in the label, where it has one.'),
    sender: counts('By sender; both parties of a mutual agreement are.'),
    receiver: counts('By receiver; both parties of a mutual agreement are.')
  },
  { $id: 'StatisticsCounts', additionalProperties: false, description: 'Agreements by what they are.' }
)

const CostPerPerson = Type.Object(
  {
    atCap: medians('Of what was promised per head if as many people come as were agreed.'),
    actual: medians('Of what was paid per head of those who were moved.')
  },
  {
    $id: 'CostPerPerson',
    additionalProperties: false,
    description:
      'Medians over the agreements of which it can be said, by currency: where the median lies, given the range of each, rounded outwards.'
  }
)

/** The figures of all agreements that the filters name. */
export const Statistics = Type.Object(
  {
    agreements: Type.Integer({ minimum: 0, description: 'How many agreements the filters name.', examples: [168] }),
    counts: ref(StatisticsCounts),
    persons: refOrNull(PersonsAcross, 'People moved; null where no agreement says how many.'),
    promised: Type.Array(ref(PromisedAcross), { description: 'Definite promises for what the records are about.' }),
    package: Type.Array(ref(PromisedAcross), { description: 'Definite promises that are also, or only, for others.' }),
    paid: Type.Array(ref(MoneyAcross), {
      description: 'Payments by currency, after what was paid back under the same agreement.'
    }),
    costPerPerson: ref(CostPerPerson),
    description: Description,
    clocks: ref(Clocks)
  },
  {
    $id: 'Statistics',
    additionalProperties: false,
    description: 'Figures of the agreements that the filters name, each with the number of agreements that it rests on.'
  }
)

export const statisticsSchemas = [Counts, StatisticsCounts, CostPerPerson, Statistics]

/** Query of `GET /v1/statistics`. */
export const StatisticsQuery = Type.Object(
  { ...filterParameters, format: formatParameter('StatisticsFormat', ['json', 'csv'], 'csv'), ...clockParameters },
  { additionalProperties: false }
)
export type StatisticsQuery = Static<typeof StatisticsQuery>

const answer = jsonResponse(ref(Statistics), 'The figures.', { ...tagHeader, ...fileHeader })

export const getStatisticsSchema = {
  operationId: 'getStatistics',
  tags: ['Analysis'],
  summary: 'Count agreements, people and money',
  description:
    'Figures of all agreements that match every filter, at the clocks of the request: counts, people moved, money by currency, and medians of the cost per person. Sums add up what each agreement says; nothing is converted, promises and payments are never mixed.',
  security: [],
  querystring: StatisticsQuery,
  headers: Type.Object({ 'if-none-match': ifNoneMatchHeader }),
  response: {
    200: {
      ...answer,
      content: {
        ...answer.content,
        'text/csv': { schema: Type.String({ description: 'One line for each figure, below a line of names.' }) }
      }
    },
    ...unchanged,
    ...problemResponses()
  }
}
