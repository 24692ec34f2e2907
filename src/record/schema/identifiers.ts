import type { identifierSchemes } from './codes.ts'

type Scheme = Exclude<(typeof identifierSchemes)[number], 'other'>

/** How each system of official numbers writes them; `other` takes any text. */
export const identifierPatterns: Record<Scheme, string> = {
  /** United Nations Treaty Series: `I-50908`. */
  unts: '^II?-\\d{1,6}$',
  /** Treaties and Other International Acts Series of the United States: `20-1215`, `12345`. */
  tias: '^(\\d{2}-\\d{3,4}(\\.\\d)?|\\d{4,5})$',
  /** United States Treaties: `32 UST 3815`. */
  ust: '^\\d{1,2} UST \\d{1,5}$',
  /** EUR-Lex: `22005A0517(03)`. */
  celex: '^[0-9CE]\\d{4}[A-Z]{1,2}\\d{4}(\\(\\d{2}\\))?$',
  /** European Legislation Identifier, an address. */
  eli: '^https?://\\S+/eli/\\S+$',
  /** United Kingdom Treaty Series: `12/2019`. */
  ukts: '^\\d{1,3}/\\d{4}$',
  /** Australian Treaty Series: `[2008] ATS 2`. */
  ats: '^\\[\\d{4}\\] ATS \\d{1,3}$',
  /** An official gazette, by its name. */
  gazette: '^[A-Z].{2,198}$',
  /** A docket of a court. */
  docket: '^[A-Za-z0-9].{1,98}$',
  /** Digital Object Identifier (ISO 26324). */
  doi: '^10\\.\\d{4,9}/\\S+$',
  /** Item of Wikidata. */
  wikidata: '^Q[1-9]\\d*$'
}
