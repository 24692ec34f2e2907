import { agreementPath, revisionPath, timeMapPath } from './addresses.ts'

// Memento (RFC 7089): an agreement is an original resource that is its own time gate, its revisions are mementos.

/** A revision as a memento. */
export interface Memento {
  version: number
  recordedAt: Date
}

/** A moment as HTTP writes it, to the second (RFC 9110, section 5.6.7). */
export const httpDate = (moment: Date): string => moment.toUTCString()

/**
 * The moment that `Accept-Datetime` asks for: the last one of its second, since what HTTP says of a revision is cut to that;
 * undefined for what is no date of HTTP in its preferred form.
 */
export function readAcceptDatetime(text: string): Date | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) || date.toUTCString() !== text.trim() ? undefined : new Date(date.getTime() + 999)
}

/** The links from an agreement, or one of its revisions, to the others of its kind. */
export const mementoLinks = (id: string, publicUrl: string) => ({
  'original timegate': publicUrl + agreementPath(id),
  timemap: publicUrl + timeMapPath(id)
})

/** A link to a revision (RFC 7089, section 2.2.4). */
export const mementoLink = (id: string, { version, recordedAt }: Memento, publicUrl: string, relation = 'memento') =>
  `<${publicUrl}${revisionPath(id, version)}>; rel="${relation}"; datetime="${httpDate(recordedAt)}"`

/**
 * All revisions of an agreement that can be read, as `application/link-format` (RFC 7089, section 5).
 *
 * @param mementos oldest first
 */
export function timeMap(id: string, mementos: readonly Memento[], publicUrl: string): string {
  const range = [mementos[0], mementos.at(-1)].map(
    (memento, i) => memento && `${['from', 'until'][i]}="${httpDate(memento.recordedAt)}"`
  )
  const self = [
    `<${publicUrl}${timeMapPath(id)}>; rel="self"; type="application/link-format"`,
    ...range.filter(Boolean)
  ].join('; ')
  const original = `<${publicUrl}${agreementPath(id)}>; rel="original timegate"`
  const all = mementos.map((memento, i) => {
    const place = [i === 0 && 'first', i === mementos.length - 1 && 'last'].filter(Boolean)
    return mementoLink(id, memento, publicUrl, [...place, 'memento'].join(' '))
  })
  return `${[original, self, ...all].join(',\n')}\n`
}
