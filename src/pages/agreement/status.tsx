import type { ComponentChildren } from 'preact'
import { returnedOf } from '../../record/status/totals.ts'
import type { Axis } from '../../record/status/transitions.ts'
import { assessmentOf } from '../chronology.ts'
import { doubtWords, othersOf, stateWords } from '../course.ts'
import { A } from '../site.tsx'
import { capital, human, otherWords } from '../words/codes.ts'
import { dateWords, sinceWords } from '../words/dates.ts'
import { inBrief, netPaid, sums } from '../words/numbers.ts'
import type { AgreementView, Reading } from './view.ts'

/**
 * The status in words, before any picture: on paper, in practice, and the money.
 *
 * @param page where the claims stand; without it on the same page
 */
export function StatusInWords({ view, page = '' }: { view: AgreementView; page?: string }) {
  const { status, totals } = view.record
  return (
    <dl class="status">
      <Box name="On paper" state={status.legal} isVague={othersOf(status, 'legal').length > 0}>
        <dd class="big">{capital(stateWords(status, 'legal'))}</dd>
        <dd class="small">{paperSince(view)}</dd>
        <Doubt view={view} axis="legal" />
      </Box>
      <Box name="In practice" state={status.implementation} isVague={othersOf(status, 'implementation').length > 0}>
        <dd class="big">{capital(stateWords(status, 'implementation'))}</dd>
        <dd class="small">{practiceSince(view, page)}</dd>
        <Doubt view={view} axis="implementation" />
      </Box>
      <Box name="Money" state={totals.paid ? 'paid' : ''} isVague={false}>
        <dd class="big">{moneyHead(view)}</dd>
        <dd class="small">{moneyNote(view, page)}</dd>
      </Box>
    </dl>
  )
}

function Box({
  name,
  state,
  isVague,
  children
}: {
  name: string
  state: string
  isVague: boolean
  children: ComponentChildren
}) {
  return (
    <div class={isVague ? `${state} vague` : state || undefined}>
      <dt>{name}</dt>
      {children}
    </div>
  )
}

function Doubt({ view, axis }: { view: AgreementView; axis: Axis }) {
  const { status } = view.record
  const others = othersOf(status, axis)
  if (others.length === 0) return null
  return <dd class="small">{`or ${others.map(otherWords).join(' or ')}: ${doubtWords(status)}`}</dd>
}

/** The last act that moved what is stated on an axis. */
const lastMove = ({ explanation }: Reading, axis: Axis) =>
  explanation.events.findLast(event => event.axis === axis && event.outcome === 'moved')

/** Since when the state on paper holds, as exactly as it is known. */
export function paperSince(view: Reading): string {
  const move = lastMove(view, 'legal')
  if (!move) return ''
  const written = view.record.events.find(({ id }) => id === move.id)
  if (written && !move.computed) return `since ${sinceWords(written.effectiveOn ?? written.date)}`
  if (!move.to) return ''
  return `since ${dateWords(move.to)}, ${move.type === 'expired' ? 'when its term had run out' : 'when notice took effect'}`
}

function practiceSince(view: AgreementView, page: string): ComponentChildren {
  const { status, events } = view.record
  const assessed = assessmentOf(view.chronology.acts)
  if (status.implementation === 'unimplemented') {
    if (!assessed)
      return status.evidence === 'absent' ? 'nothing was found, which is not a finding' : 'as it follows from the acts'
    return (
      <>
        nobody was moved, as <A href={`${page}#e-${assessed.event.id}`}>last assessed</A>{' '}
        {dateWords(assessed.event.date)}
      </>
    )
  }
  if (status.evidence === 'inferred') return 'since it ended on paper'
  const move = lastMove(view, 'implementation')
  const written = events.find(({ id }) => id === move?.id)
  return written ? `since ${sinceWords(written.effectiveOn ?? written.date)}` : ''
}

function moneyHead({ record: { status, totals } }: AgreementView): string {
  const paid = netPaid(totals.paid, inBrief)
  if (paid) return `${paid} paid`
  const promised = sums(totals.promised, inBrief)
  if (promised) return `${promised} promised`
  return status.money === 'none' ? 'None recorded' : capital(human(status.money))
}

function moneyNote({ record: { status, totals } }: AgreementView, page: string): ComponentChildren {
  const promised = sums(totals.promised, inBrief)
  if (totals.paid)
    return [
      returnedOf(totals.paid).length > 0 && 'less what came back',
      promised ? `promised: ${promised}` : 'what was promised is not known'
    ]
      .filter(Boolean)
      .join('; ')
  if (promised) return 'no payment is recorded'
  if (status.money === 'none') return 'neither a promise nor a payment was found'
  return (
    <>
      <A href={`${page}#money`}>terms</A> without a definite sum
    </>
  )
}
