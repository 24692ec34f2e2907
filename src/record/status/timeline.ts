import { addDuration, type Bounds, bounds, type Day } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import { implementationEventTypes } from '../schema/codes.ts'
import { isDisputed, isPublic, type Publication, type Publications } from './publication.ts'
import { type Act, type Axis, actOf, axes, moves, type Transition } from './transitions.ts'

/** Something that happened, with the first and the last day on which it may have taken effect. */
interface TimelineEvent extends Bounds {
  /** Its id; of a computed one, the id of what it follows from. */
  id: string
  type: AgreementEvent['type']
  /** What it does, and its place among others; undefined where it is no part of the fold. */
  act: Act | undefined
}

/** An event as the record has it, whatever the clocks. */
export interface WrittenEvent extends TimelineEvent, Publication {
  /** First and last possible day of its date, whenever it took effect. */
  dated: Bounds
  /** The day from which nothing was heard for twelve months, if this was the last; undefined of what is no news of implementation. */
  quietFrom: Day | undefined
  event: AgreementEvent
}

/** An event as it had been published by some day. */
export interface PublishedEvent extends TimelineEvent {
  disputed: boolean
  /** Undefined of an event that is computed. */
  written: WrittenEvent | undefined
}

/** An event that moves the state of an axis. */
export type Moving<A extends Axis> = PublishedEvent & { act: Transition<A> }

export const isMoving = <A extends Axis>(event: PublishedEvent, axis: A): event is Moving<A> => moves(event.act, axis)

const newsOfImplementation: ReadonlySet<string> = new Set(implementationEventTypes)

/** The events of a record that were not retracted. */
export const eventsOf = (record: Agreement, publications: Publications): WrittenEvent[] =>
  record.events
    .filter(({ standing }) => standing !== 'retracted')
    .map(event => {
      const dated = bounds(event.date)
      const { lo, hi } = event.effectiveOn === null ? dated : bounds(event.effectiveOn)
      const quietFrom = newsOfImplementation.has(event.type) ? addDuration(hi, 'P1Y') : undefined
      const { publicFrom, disputedFrom } = publications.of(event)
      const { id, type } = event
      return { id, type, act: actOf(event), lo, hi, dated, quietFrom, event, publicFrom, disputedFrom }
    })

/** Those that had been published by a day, as they stood then. */
export const publishedBy = (events: readonly WrittenEvent[], day: Day): PublishedEvent[] =>
  events
    .filter(event => isPublic(event, day))
    .map(written => {
      const { id, type, act, lo, hi } = written
      return { id, type, act, lo, hi, disputed: isDisputed(written, day), written }
    })

/** Raises the first possible day of each act that opens in turn to that of the acts before it, while that stays possible. */
export function inTurn(events: readonly PublishedEvent[]): PublishedEvent[] {
  const raised = [...events]
  for (const axis of axes) {
    const opening = events
      .flatMap((event, i) =>
        event.act?.axis === axis && event.act.opens === 'in_turn' ? [{ event, i, rank: event.act.rank }] : []
      )
      .sort((a, b) => a.rank - b.rank)
    let highest: Day = '-infinity'
    for (const rank of new Set(opening.map(act => act.rank))) {
      const before = highest
      for (const { event, i } of opening.filter(act => act.rank === rank)) {
        const lo = before > event.lo && before <= event.hi ? before : event.lo
        if (lo !== event.lo) raised[i] = { ...event, lo }
        if (!event.disputed && lo > highest) highest = lo
      }
    }
  }
  return raised
}

/** A date that is open at its beginning speaks of nothing earlier than the day on which it ends. */
const earliest = ({ lo, hi }: Bounds): Day => (lo === '-infinity' ? hi : lo)

/** The earliest year of the date of an event. */
export const yearOfDate = ({ dated }: WrittenEvent): string => earliest(dated).slice(0, 4)

/** The first day on which an event is known: what takes effect later is known from the day on which it was done. */
export function knownFrom({ lo, written }: PublishedEvent): Day {
  if (!written?.event.effectiveOn) return lo
  const done = earliest(written.dated)
  return done < lo ? done : lo
}

/** How far an event has come on a day: it cannot have happened, may have, or has. */
export type Occurrence = 'absent' | 'possible' | 'certain'

export const occurrenceOn = (
  day: Day,
  { lo, hi, disputed }: Pick<PublishedEvent, 'lo' | 'hi' | 'disputed'>
): Occurrence => (lo > day ? 'absent' : hi <= day && !disputed ? 'certain' : 'possible')
