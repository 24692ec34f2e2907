import type { AgreementRecord } from '../../agreements/schemas.ts'
import type { Relation } from '../../record/schema/agreement.ts'
import { A, address, agreementPage } from '../site.tsx'
import { InPractice, isIdle, OnPaper } from '../states.tsx'
import { relationWords } from '../words/codes.ts'
import { inBrief, netPaid, sums } from '../words/numbers.ts'
import type { AgreementView } from './view.ts'

interface Related {
  type: Relation['type']
  words: string
  note: string | null
  other: AgreementRecord
}

/** Relations that the record has, then those that others have to it. */
function relatedTo({ record, related }: AgreementView): Related[] {
  const byId = new Map(related.map(other => [other.id, other]))
  const own = record.relations.flatMap(({ type, agreement, note }) => {
    const other = byId.get(agreement)
    return other ? [{ type, words: relationWords(type, false), note, other }] : []
  })
  const back = related.flatMap(other =>
    other.relations
      .filter(({ agreement }) => agreement === record.id)
      .map(({ type, note }) => ({ type, words: relationWords(type, true), note, other }))
  )
  return [...own, ...back]
}

/** Whether the record has relations to others, or others to it, so that the page has a section of them. */
export const isRelated = (view: AgreementView): boolean => relatedTo(view).length > 0

/** The agreements that it has relations to, and those that have relations to it, with what became of them. */
export function Relations({ view }: { view: AgreementView }) {
  const list = relatedTo(view)
  if (list.length === 0) return null
  const hasMoney = list.some(({ other: { totals } }) => totals.promised || totals.paid)
  const family = [
    ...new Set([view.record.id, ...list.filter(({ type }) => type !== 'related').map(({ other }) => other.id)])
  ].slice(0, 5)
  return (
    <section id="relations">
      <h2>Related agreements</h2>
      <div class="scroll">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">How</th>
              <th scope="col">Agreement</th>
              <th scope="col">On paper</th>
              <th scope="col">In practice</th>
              {hasMoney && (
                <>
                  <th scope="col" class="num">
                    Promised
                  </th>
                  <th scope="col" class="num">
                    Paid
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {list.map(({ words, note, other: { id, title, status, totals } }) => (
              <tr>
                <td data-h="How">{words}</td>
                <th scope="row">
                  <A href={agreementPage(id)}>{title}</A>
                  {note && <span class="soft">{note}</span>}
                </th>
                <td data-h="On paper">
                  <OnPaper status={status} />
                </td>
                <td data-h="In practice" class={isIdle(status) ? 'none' : undefined}>
                  {!isIdle(status) && <InPractice status={status} />}
                </td>
                {hasMoney && (
                  <>
                    <td data-h="Promised" class={totals.promised ? 'num' : 'num none'}>
                      {sums(totals.promised, inBrief)}
                    </td>
                    <td data-h="Paid" class={totals.paid ? 'num' : 'num none'}>
                      {netPaid(totals.paid, inBrief)}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {family.length > 1 && (
        <p>
          <A href={address('/compare', { id: family })}>
            Compare {family.length === 2 ? 'the two' : `these ${family.length}`} side by side
          </A>
        </p>
      )}
    </section>
  )
}
