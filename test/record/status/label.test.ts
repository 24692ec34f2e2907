import t from 'tap'
import { at, D, event, fee, payment } from './record.ts'

t.test('where it is in force and nothing was found, the label does not say that nothing happened', async t => {
  const inForce = event('entered_into_force', '2010-01-01')
  t.equal(at(D, [inForce])?.label, '2010 safe-third-country, in force, no transfers recorded')
  const assessed = event('implementation_assessed', '2011-01-01', { finding: 'unimplemented' })
  t.equal(at(D, [inForce, assessed])?.label, '2010 safe-third-country, in force, unimplemented')
})

t.test('nobody moved but money paid shows in the label', async t => {
  const paid = [event('signed', '2010-01-01'), payment('2012-01-01', '100')]
  t.equal(at(D, paid, { feeTerms: [fee()] })?.label, '2010 safe-third-country, unimplemented, paid')
  const halted = event('court_ruling', '2013-01-01', { effect: 'halts' })
  t.equal(at(D, [...paid, halted])?.label, '2010 safe-third-country, blocked, paid')
  t.equal(at(D, [...paid, event('transfer', '2012-06-01'), halted])?.label, '2010 safe-third-country, signed, blocked')
})
