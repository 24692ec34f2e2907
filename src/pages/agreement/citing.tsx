import type { Agreement, Citation } from '../../record/schema/agreement.ts'
import { sourceOf } from '../chronology.ts'
import { joined } from '../site.tsx'
import { dateWords } from '../words/dates.ts'

/** Who says so: links to the sources below, told apart by a number where a publisher has several. */
export function Cited({ record, citations }: { record: Agreement; citations: readonly Citation[] }) {
  const publishers = citations.map(citation => sourceOf(record, citation).publisher)
  const links = citations.map(({ source, locator }, i) => {
    const before = publishers.slice(0, i).filter(publisher => publisher === publishers[i]).length
    return (
      <>
        <a href={`#s-${source}`}>
          {publishers[i]}
          {before > 0 && ` (${before + 1})`}
        </a>
        {locator && `, ${locator}`}
      </>
    )
  })
  return <>{joined(links, '; ')}</>
}

/** The same with the day on which each was published. */
export function SaidBy({ record, citations }: { record: Agreement; citations: readonly Citation[] }) {
  const links = citations.map(citation => {
    const { id, publisher, publishedOn } = sourceOf(record, citation)
    return (
      <>
        <a href={`#s-${id}`}>{publisher}</a>, {publishedOn ? dateWords(publishedOn) : 'undated'}
      </>
    )
  })
  return <>{joined(links, '; ')}</>
}
