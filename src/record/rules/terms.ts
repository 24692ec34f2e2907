import { bounds, edtfProblem } from '../dates.ts'
import type { Agreement, FeeTerm } from '../schema/agreement.ts'
import { feeBasesWithoutAmount } from '../schema/codes.ts'
import { checkAmount, checkRange, checkStanding } from './claims.ts'
import type { Say } from './say.ts'

/** Scope, fee terms, linkages and term. */
export function checkTerms({ scope, feeTerms, linkages, term }: Agreement, say: Say): void {
  checkNationalities(scope.nationalities, say)
  for (const [i, cap] of scope.caps.entries()) checkRange(cap.persons, `/scope/caps/${i}/persons`, say)
  for (const [i, feeTerm] of feeTerms.entries()) {
    checkFee(feeTerm, `/feeTerms/${i}`, say)
    checkStanding(feeTerm, `/feeTerms/${i}`, say)
  }
  for (const [i, linkage] of linkages.entries()) checkStanding(linkage, `/linkages/${i}`, say)
  if (term) checkTerm(term, say)
}

function checkNationalities({ rule, countries }: Agreement['scope']['nationalities'], say: Say): void {
  const pointer = '/scope/nationalities/countries'
  const listed = rule === 'listed' || rule === 'all_except'
  if (listed && countries.length === 0) say(pointer, 'missing', `The rule "${rule}" needs countries.`)
  if (!listed && countries.length > 0) {
    say(pointer, 'not_allowed', `The rule "${rule}" has no countries; use "listed" or "all_except", or leave them out.`)
  }
}

function checkFee({ basis, amount, currency }: FeeTerm, pointer: string, say: Say): void {
  const withoutAmount: readonly string[] = feeBasesWithoutAmount
  if (amount && withoutAmount.includes(basis)) {
    say(
      `${pointer}/amount`,
      'not_allowed',
      `A fee term on the basis "${basis}" has no amount; use another basis or null.`
    )
  } else if (amount) checkAmount(amount, currency, `${pointer}/amount`, say)
  if (amount && currency === null) say(`${pointer}/currency`, 'missing', 'An amount needs its currency, such as "USD".')
  if (!amount && currency !== null) {
    say(
      `${pointer}/currency`,
      'not_allowed',
      `There is no amount in "${currency}"; give one, or null for the currency.`
    )
  }
}

function checkTerm({ startsOn, endsOn }: NonNullable<Agreement['term']>, say: Say): void {
  if (startsOn === null || endsOn === null || edtfProblem(startsOn) || edtfProblem(endsOn)) return
  if (bounds(startsOn).lo > bounds(endsOn).hi) {
    say('/term/endsOn', 'ends_before_start', `The term ends on "${endsOn}", before it starts on "${startsOn}".`)
  }
}
