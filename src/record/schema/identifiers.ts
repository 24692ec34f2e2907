import type { identifierSchemes } from './codes.ts'

type Scheme = (typeof identifierSchemes)[number]

/** How a system of official numbers writes them: a pattern, and a number of that form. */
interface Form {
  pattern: string
  example: string
}

/** How each system of official numbers writes them; `other` takes any text. */
export const identifierForms: Record<Exclude<Scheme, 'other'>, Form> = {
  /** United Nations Treaty Series. */
  unts: { pattern: '^II?-\\d{1,6}$', example: 'I-50908' },
  /** Treaties and Other International Acts Series of the United States. */
  tias: { pattern: '^(\\d{2}-\\d{3,4}(\\.\\d)?|\\d{4,5})$', example: '20-1215' },
  /** United States Treaties. */
  ust: { pattern: '^\\d{1,2} UST \\d{1,5}$', example: '32 UST 3815' },
  /** EUR-Lex. */
  celex: { pattern: '^[0-9CE]\\d{4}[A-Z]{1,2}\\d{4}(\\(\\d{2}\\))?$', example: '22005A0517(03)' },
  /** European Legislation Identifier, an address. */
  eli: {
    pattern: '^https?://\\S+/eli/\\S+$',
    example: 'http://data.europa.eu/eli/agree_internation/2014/252/oj'
  },
  /** United Kingdom Treaty Series. */
  ukts: { pattern: '^\\d{1,3}/\\d{4}$', example: '12/2019' },
  /** Australian Treaty Series. */
  ats: { pattern: '^\\[\\d{4}\\] ATS \\d{1,3}$', example: '[2008] ATS 2' },
  /** An official gazette, by its name. */
  gazette: { pattern: '^[A-Z].{2,198}$', example: 'Staatscourant 2016, 12345' },
  /** The docket of a court. */
  docket: { pattern: '^[A-Za-z0-9].{1,98}$', example: '1:25-cv-00766' },
  /** Digital Object Identifier (ISO 26324). */
  doi: { pattern: '^10\\.\\d{4,9}/\\S+$', example: '10.18356/b70b5ba1-en' },
  /** Item of Wikidata. */
  wikidata: { pattern: '^Q[1-9]\\d*$', example: 'Q56026822' }
}

/** A sentence on a number that its system would not write so, undefined when it would. */
export function identifierProblem(scheme: Scheme, value: string): string | undefined {
  if (scheme === 'other') return undefined
  const { pattern, example } = identifierForms[scheme]
  if (new RegExp(pattern, 'u').test(value)) return undefined
  return `"${value}" is no number of the scheme "${scheme}", which writes them like "${example}". Give it in that form, or under the scheme "other".`
}
