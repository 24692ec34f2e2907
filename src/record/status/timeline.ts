import { addDuration, type Bounds, bounds, compare, type Day, isOpen } from '../dates.ts'
import type { Agreement, AgreementEvent } from '../schema/agreement.ts'
import { isDisputed, isPublic, type Publication, type Publications } from './publication.ts'
import { type Act, type Axis, actOf, moves, type Transition } from './transitions.ts'

/** Something that happened, with the first and the last day on which it may have taken effect. */
interface TimelineEvent extends Bounds {
  /** Its id; of a computed one, the id of what it follows from. */
  id: string
  /** A name that no other event of the timeline has. */
  key: string
  type: AgreementEvent['type']
  /** What it does, and its place among others; undefined where it is no part of the fold. */
  act: Act | undefined
  /** First and last possible day of its date, whenever it took effect. */
  dated: Bounds
  /** Names of those that certainly came before it, whatever the dates say. */
  after: ReadonlySet<string>
}

/** An event as the record has it, whatever the clocks. */
export interface WrittenEvent extends TimelineEvent, Publication {
  event: AgreementEvent
}

/** Why what is stated of an event need not be so: a claim is disputed, dates are vague, or a term may have been renewed. */
export type Doubt = 'dispute' | 'dates' | 'renewal'

/** An event as it had been published by some day. */
export interface PublishedEvent extends TimelineEvent {
  /** A source says otherwise. */
  disputed: boolean
  /** It need not have happened, so that what was before stays possible; undefined where it has by its last day. */
  doubt: Doubt | undefined
  /** It moves what is stated, from its last day on; else it is only possible. */
  stated: boolean
  /** Names of those that it can only have come before, where it is computed. */
  before?: ReadonlySet<string> | undefined
  /** Undefined of an event that is computed. */
  written: WrittenEvent | undefined
}

/** An event that moves the state of an axis. */
export type Moving<A extends Axis> = PublishedEvent & { act: Transition<A> }

/** Whether an event moves the state of an axis; what concerns a part of the agreement moves none. */
export const isMoving = <A extends Axis>(event: PublishedEvent, axis: A): event is Moving<A> =>
  moves(event.act, axis) && !isPartial(event)

/** Whether an act concerns a part of the agreement only. */
export const isPartial = ({ written }: PublishedEvent): boolean => written?.event.extent === 'partial'

/** The events of a record that were not retracted. */
export function eventsOf(record: Agreement, publications: Publications): WrittenEvent[] {
  const events = record.events.filter(({ standing }) => standing !== 'retracted')
  const predecessors = predecessorsOf(events)
  return events.map(event => {
    const publication = publications.of(event)
    const { publicFrom } = publication
    // What was reported had happened; an effect may lie ahead of the report, and is never before its notice.
    const dated = notAfter(bounds(event.date), publicFrom)
    const { lo, hi } = event.effectiveOn === null ? dated : notBefore(bounds(event.effectiveOn), dated.lo)
    const { id, type } = event
    return { id, key: id, type, act: actOf(event), lo, hi, dated, after: predecessors(id), event, ...publication }
  })
}

/** Bounds with their last day lowered, as far as that leaves any. */
export const notAfter = ({ lo, hi }: Bounds, day: Day): Bounds => ({ lo, hi: day < hi && day >= lo ? day : hi })

/** Bounds with their first day raised, as far as that leaves any. */
export const notBefore = ({ lo, hi }: Bounds, day: Day): Bounds => ({ lo: day > lo && day <= hi ? day : lo, hi })

/** For each event, the ids of all that are said to have come before it, directly or through others. */
function predecessorsOf(events: readonly AgreementEvent[]): (id: string) => ReadonlySet<string> {
  const direct = new Map(events.map(({ id, after }) => [id, after]))
  const none: ReadonlySet<string> = new Set()
  return id => {
    const own = direct.get(id) ?? []
    if (own.length === 0) return none
    const reached = new Set(own)
    // A set grows while it is walked, and what was added is walked too.
    for (const other of reached) for (const next of direct.get(other) ?? []) reached.add(next)
    return reached
  }
}

/** Those that had been published by a day, as they stood then. */
export const publishedBy = (events: readonly WrittenEvent[], day: Day): PublishedEvent[] =>
  events
    .filter(event => isPublic(event, day))
    .map(written => {
      const { id, key, type, act, lo, hi, dated, after } = written
      const disputed = isDisputed(written, day)
      const doubt = disputed ? 'dispute' : undefined
      return { id, key, type, act, lo, hi, dated, after, disputed, doubt, stated: !disputed, written }
    })

/** A date that is open at its beginning speaks of nothing earlier than the day on which it ends. */
const earliest = ({ lo, hi }: Bounds): Day => (lo === '-infinity' ? hi : lo)

/** The first day on which an event is known: what takes effect later is known from the day on which it was done. */
export function knownFrom({ lo, dated, written }: PublishedEvent): Day {
  if (!written?.event.effectiveOn) return lo
  const done = earliest(dated)
  return done < lo ? done : lo
}

/** How far an event has come on a day: it cannot have happened, may have, or has. */
export type Occurrence = 'absent' | 'possible' | 'certain'

/** How far it has come on a day. */
export const occurrenceOn = (day: Day, { lo, hi, stated }: PublishedEvent): Occurrence =>
  lo > day ? 'absent' : hi <= day && stated ? 'certain' : 'possible'

/** Whether an event has happened by a day, whatever is doubted. */
export const isSure = ({ hi, doubt }: PublishedEvent, day: Day): boolean => doubt === undefined && hi <= day

/**
 * The days on which something was heard of, in order: the first and the last possible day of every event, as a date that is not
 * over yet, or never ends, counts as its beginning.
 */
export const heardOn = (events: readonly PublishedEvent[]): Day[] => {
  const days = events.flatMap(({ dated: { lo, hi }, written }) => (written ? [lo, hi] : []))
  return [...new Set(days)].filter(day => !isOpen(day)).sort(compare)
}

/** From when an agreement of which something was heard on a day, and nothing since, is dormant: after 24 months. */
export const dormantFrom = (day: Day): Day => addDuration(day, 'P24M')

/** Days from which nothing had been heard for so long. */
export const silences = (heard: readonly Day[]): Day[] =>
  heard.flatMap((day, i) => {
    const from = dormantFrom(day)
    const next = heard[i + 1]
    return next === undefined || next > from ? [from] : []
  })
