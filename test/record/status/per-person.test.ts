import t from 'tap'
import type { Agreement, FeeTerm } from '../../../src/record/schema/agreement.ts'
import { perPersonOf } from '../../../src/record/status/per-person.ts'

const term = (more: Partial<FeeTerm>) =>
  ({
    stage: 'agreed',
    share: 'all',
    basis: 'lump_sum',
    amount: { min: '100.00', max: '100.00' },
    currency: 'USD',
    ...more
  }) as FeeTerm

type Cap = Agreement['scope']['caps'][number]
const capped = (...caps: Partial<Cap>[]) =>
  ({
    scope: { caps: caps.map(cap => ({ stage: 'agreed', basis: 'total', persons: { min: 3, max: 3 }, ...cap })) }
  }) as Agreement

t.test('a sum is divided by the limit of its stage and period, rounded outwards', async t => {
  t.match(perPersonOf(term({}), capped({})), {
    amount: { min: '33.33', max: '33.34' },
    currency: 'USD',
    unit: 'person',
    formula: 'amount / persons',
    inputs: { amount: { min: '100.00' }, persons: { min: 3 } }
  })
  t.match(perPersonOf(term({}), capped({ persons: { min: null, max: 4 } })), { amount: { min: '25.00', max: null } })
  t.match(perPersonOf(term({ basis: 'per_year' }), capped({ basis: 'per_year' })), { amount: { min: '33.33' } })
  t.match(perPersonOf(term({ basis: 'per_year' }), capped({})), /No number of people \(per year, agreed\)/)
  t.match(perPersonOf(term({}), capped({ stage: 'offered' })), /No number/)
  t.match(perPersonOf(term({}), capped({}, {})), /Several numbers/)
  t.match(perPersonOf(term({}), capped({ persons: { min: 0, max: 0 } })), /too vague/)
})

t.test('a rate is taken as it is, or made one for a person and year', async t => {
  const none = capped()
  t.match(perPersonOf(term({ basis: 'per_person' }), none), {
    unit: 'person',
    formula: 'amount',
    amount: { min: '100.00' }
  })
  t.match(perPersonOf(term({ basis: 'per_person_per_day', currency: 'JPY', amount: { min: '20', max: null } }), none), {
    unit: 'person_year',
    formula: 'amount * 365',
    amount: { min: '7300', max: null }
  })
  t.match(perPersonOf(term({ basis: 'per_person_per_month' }), none), { amount: { max: '1200.00' } })
})

t.test('what cannot be said for one person has a reason', async t => {
  for (const basis of [
    'per_place_per_year',
    'per_milestone',
    'cost_reimbursement',
    'loan_or_relief',
    'in_kind',
    'undisclosed'
  ])
    t.match(perPersonOf(term({ basis: basis as FeeTerm['basis'] }), capped({})), /^[A-Z].*\.$/, basis)
  t.match(perPersonOf(term({ share: 'part' as never }), capped({})), /other purposes/)
  t.match(perPersonOf(term({ amount: null, currency: null }), capped({})), /No amount/)
})
