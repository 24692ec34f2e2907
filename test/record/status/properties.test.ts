import fc from 'fast-check'
import t from 'tap'
import { complete } from '../../../src/record/complete.ts'
import { type Day, nextDay, previousDay } from '../../../src/record/dates.ts'
import type { Agreement, AgreementInput } from '../../../src/record/schema/agreement.ts'
import { deriveIntervals, type Interval, workOf } from '../../../src/record/status/intervals.ts'
import { asPublished, daysOfChange, daysOfPublication, prepare, statusOn } from '../../../src/record/status/status.ts'
import { anAgreement, aSource } from '../../fixtures/agreement.ts'

type EventInput = NonNullable<AgreementInput['events']>[number]
type Act = { type: EventInput['type']; effect?: EventInput['effect']; finding?: EventInput['finding'] }

// The world as it truly went: acts that were possible when they happened, each on its day, told apart from the fold under
// test by being written down from the table of states a second time.

type World = { legal: string; before: string; implementation: string; halted: string; since: string | undefined }
const start: World = { legal: 'none', before: '', implementation: 'unimplemented', halted: '', since: undefined }
const early = ['none', 'proposed', 'negotiating', 'agreed']
const live = ['agreed', 'signed', 'provisional', 'in_force']
const lasting = ['terminated', 'expired', 'superseded', 'abandoned']
const ends = [...lasting, 'annulled']
const from =
  (states: string[], to: string) =>
  ({ legal }: World) =>
    states.includes(legal) ? to : undefined
const fromUse =
  (states: string[], to: string) =>
  ({ implementation }: World) =>
    states.includes(implementation) ? to : undefined

// Acts of one day lie in this order, and opening acts always do.
const legalActs: [Act, (world: World) => string | undefined][] = [
  [{ type: 'offered' }, from(['none', 'abandoned'], 'proposed')],
  [{ type: 'negotiations_opened' }, from(['none', 'proposed', 'abandoned'], 'negotiating')],
  [{ type: 'initialled' }, from(['none', 'proposed', 'negotiating', 'abandoned'], 'agreed')],
  [{ type: 'agreed' }, from(['none', 'proposed', 'negotiating', 'abandoned'], 'agreed')],
  [{ type: 'signed' }, from([...early, ...lasting], 'signed')],
  [{ type: 'provisionally_applied' }, from([...early, 'signed', ...lasting], 'provisional')],
  [{ type: 'entered_into_force' }, from([...early, 'signed', 'provisional', ...lasting], 'in_force')],
  [{ type: 'suspended' }, from([...early, ...live], 'suspended')],
  [{ type: 'operation_resumed' }, w => (w.legal === 'suspended' ? w.before : undefined)],
  [{ type: 'terminated' }, from([...early, ...live, 'suspended'], 'terminated')],
  [{ type: 'superseded' }, from([...early, ...live, 'suspended'], 'superseded')],
  [{ type: 'declined' }, from(early, 'abandoned')],
  [{ type: 'dropped' }, from(['proposed', 'negotiating', 'agreed', 'signed'], 'abandoned')],
  [{ type: 'signature_withdrawn' }, from(['signed'], 'abandoned')],
  [{ type: 'annulled' }, w => (w.legal !== 'none' ? 'annulled' : undefined)]
]
const unused = ['unimplemented', 'preparing']
const implementationActs: [Act, (world: World) => string | undefined][] = [
  [{ type: 'preparation' }, fromUse(['unimplemented'], 'preparing')],
  [{ type: 'transfers_began' }, fromUse(unused, 'operating')],
  [{ type: 'transfer' }, () => 'operating'],
  [{ type: 'activity' }, () => 'operating'],
  [{ type: 'implementation_assessed', finding: 'partly' }, fromUse([...unused, 'paused'], 'operating')],
  [{ type: 'implementation_assessed', finding: 'unimplemented' }, fromUse(unused, 'unimplemented')],
  [{ type: 'transfers_paused' }, fromUse([...unused, 'operating'], 'paused')],
  [{ type: 'court_ruling', effect: 'halts' }, fromUse([...unused, 'operating', 'paused'], 'blocked')],
  [{ type: 'court_ruling', effect: 'lifts' }, w => (w.implementation === 'blocked' ? w.halted : undefined)],
  [{ type: 'transfers_resumed' }, () => 'operating'],
  [{ type: 'transfers_ended' }, fromUse([...unused, 'operating', 'paused', 'blocked'], 'ended')]
]
const rankOf = (act: Act) => legalActs.slice(0, 7).findIndex(([known]) => known.type === act.type)
/** Nobody was moved before transfers began. */
const moves = ['transfer', 'activity', 'transfers_resumed', 'transfers_paused', 'transfers_ended']

const isLegal = (act: Act) => legalActs.some(([known]) => known.type === act.type)

function advance(world: World, act: Act, to: string, day: Day): World {
  const isEnded = (state: string) => ends.includes(state)
  if (isLegal(act)) {
    const before = act.type === 'suspended' ? world.legal : world.before
    return { ...world, legal: to, before, since: isEnded(to) && !isEnded(world.legal) ? day : world.since }
  }
  return { ...world, implementation: to, halted: act.effect === 'halts' ? world.implementation : world.halted }
}

/** What anybody would call the implementation, knowing how the agreement ended, and when it was last practised. */
function shown({ legal, implementation, halted, since }: World, practised: Day): string {
  if (!ends.includes(legal)) return implementation
  const base = implementation === 'blocked' ? halted : implementation
  if (['operating', 'paused'].includes(base)) return practised > (since as Day) ? base : 'ended'
  return base === 'preparing' ? 'unimplemented' : base
}

const dayOf = (n: number): Day => new Date(Date.UTC(2010, 0, 1 + n)).toISOString().slice(0, 10)

interface Life {
  events: EventInput[]
  term: AgreementInput['term']
  worldOn: (day: Day) => { legal: string; implementation: string; isStart: boolean }
}

const blurs: ((day: Day, a: number, b: number) => string)[] = [
  day => day,
  day => day.slice(0, 7),
  day => day.slice(0, 4),
  (day: Day) => `${day}~`,
  (day, a, b) => `[${dayOf(diffOf(day) - 1 - a)}..${dayOf(diffOf(day) + 1 + b)}]`,
  day => `[..${day}]`,
  day => `[${day}..]`
]
const diffOf = (day: Day): number => Math.round((Date.parse(day) - Date.UTC(2010, 0, 1)) / 86_400_000)

const dispute = { standing: 'disputed' as const, disputedBy: [{ source: 'treaty-text' }] }

/** A life of an agreement, told in vague dates and under dispute; some of what is told never happened, and is disputed. */
const lives: fc.Arbitrary<Life> = fc
  .tuple(
    fc.array(
      fc.record({
        act: fc.nat(),
        legal: fc.boolean(),
        wait: fc.nat({ max: 200 }),
        blur: fc.nat({ max: blurs.length - 1 }),
        a: fc.nat({ max: 90 }),
        b: fc.nat({ max: 90 }),
        disputed: fc.integer({ min: 0, max: 4 }),
        isFalse: fc.integer({ min: 0, max: 9 }),
        isPartial: fc.integer({ min: 0, max: 9 }),
        names: fc.option(fc.nat(), { freq: 5 })
      }),
      { minLength: 1, maxLength: 9 }
    ),
    fc.option(
      fc.record({
        length: fc.integer({ min: 50, max: 1500 }),
        blur: fc.nat({ max: 4 }),
        a: fc.nat({ max: 90 }),
        b: fc.nat({ max: 90 }),
        renewal: fc.constantFrom('none' as const, 'by_agreement' as const, 'unknown' as const),
        isRenewed: fc.boolean(),
        extension: fc.option(
          fc.record({
            wait: fc.integer({ min: -200, max: 200 }),
            length: fc.integer({ min: 201, max: 600 }),
            blur: fc.nat({ max: blurs.length - 1 }),
            isKnown: fc.boolean(),
            telling: fc.constantFrom('accepted', 'disputed', 'false')
          })
        )
      })
    )
  )
  .map(([choices, term]) => {
    let world = start
    let n = 100
    let rank = 0
    let isMoved = false
    const lastDay = term ? dayOf(100 + term.length) : '9999-12-31'
    const history: { day: Day; world: World; practised: Day }[] = []
    let practised = ''
    const events: EventInput[] = []
    const ids: string[] = []
    const latest = new Map<unknown, { day: Day; place: number }>()
    for (const [i, choice] of choices.entries()) {
      n += choice.wait
      const day = dayOf(n)
      if (day > lastDay) break
      const date = (blurs[choice.blur] as (typeof blurs)[number])(day, choice.a, choice.b)
      const told = { id: `e-${i}`, date, citations: [{ source: 'treaty-text' }] }
      const acts = choice.legal ? legalActs : implementationActs
      if (choice.isFalse === 0) {
        const [act] = acts[choice.act % acts.length] as (typeof acts)[number]
        events.push({ ...told, ...act, ...dispute })
        continue
      }
      const possible = acts.filter(
        ([act, to], place) =>
          to(world) !== undefined &&
          !(latest.get(acts)?.day === day && place < (latest.get(acts)?.place as number)) &&
          (rankOf(act) < 0 || rankOf(act) >= rank) &&
          !(act.type === 'transfers_began' && isMoved)
      )
      if (possible.length === 0) continue
      const [act, to] = possible[choice.act % possible.length] as (typeof legalActs)[number]
      latest.set(acts, { day, place: acts.findIndex(([known]) => known === act) })
      const after = choice.names === null || ids.length === 0 ? [] : [ids[choice.names % ids.length] as string]
      const event = { ...told, ...act, after, ...(choice.disputed === 0 ? dispute : {}) }
      ids.push(event.id)
      if (choice.isPartial === 0 && ['suspended', 'terminated', 'transfers_paused'].includes(act.type)) {
        events.push({ ...event, extent: 'partial' })
        continue
      }
      events.push(event)
      rank = Math.max(rank, rankOf(act))
      isMoved ||= moves.includes(act.type)
      world = advance(world, act, to(world) as string, day)
      if (!isLegal(act) && ['operating', 'paused'].includes(world.implementation) && !act.effect) practised = day
      history.push({ day, world, practised })
    }
    // A term that runs out ends what is still alive, unless it was renewed, which is not always told.
    const { extension } = term ?? {}
    const isRenewed = term && term.renewal !== 'none' && term.isRenewed && !extension
    if (term && !isRenewed && [...live, 'suspended'].includes(world.legal)) {
      const expire = (last: Day) =>
        history.push({
          day: nextDay(last),
          world: { ...world, legal: 'expired', since: nextDay(last) },
          practised
        })
      if (extension) {
        const { wait, length, blur, isKnown, telling } = extension
        const day = dayOf(100 + term.length + wait)
        const newEnd = dayOf(100 + term.length + length)
        events.push({
          id: 'extension',
          type: 'extended',
          date: (blurs[blur] as (typeof blurs)[number])(day, term.a, term.b),
          newEnd: isKnown ? newEnd : null,
          citations: [{ source: 'treaty-text' }],
          ...(telling === 'accepted' ? {} : dispute)
        })
        const isTrue = telling !== 'false'
        if (!isTrue || day > nextDay(lastDay)) expire(lastDay)
        if (isTrue && day > nextDay(lastDay)) history.push({ day, world, practised })
        if (isTrue && isKnown) expire(newEnd)
      } else expire(lastDay)
    }
    return {
      events,
      term: term && {
        endsOn: (blurs[term.blur] as (typeof blurs)[number])(lastDay, term.a, term.b),
        renewal: term.renewal,
        citations: [{ source: 'treaty-text' }]
      },
      worldOn: (day: Day) => {
        const last = history.filter(entry => entry.day <= day).at(-1)
        if (!last) return { legal: 'none', implementation: 'unimplemented', isStart: true }
        return { legal: last.world.legal, implementation: shown(last.world, last.practised), isStart: false }
      }
    }
  })
  .filter(({ events }) => events.length > 0)

const recordOf = ({ events, term }: Pick<Life, 'events' | 'term'>): Agreement => complete(anAgreement({ events, term }))
const days = fc.nat({ max: 2200 }).map(dayOf)

t.test('the true state is always among the possible ones, and what is certain is true', async () => {
  fc.assert(
    fc.property(lives, fc.array(days, { minLength: 1, maxLength: 12 }), (life, asked) => {
      const published = asPublished(prepare(recordOf(life)), 'infinity')
      for (const asOf of asked) {
        const status = statusOn(published, asOf)?.status
        const world = life.worldOn(asOf)
        if (!status) {
          if (!world.isStart) throw new Error(`${asOf}: something had happened, and nothing is known`)
          continue
        }
        const { legal, implementation } = status.possible
        if (!legal.includes(world.legal as never)) throw new Error(`${asOf}: ${world.legal} is not among ${legal}`)
        if (!implementation.includes(world.implementation as never))
          throw new Error(`${asOf}: ${world.implementation} is not among ${implementation}`)
        if (!legal.includes(status.legal) || !implementation.includes(status.implementation))
          throw new Error(`${asOf}: what is stated is not possible`)
        if (status.certain !== (status.uncertainBecause.length === 0))
          throw new Error(`${asOf}: certain is ${status.certain}, because ${status.uncertainBecause}`)
        if (status.certain && (status.legal !== world.legal || status.implementation !== world.implementation)) {
          throw new Error(
            `${asOf}: certain of ${status.legal}, ${status.implementation}; it was ${world.legal}, ${world.implementation}`
          )
        }
      }
    }),
    { numRuns: 2000 }
  )
})

const isIn = ({ validFrom, validTo, reportedFrom, reportedTo }: Interval, asOf: Day, reportedBy: Day): boolean =>
  validFrom <= asOf && asOf <= validTo && reportedFrom <= reportedBy && reportedBy <= reportedTo

/** Claims with sources of their own, so that both axes have something to say. */
const reported: fc.Arbitrary<Agreement> = fc
  .tuple(
    lives,
    fc.array(fc.option(fc.nat({ max: 2200 }).map(dayOf)), { minLength: 9, maxLength: 9 }),
    fc.constantFrom('none' as const, 'by_agreement' as const, 'automatic' as const)
  )
  .map(([{ events }, published, renewal]) =>
    complete(
      anAgreement({
        events: events.map((event, i) => ({
          ...event,
          citations: [{ source: `s-${i % 9}` }],
          disputedBy: event.standing === 'disputed' ? [{ source: `s-${(i + 4) % 9}` }] : []
        })),
        feeTerms: [{ stage: 'agreed', basis: 'undisclosed', lapsedOn: '2014', citations: [{ source: 's-8' }] }],
        term: { endsOn: '2013-06', renewal, noticePeriod: 'P3M', citations: [{ source: 's-7' }] },
        sources: published.map((publishedOn, i) => aSource({ id: `s-${i}`, publishedOn }))
      })
    )
  )

t.test('intervals say at every pair of clocks what a fold at those clocks says, and never overlap', async () => {
  const clock = fc.oneof(days, fc.constant('infinity'), fc.constant('-infinity'))
  fc.assert(
    fc.property(reported, fc.array(fc.tuple(days, clock), { minLength: 1, maxLength: 20 }), (record, asked) => {
      const intervals = deriveIntervals(record)
      const prepared = prepare(record)
      const edges = intervals.flatMap(({ validFrom, validTo, reportedFrom, reportedTo }): [Day, Day][] => [
        [validFrom, reportedFrom],
        [validTo, reportedTo],
        [previousDay(validFrom), reportedFrom],
        [nextDay(validTo), reportedTo]
      ])
      for (const [asOf, reportedBy] of [...asked, ...edges.filter(([asOf]) => !asOf.endsWith('infinity'))]) {
        const found = intervals.filter(interval => isIn(interval, asOf, reportedBy))
        const folded = statusOn(asPublished(prepared, reportedBy), asOf)
        if (found.length !== (folded ? 1 : 0)) throw new Error(`${found.length} intervals at ${asOf}, ${reportedBy}`)
        if (JSON.stringify(found[0]?.status) !== JSON.stringify(folded?.status))
          throw new Error(
            `another status at ${asOf}, ${reportedBy}: ${JSON.stringify(found[0]?.status)}, ${JSON.stringify(folded?.status)}`
          )
        if (JSON.stringify(found[0]?.totals) !== JSON.stringify(folded?.totals))
          throw new Error(`other totals at ${asOf}, ${reportedBy}`)
      }
    }),
    { numRuns: 200 }
  )
})

t.test('no event, computed or written, ends before it begins', async () => {
  fc.assert(
    fc.property(fc.oneof(reported, lives.map(recordOf)), record =>
      asPublished(prepare(record), 'infinity').whole.events.every(
        ({ lo, hi, dated }) => lo <= hi && dated.lo <= dated.hi
      )
    ),
    { numRuns: 2000 }
  )
})

t.test('the work that is foreseen is never less than what is done', async () => {
  fc.assert(
    fc.property(reported, record => {
      const prepared = prepare(record)
      const stretches = daysOfPublication(prepared).map(day => daysOfChange(asPublished(prepared, day)).length)
      const claims = prepared.events.length + record.feeTerms.length
      const done = stretches.reduce((sum, days) => sum + days * claims, 0)
      if (done > workOf(record)) throw new Error(`${done} claims were looked at`)
      if (deriveIntervals(record).length > workOf(record)) throw new Error('more intervals than work')
    }),
    { numRuns: 200 }
  )
})

t.test('the order in which claims are written down does not matter', async () => {
  fc.assert(
    fc.property(reported, fc.infiniteStream(fc.nat()), (record, chance) => {
      const shuffled = <T>(list: T[]): T[] =>
        list
          .map(item => ({ item, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item)
      const other: Agreement = {
        ...record,
        events: shuffled(record.events),
        sources: shuffled(record.sources),
        feeTerms: shuffled(record.feeTerms)
      }
      if (JSON.stringify(deriveIntervals(other)) !== JSON.stringify(deriveIntervals(record)))
        throw new Error('another history')
    }),
    { numRuns: 200 }
  )
})
