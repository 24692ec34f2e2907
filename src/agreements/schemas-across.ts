import { Type } from 'typebox'
import { MoneyRange } from '../record/schema/agreement.ts'
import { promisedStages } from '../record/schema/codes.ts'
import { ref } from '../record/schema/forms.ts'
import { code, nullable } from '../record/schema/scalars.ts'

// What several agreements come to together: people and money.

const rests = {
  agreements: Type.Integer({ minimum: 1, description: 'How many agreements it rests on.', examples: [4] })
}
const currency = Type.String({ description: 'ISO 4217 code.', examples: ['USD'] })

/** People moved under several agreements. */
export const PersonsAcross = Type.Object(
  {
    min: nullable('integer', { minimum: 0, description: 'At least; null: not known.' }),
    max: nullable('integer', { minimum: 0, description: 'At most; null: open, as it is for one of them.' }),
    ...rests
  },
  {
    $id: 'PersonsAcross',
    additionalProperties: false,
    description:
      'People moved under several agreements: the sum of what each of them says. `min` is what is known of some of them, so that it is at least so many movements; the same person may have been moved twice, and under two agreements.'
  }
)

/** Promises of several agreements in one currency. */
export const PromisedAcross = Type.Object(
  {
    stage: code(promisedStages, { description: 'Whether it was offered or agreed.' }),
    currency,
    amount: ref(MoneyRange),
    ...rests
  },
  {
    $id: 'PromisedAcross',
    additionalProperties: false,
    description:
      'Definite promises of several agreements in one currency and of one stage: the sum of what each of them says, never converted. What was offered is never added to what was agreed; two agreements that promise the same sum are not told apart from two that promise two sums.'
  }
)

/** Payments under several agreements from one party to another, in one currency. */
export const PaidAcross = Type.Object(
  {
    payer: nullable('string', { description: 'The party that paid; null: somebody else, or not known.' }),
    payee: nullable('string', { description: 'The party that was paid; null: somebody else, or not known.' }),
    currency,
    amount: ref(MoneyRange),
    ...rests
  },
  {
    $id: 'PaidAcross',
    additionalProperties: false,
    description:
      'Payments under several agreements in one direction and currency: the sum of what each of them says, never converted.'
  }
)

/** Money of several agreements in one currency. */
export const MoneyAcross = Type.Object(
  { currency, amount: ref(MoneyRange), ...rests },
  {
    $id: 'MoneyAcross',
    additionalProperties: false,
    description: 'An amount over several agreements in one currency, never converted.'
  }
)

/** Those that have a name in the API document. */
export const acrossSchemas = [PersonsAcross, PromisedAcross, PaidAcross, MoneyAcross]
