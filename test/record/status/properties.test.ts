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

type World = { legal: string; before: string; implementation: string; halted: string }
const start: World = { legal: 'none', before: '', implementation: 'unimplemented', halted: '' }
const early = ['none', 'proposed', 'negotiating', 'agreed']
const live = ['agreed', 'signed', 'provisional', 'in_force']
const ends = ['terminated', 'expired', 'superseded', 'annulled', 'abandoned']

const legalActs: [Act, (world: World) => string | undefined][] = [
  [{ type: 'offered' }, w => (w.legal === 'none' ? 'proposed' : undefined)],
  [{ type: 'negotiations_opened' }, w => (early.slice(0, 2).includes(w.legal) ? 'negotiating' : undefined)],
  [{ type: 'agreed' }, w => (early.slice(0, 3).includes(w.legal) ? 'agreed' : undefined)],
  [{ type: 'signed' }, w => (early.includes(w.legal) ? 'signed' : undefined)],
  [{ type: 'provisionally_applied' }, w => (w.legal === 'signed' ? 'provisional' : undefined)],
  [
    { type: 'entered_into_force' },
    w => ([...early, 'signed', 'provisional'].includes(w.legal) ? 'in_force' : undefined)
  ],
  [{ type: 'suspended' }, w => (live.includes(w.legal) ? 'suspended' : undefined)],
  [{ type: 'operation_resumed' }, w => (w.legal === 'suspended' ? w.before : undefined)],
  [{ type: 'terminated' }, w => ([...live, 'suspended'].includes(w.legal) ? 'terminated' : undefined)],
  [{ type: 'expired' }, w => ([...live, 'suspended'].includes(w.legal) ? 'expired' : undefined)],
  [{ type: 'signature_withdrawn' }, w => (w.legal === 'signed' ? 'abandoned' : undefined)],
  [{ type: 'annulled' }, w => (w.legal !== 'none' ? 'annulled' : undefined)]
]
const implementationActs: [Act, (world: World) => string | undefined][] = [
  [{ type: 'preparation' }, w => (w.implementation === 'unimplemented' ? 'preparing' : undefined)],
  [
    { type: 'transfers_began' },
    w => (['unimplemented', 'preparing'].includes(w.implementation) ? 'operating' : undefined)
  ],
  [{ type: 'transfers_paused' }, w => (w.implementation === 'operating' ? 'paused' : undefined)],
  [{ type: 'transfers_resumed' }, w => (w.implementation === 'paused' ? 'operating' : undefined)],
  [
    { type: 'transfers_ended' },
    w => (['operating', 'paused', 'blocked'].includes(w.implementation) ? 'ended' : undefined)
  ],
  [
    { type: 'court_ruling', effect: 'halts' },
    w => (['ended', 'blocked'].includes(w.implementation) ? undefined : 'blocked')
  ],
  [{ type: 'court_ruling', effect: 'lifts' }, w => (w.implementation === 'blocked' ? w.halted : undefined)]
]

function advance(world: World, act: Act, to: string): World {
  if (legalActs.some(([known]) => known.type === act.type))
    return { ...world, legal: to, before: act.type === 'suspended' ? world.legal : world.before }
  return { ...world, implementation: to, halted: act.effect === 'halts' ? world.implementation : world.halted }
}

/** What anybody would call the implementation, knowing how the agreement ended. */
function shown({ legal, implementation, halted }: World): string {
  if (!ends.includes(legal)) return implementation
  const base = implementation === 'blocked' ? halted : implementation
  return ['operating', 'paused'].includes(base) ? 'ended' : base === 'preparing' ? 'unimplemented' : base
}

const dayOf = (n: number): Day => new Date(Date.UTC(2010, 0, 1 + n)).toISOString().slice(0, 10)

interface Life {
  events: EventInput[]
  worldOn: (day: Day) => World
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

/** A life of an agreement, told in vague dates and under dispute. */
const lives: fc.Arbitrary<Life> = fc
  .array(
    fc.record({
      act: fc.nat(),
      legal: fc.boolean(),
      wait: fc.nat({ max: 200 }),
      blur: fc.nat({ max: blurs.length - 1 }),
      a: fc.nat({ max: 90 }),
      b: fc.nat({ max: 90 }),
      disputed: fc.integer({ min: 0, max: 4 })
    }),
    { minLength: 1, maxLength: 9 }
  )
  .map(choices => {
    let world = start
    let n = 100
    const history: { day: Day; world: World }[] = []
    const events: EventInput[] = []
    for (const [i, choice] of choices.entries()) {
      const possible = (choice.legal ? legalActs : implementationActs).filter(([, to]) => to(world) !== undefined)
      if (possible.length === 0) continue
      const [act, to] = possible[choice.act % possible.length] as (typeof legalActs)[number]
      n += choice.wait
      world = advance(world, act, to(world) as string)
      history.push({ day: dayOf(n), world })
      const disputed = choice.disputed === 0
      events.push({
        id: `e-${i}`,
        ...act,
        date: (blurs[choice.blur] as (typeof blurs)[number])(dayOf(n), choice.a, choice.b),
        standing: disputed ? 'disputed' : 'accepted',
        disputedBy: disputed ? [{ source: 'treaty-text' }] : [],
        citations: [{ source: 'treaty-text' }]
      })
    }
    return { events, worldOn: (day: Day) => history.filter(entry => entry.day <= day).at(-1)?.world ?? start }
  })
  .filter(({ events }) => events.length > 0)

const recordOf = (events: EventInput[]): Agreement => complete(anAgreement({ events }))
const days = fc.nat({ max: 2200 }).map(dayOf)

t.test('the true state is always among the possible ones, and what is certain is true', async () => {
  fc.assert(
    fc.property(lives, fc.array(days, { minLength: 1, maxLength: 12 }), ({ events, worldOn }, asked) => {
      const published = asPublished(prepare(recordOf(events)), 'infinity')
      for (const asOf of asked) {
        const status = statusOn(published, asOf)?.status
        const world = worldOn(asOf)
        if (!status) {
          if (world !== start) throw new Error(`${asOf}: something had happened, and nothing is known`)
          continue
        }
        const { legal, implementation } = status.possible
        if (!legal.includes(world.legal as never)) throw new Error(`${asOf}: ${world.legal} is not among ${legal}`)
        if (!implementation.includes(shown(world) as never))
          throw new Error(`${asOf}: ${shown(world)} is not among ${implementation}`)
        if (!legal.includes(status.legal) || !implementation.includes(status.implementation))
          throw new Error(`${asOf}: what is stated is not possible`)
        if (status.certain && (status.legal !== world.legal || status.implementation !== shown(world))) {
          throw new Error(
            `${asOf}: certain of ${status.legal}, ${status.implementation}; it was ${world.legal}, ${shown(world)}`
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
  .tuple(lives, fc.array(fc.option(fc.nat({ max: 2200 }).map(dayOf)), { minLength: 9, maxLength: 9 }))
  .map(([{ events }, published]) =>
    complete(
      anAgreement({
        events: events.map((event, i) => ({
          ...event,
          citations: [{ source: `s-${i}` }],
          disputedBy: event.standing === 'disputed' ? [{ source: `s-${(i + 4) % 9}` }] : []
        })),
        feeTerms: [{ stage: 'agreed', basis: 'undisclosed', citations: [{ source: 's-8' }] }],
        term: { endsOn: '2013-06', renewal: 'none', citations: [{ source: 's-7' }] },
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
          throw new Error(`another status at ${asOf}, ${reportedBy}`)
        if (JSON.stringify(found[0]?.totals) !== JSON.stringify(folded?.totals))
          throw new Error(`other totals at ${asOf}, ${reportedBy}`)
      }
    }),
    { numRuns: 200 }
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
