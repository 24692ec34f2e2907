import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'

/** What is cited: one version of one agreement in this registry. */
export interface Cited {
  id: string
  title: string
  version: number
  recordedAt: Date
  url: string
}

const publisher = 'Deportation and Detention Agreements API'

/** An item of CSL-JSON (Citation Style Language 1.0.2), which citation managers read. */
export function citationOf({ id, title, version, recordedAt, url }: Cited) {
  const date = [recordedAt.getUTCFullYear(), recordedAt.getUTCMonth() + 1, recordedAt.getUTCDate()]
  return {
    id: `${id}-v${version}`,
    type: 'dataset',
    title,
    author: [{ literal: publisher }],
    publisher,
    issued: { 'date-parts': [date] },
    version: String(version),
    URL: url
  }
}

/** The same as an entry of BibTeX. */
export const toBibtex = (citation: ReturnType<typeof citationOf>): string =>
  new Cite(citation).format('bibtex', { format: 'text' }) as string
