import { bounds, type Day, edtfProblem } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import { eventMemberTypes } from '../schema/event.ts'
import { checkAmount, checkRange, checkStanding } from './claims.ts'
import { checkOrder } from './order.ts'
import type { Say } from './say.ts'

type OwnMember = keyof typeof eventMemberTypes

/**
 * Own members that say what their type of event is about; without them the event says nothing. A prolongation whose new end
 * was not made known still says something, as does a payment of an unknown sum.
 */
const required: readonly OwnMember[] = ['effect', 'finding']

/** Events, and nothing that is said to have happened after the latest day that it is anywhere. */
export function checkEvents({ events, linkages, sources }: Agreement, today: Day, say: Say): void {
  for (const [i, event] of events.entries()) {
    const pointer = `/events/${i}`
    checkPast(event.date, `${pointer}/date`, today, say, happened)
    checkOwnMembers(event, pointer, say)
    checkEffect(event, pointer, say)
    checkStanding(event, pointer, say)
    if (event.persons) checkRange(event.persons, `${pointer}/persons`, say)
    if (event.payment) checkAmount(event.payment.amount, event.payment.currency, `${pointer}/payment/amount`, say)
  }
  checkOrder(events, say)
  for (const [i, { date }] of linkages.entries()) checkPast(date, `/linkages/${i}/date`, today, say, happened)
  for (const [i, { publishedOn, accessedOn }] of sources.entries()) {
    checkPast(publishedOn, `/sources/${i}/publishedOn`, today, say, 'what is cited has been published')
    checkPast(accessedOn, `/sources/${i}/accessedOn`, today, say, 'it is the day on which the source was read')
  }
}

const happened = 'a record says what has happened. A future end belongs in "term.endsOn"'

/** A vague date is in the past when its earliest possible day is. */
function checkPast(date: string | null, pointer: string, today: Day, say: Say, why: string): void {
  if (date === null || edtfProblem(date) || bounds(date).lo <= today) return
  say(
    pointer,
    'in_the_future',
    `"${date}" lies in the future, since it is no later than ${today} anywhere on earth; ${why}.`
  )
}

function checkOwnMembers(event: AgreementEvent, pointer: string, say: Say): void {
  for (const [member, types] of Object.entries(eventMemberTypes) as [OwnMember, readonly string[]][]) {
    const own = types.includes(event.type)
    if (event[member] !== null && !own) {
      say(
        `${pointer}/${member}`,
        'not_allowed',
        `"${member}" belongs on ${types.join(', ')}, not on "${event.type}"; use null.`
      )
    }
    if (event[member] === null && own && required.includes(member)) {
      say(`${pointer}/${member}`, 'missing', `An event of the type "${event.type}" needs "${member}".`)
    }
  }
  checkCount(event, pointer, say)
}

/** What is said of a count needs a count. */
function checkCount({ type, persons, cumulative, includesOthers }: AgreementEvent, pointer: string, say: Say): void {
  if (type === 'headcount' && cumulative) {
    say(`${pointer}/cumulative`, 'not_allowed', 'A head count is of one day and never "cumulative"; use null.')
  }
  if (persons !== null || type === 'payment') return
  for (const [member, value] of Object.entries({ cumulative, includesOthers })) {
    if (value === null) continue
    say(`${pointer}/${member}`, 'not_allowed', `"${member}" says how "persons" is counted; without persons use null.`)
  }
}

/** Nothing takes effect before it is done or announced. Where both are vague they may overlap. */
function checkEffect({ date, effectiveOn }: AgreementEvent, pointer: string, say: Say): void {
  if (effectiveOn === null || edtfProblem(date) || edtfProblem(effectiveOn)) return
  if (bounds(effectiveOn).hi >= bounds(date).lo) return
  say(
    `${pointer}/effectiveOn`,
    'effect_before_notice',
    `"${effectiveOn}" lies before "${date}", the date of the event, and nothing takes effect before that. Where it was only reported later, "date" is the day of the effect itself.`
  )
}
