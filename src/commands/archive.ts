import { CsvError, parse } from 'csv-parse/sync'
import type { Authorship } from '../agreements/drafting.ts'
import { saysTheSame } from '../agreements/drafting.ts'
import { findNewest } from '../agreements/store-revision.ts'
import { draftRevision, unlessOvertaken, writeRevision } from '../agreements/store-save.ts'
import type { SourceRow } from '../agreements/upkeep/store-sources.ts'
import type { Database } from '../database/client.ts'
import { ApiProblem } from '../problems.ts'
import { latestToday, today } from '../record/dates.ts'
import type { Agreement, Source } from '../record/schema/agreement.ts'
import { urlRules } from '../record/schema/scalars.ts'
import { textProblem, urlProblem } from '../record/text.ts'
import { actors } from './actors.ts'

/** A stored copy of what an address leads to. */
export interface Copy {
  line: number
  archivedUrl: string
}

/** The list cannot be used; the message has a sentence for each fault, with its line. */
export class FaultyList extends Error {}

const head = 'url,archivedUrl'

/**
 * Reads a list of stored copies (CSV, RFC 4180).
 *
 * @returns the copies by the address that they are of
 * @throws FaultyList
 */
export function readCopies(text: string): Map<string, Copy> {
  const [first, ...rows] = rowsOf(text)
  if (first?.record.join() !== head) throw new FaultyList(`Line 1: the list begins with its head, ${head}.`)
  const copies = new Map<string, Copy>()
  const faults: string[] = []
  for (const { record, line } of rows) {
    const [url, archivedUrl] = record as [string, string]
    const known = copies.get(url)
    const fault = faultOf(url, archivedUrl)
    if (fault) faults.push(`Line ${line}: ${fault}`)
    else if (known && known.archivedUrl !== archivedUrl)
      faults.push(`Line ${line}: line ${known.line} has another copy of the same address.`)
    else if (!known) copies.set(url, { line, archivedUrl })
  }
  if (faults.length > 0) throw new FaultyList(faults.join('\n'))
  return copies
}

function rowsOf(text: string): { record: string[]; line: number }[] {
  const options = { bom: true, info: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] }
  try {
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new FaultyList(`Line ${error.lines}: this is no CSV of two columns (${error.message.trim()}).`)
  }
}

function faultOf(url: string, archivedUrl: string): string | undefined {
  if (url === '') return 'there is no address.'
  const { maxLength } = urlRules
  if (archivedUrl.length > maxLength) return `the address of the copy is longer than ${maxLength} characters.`
  return textProblem(archivedUrl) ?? urlProblem(archivedUrl)
}

/** What becomes of a source of which the list has a copy. */
export interface Archived {
  agreementId: string
  sourceId: string
  outcome: 'noted' | 'replaced' | 'kept' | 'there already' | 'refused'
  archivedUrl: string
  /** The copy that it had. */
  before: string | null
  /** What is wrong with the agreement, where that is refused. */
  why?: string
}

interface ArchiveOptions {
  now: Date
  /** Whether a copy takes the place of another one. */
  replace?: boolean
  /** Only says what would be done. */
  dryRun?: boolean
}

const by: Authorship = { actor: actors.sources, cause: 'editorial', note: 'Stored copies of sources' }

/**
 * Notes stored copies at the sources that they are of, each agreement in a write of its own. What was done stays done when the
 * rest fails; once more is no harm.
 *
 * @param sources those of the registry, or some of them
 * @yields what became of the sources, agreement by agreement
 */
export async function* archive(
  database: Database,
  copies: Map<string, Copy>,
  { sources, now, replace = false, dryRun = false }: ArchiveOptions & { sources: SourceRow[] }
): AsyncGenerator<Archived[]> {
  const ids = new Set(sources.filter(({ url }) => copies.has(url)).map(({ agreementId }) => agreementId))
  for (const id of ids) yield await unlessOvertaken(() => archiveOne(database, copies, { id, now, replace, dryRun }))
}

async function archiveOne(
  database: Database,
  copies: Map<string, Copy>,
  { id, now, replace, dryRun }: Required<ArchiveOptions> & { id: string }
): Promise<Archived[]> {
  const { db } = database
  const current = await findNewest(db, id)
  // Somebody may have deleted it just now.
  if (!current?.document) return []
  const record = JSON.parse(current.document) as Agreement
  const archived = record.sources.flatMap(source => archivedOf(id, source, { copies, replace }))
  const copyOf = ({ id, archivedUrl }: Source) =>
    archived.find(({ sourceId, outcome }) => sourceId === id && outcome !== 'kept')?.archivedUrl ?? archivedUrl
  const sources = record.sources.map(source => ({ ...source, archivedUrl: copyOf(source) }))
  const next = { ...record, sources }
  if (saysTheSame(current, next)) return archived
  try {
    const draft = await draftRevision(db, { id, current, next, operation: 'update', today: latestToday(now) })
    await writeRevision(database, { draft, by, today: today(now) }, { dryRun })
    return archived
  } catch (error) {
    // A record that was right when it was written may break a rule that is newer.
    if (error instanceof ApiProblem && error.code === 'invalid-record') return archived.map(it => refused(it, error))
    throw error
  }
}

/** What becomes of a source: nothing where the list has no copy of it. */
function archivedOf(
  agreementId: string,
  { id: sourceId, url, archivedUrl: before }: Source,
  { copies, replace }: { copies: Map<string, Copy>; replace: boolean }
): Archived[] {
  const archivedUrl = copies.get(url)?.archivedUrl
  if (archivedUrl === undefined) return []
  const another = replace ? 'replaced' : 'kept'
  const outcome = before === null ? 'noted' : before === archivedUrl ? 'there already' : another
  return [{ agreementId, sourceId, outcome, archivedUrl, before }]
}

function refused(source: Archived, { errors = [], detail }: ApiProblem): Archived {
  const isChange = source.outcome === 'noted' || source.outcome === 'replaced'
  const why = errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join(' ') || detail
  return isChange ? { ...source, outcome: 'refused', why } : source
}
