import { Cite, plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'

// Titles are in every script, and BibTeX has read UTF-8 for years. The package then escapes nothing either.
plugins.config.get('@bibtex').format.asciiOnly = false

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

/** The same as an entry of BibTeX, which knows no days of publication, and no versions but in a note. */
export function toBibtex(citation: ReturnType<typeof citationOf>): string {
  const [year, month] = citation.issued['date-parts'][0] as number[]
  const entry = {
    ...citation,
    title: citation.title.replace(/[&%$#_{}]/g, '\\$&'),
    issued: { 'date-parts': [[year, month]] },
    note: `Version ${citation.version}`
  }
  return new Cite(entry).format('bibtex', { format: 'text' }) as string
}
