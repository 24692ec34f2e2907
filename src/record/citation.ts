import { Cite, plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { bounds, today } from './dates.ts'
import type { Agreement } from './schema/agreement.ts'
import { signatureOf } from './signature.ts'

// Titles are in every script, and BibTeX has read UTF-8 for years; the package then escapes nothing either. Of a title that is
// not Latin it would make a key that is none.
Object.assign(plugins.config.get('@bibtex').format, { asciiOnly: false, useIdAsLabel: true, checkLabel: false })

/** What is cited: one version of one agreement in this registry. */
export interface Cited {
  record: Pick<Agreement, 'id' | 'title' | 'events'>
  version: number
  recordedAt: Date
  url: string
}

const publisher = 'Deportation and Detention Agreements API'

/** A date of CSL: numbers that every program reads, and EDTF beside them. */
interface CslDate {
  'date-parts': number[][]
  edtf: string
  circa?: true
}

/** The version of the record, as an item of CSL-JSON (Citation Style Language 1.0.2). */
export function dataSetOf({ record, version, recordedAt, url }: Cited) {
  return {
    id: `${record.id}-v${version}`,
    type: 'dataset',
    title: record.title,
    author: [{ literal: publisher }],
    publisher,
    issued: cslDate(today(recordedAt)),
    version: String(version),
    URL: url
  }
}

/** The agreement itself, as an item of CSL-JSON; undefined while nobody has signed it. */
export function treatyOf({ record, version, url }: Cited) {
  const signed = signatureOf(record)
  if (signed === undefined) return undefined
  return {
    id: `${record.id}-v${version}-treaty`,
    type: 'treaty',
    title: record.title,
    'event-date': cslDate(signed.date),
    archive: publisher,
    URL: url
  }
}

/** CSL-JSON: a list, as its schema has it, of the version of the record and the agreement itself. */
export function toCsl(cited: Cited): string {
  const treaty = treatyOf(cited)
  return JSON.stringify([dataSetOf(cited), ...(treaty ? [treaty] : [])])
}

/**
 * The version of the record as an entry of BibTeX, which knows no days of publication, and no versions but in a note. Its key
 * is id and version, so that no two entries of this registry have the same.
 */
export function toBibtex(cited: Cited): string {
  const item = dataSetOf(cited)
  const [year, month] = item.issued['date-parts'][0] as number[]
  const entry = {
    ...item,
    title: texOf(item.title),
    issued: { 'date-parts': [[year, month]] },
    note: `Version ${item.version}`
  }
  return new Cite(entry).format('bibtex', { format: 'text' }) as string
}

/** The version of the record in RIS, whose lines end as in its specification. The package would break long values, and cuts the id. */
export function toRis(cited: Cited): string {
  const item = dataSetOf(cited)
  const [entry] = new Cite(item).format('ris', { format: 'object' }) as unknown as [Record<string, string | string[]>]
  const { TY, ...fields }: Record<string, string | string[]> = { ...entry, ID: item.id }
  const lines = Object.entries(fields).flatMap(([tag, values]) => [values].flat().map(value => `${tag}  - ${value}`))
  return [`TY  - ${TY}`, ...lines, 'ER  - ', ''].join('\r\n')
}

const writers = { csl: toCsl, bibtex: toBibtex, ris: toRis }

/** The forms of a citation. */
export type CitationForm = keyof typeof writers

/** The citation in one of its forms. */
export const writeCitation = (form: CitationForm, cited: Cited): string => writers[form](cited)

/** Braces are named, since BibTeX counts them without regard to a backslash; the last three are other characters in TeX's own fonts. */
const commands: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}'
}

/** A text as TeX prints it: nothing in it is a command, and no two characters become another one. */
const texOf = (text: string): string =>
  text
    .replace(/[\\~^{}<>|&%$#_]/g, character => commands[character] ?? `\\${character}`)
    .replace(/([-'`,])(?=\1)|[?!](?=`)/g, '$&{}')

/** A date of the profile. For "some day of these" CSL has no numbers but those of a whole time, which is then not certain. */
function cslDate(date: string): CslDate {
  const ends = /^\[([^.]*)\.\.([^.\]]*)\]$/.exec(date)?.slice(1)
  const given = (ends ?? [date]).filter(end => end !== '')
  const isVague = ends !== undefined || /[~?]$/.test(date)
  // Ends of different precisions are an extension of ours.
  const isMixed = given.some(({ length }) => length !== given[0]?.length)
  const { lo, hi } = bounds(date)
  return {
    'date-parts': given.map(end => end.replace(/[~?]$/, '').split('-').map(Number)),
    ...(isVague && { circa: true }),
    edtf: isMixed ? `[${lo}..${hi}]` : date
  }
}
