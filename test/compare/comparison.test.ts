import fc from 'fast-check'
import t from 'tap'
import { alignMembers, alignProvisions, mergeCourses, type Stretch } from '../../src/compare/comparison.ts'
import { nextDay } from '../../src/record/dates.ts'
import { provisionTopics, stances } from '../../src/record/schema/codes.ts'

type Records = Parameters<typeof alignMembers>[0]
const records = (...members: object[]) =>
  members.map(record => ({ status: {}, totals: {}, ...record })) as unknown as Records
const aligned = (...members: object[]) => alignMembers(records(...members))

t.test('members stand side by side, and where they differ is marked', async t => {
  t.same(aligned({ form: 'treaty', kinds: ['a', 'b'] }, { form: 'treaty', kinds: ['b', 'a'] }), [
    { pointer: '/form', same: true, values: ['treaty', 'treaty'] },
    {
      pointer: '/kinds',
      same: false,
      values: [
        ['a', 'b'],
        ['b', 'a']
      ]
    }
  ])
  t.same(aligned({ term: { endsOn: '2026', note: null } }, { term: null }), [
    { pointer: '/term/endsOn', same: false, values: ['2026', null] }
  ])
  t.same(aligned({ summary: null, caps: [] }, { summary: null, caps: [] }), [], 'nothing is no member')
  t.same(
    aligned({ status: { legal: 'signed', asOf: '2026-01-01' } }, { status: { legal: 'none', asOf: '2026-01-01' } }),
    [{ pointer: '/status/legal', same: false, values: ['signed', 'none'] }]
  )
})

t.test('what a claim rests on makes no difference', async t => {
  const cap = (source: string) => ({ scope: { caps: [{ persons: { min: 1, max: 2 }, citations: [{ source }] }] } })
  t.same(aligned(cap('a'), cap('b')), [
    {
      pointer: '/scope/caps',
      same: true,
      values: [[{ persons: { min: 1, max: 2 } }], [{ persons: { min: 1, max: 2 } }]]
    }
  ])
  const sources = (id: string) => ({ id, notes: id, sources: [{ id }], events: [{ id }] })
  t.same(aligned(sources('a'), sources('b')), [])
})

t.test('provisions stand by topic in the order of the list, the same where the stance is', async t => {
  const [first = '', second = '', third = ''] = provisionTopics
  const [yes = '', no = ''] = stances
  const of = (...provisions: [string, string, string?][]) =>
    ({
      provisions: provisions.map(([topic, stance, note = null]) => ({ topic, stance, note, citations: [] }))
    }) as never
  t.same(
    alignProvisions([of([second, yes], [first, no, 'In words.']), of([first, no]), of([third, yes])]).slice(0, 2),
    [
      { topic: first, same: false, provisions: [{ stance: no, note: 'In words.' }, { stance: no, note: null }, null] },
      { topic: second, same: false, provisions: [{ stance: yes, note: null }, null, null] }
    ]
  )
  t.match(alignProvisions([of([first, no, 'In words.']), of([first, no])]), [{ topic: first, same: true }])
})

const state = (legal: string) => ({ legal, implementation: 'none', money: 'none', certain: true, label: legal })
const stretch = (validFrom: string, validTo: string, legal: string): Stretch => ({
  validFrom,
  validTo,
  ...state(legal)
})

t.test('courses are on one axis of days', async t => {
  t.same(
    mergeCourses([
      [stretch('2020-01-01', '2020-12-31', 'signed'), stretch('2021-01-01', 'infinity', 'in_force')],
      [stretch('-infinity', '2020-06-30', 'none'), stretch('2020-07-01', 'infinity', 'agreed')]
    ]),
    [
      { from: null, to: '2019-12-31', states: [null, state('none')] },
      { from: '2020-01-01', to: '2020-06-30', states: [state('signed'), state('none')] },
      { from: '2020-07-01', to: '2020-12-31', states: [state('signed'), state('agreed')] },
      { from: '2021-01-01', to: null, states: [state('in_force'), state('agreed')] }
    ]
  )
  const only = [stretch('2020-01-01', '2020-12-31', 'signed'), stretch('2021-01-01', 'infinity', 'signed')]
  t.same(mergeCourses([only, only]), [{ from: '2020-01-01', to: null, states: [state('signed'), state('signed')] }])
})

const dayAt = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10)
/** A course from some day on without a gap, as they are stored. */
const course = fc
  .tuple(
    fc.uniqueArray(fc.nat(30), { maxLength: 5 }),
    fc.array(fc.constantFrom('none', 'signed', 'in_force'), { minLength: 6, maxLength: 6 }),
    fc.boolean()
  )
  .map(([begins, states, isOpen]): Stretch[] => {
    const days = begins.sort((a, b) => a - b)
    return days.map((n, i) => {
      const next = days[i + 1]
      const from = isOpen && i === 0 ? '-infinity' : dayAt(n)
      return stretch(from, next === undefined ? 'infinity' : dayAt(next - 1), states[i] as string)
    })
  })

t.test(
  'on every day the axis says of each what its own course says, and no two stretches in a row say the same',
  async t => {
    fc.assert(
      fc.property(fc.array(course, { minLength: 2, maxLength: 4 }), courses => {
        const axis = mergeCourses(courses)
        for (let n = -2; n < 33; n++) {
          const day = dayAt(n)
          const on = axis.filter(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
          const expected = courses.map(
            course => course.find(({ validFrom, validTo }) => validFrom <= day && day <= validTo)?.legal ?? null
          )
          t.ok(on.length <= 1)
          t.same(on[0]?.states.map(one => one?.legal ?? null) ?? courses.map(() => null), expected, day)
        }
        for (const [i, { from, states }] of axis.entries()) {
          const before = axis[i - 1]
          if (before) t.equal(nextDay(before.to as string), from)
          if (before) t.notSame(before.states, states)
        }
      }),
      { numRuns: 30 }
    )
  }
)
