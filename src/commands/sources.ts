import { readFile } from 'node:fs/promises'
import type { SourceRow } from '../agreements/upkeep/store-sources.ts'
import { readConfig } from '../config.ts'
import type { Finding } from './addresses.ts'
import type { Archived, Copy } from './archive.ts'
import { withDatabase } from './open.ts'
import { CutOff } from './report.ts'
import { argumentsOf, fileOf, optionsOf, sourcesUsage, UsageError, unknown, unusableFile } from './usage.ts'

const actions = { check, archive }

/** `npm run sources -- …`: what becomes of the pages that agreements rest on. Only by hand: nothing else asks the web for anything. */
export async function sources([action, ...args]: string[]): Promise<void> {
  if (action === undefined) throw new UsageError(sourcesUsage)
  if (!Object.hasOwn(actions, action)) throw unknown('action', action, Object.keys(actions), sourcesUsage)
  await actions[action as keyof typeof actions](args)
}

async function check(args: string[]): Promise<void> {
  const { host } = optionsOf(args, { host: { type: 'string' } }, sourcesUsage)
  // The database is let go first: asking takes minutes.
  const all = await withDatabase(async ({ db }) => {
    const { listSources } = await import('../agreements/upkeep/store-sources.ts')
    return listSources(db)
  })
  const places = placesOf(all.filter(({ url }) => host === undefined || hostOf(url) === host.toLowerCase()))
  const urls = [...places.keys()]
  if (host !== undefined && urls.length === 0) throw new UsageError(`No source is at the host ${JSON.stringify(host)}.`)
  const { checkAddresses } = await import('./addresses.ts')
  const hosts = new Set(urls.map(hostOf)).size
  console.error(`Asking for ${urls.length} addresses, one at a time of each host …`)
  const findings = await checkAddresses(urls, {
    userAgent: await userAgent(),
    onProgress: done => done % 100 === 0 && console.error(`${done} of ${urls.length} addresses`)
  })
  // A host may be gone. That all of them are is what a machine says that reaches nothing.
  if (hosts > 1 && [...findings.values()].every(({ answered }) => !answered))
    throw new CutOff('Not one of the addresses could be reached. Check that this machine reaches the web.')
  console.log(reportOf(findings, places))
}

const hostOf = (url: string): string => new URL(url).hostname

/** Sources by their address. */
function placesOf(sources: SourceRow[]): Map<string, SourceRow[]> {
  const places = new Map<string, SourceRow[]>()
  for (const source of sources) places.set(source.url, [...(places.get(source.url) ?? []), source])
  return places
}

/** Says whose program it is, and where whoever runs it can be found. */
async function userAgent(): Promise<string> {
  const { version } = await import('../http/documentation/openapi-text.ts')
  const { publicUrl } = readConfig()
  return `deportation-agreements-api/${version} (${publicUrl ? `+${publicUrl}; ` : ''}looks whether sources are still there)`
}

const headings = {
  gone: 'gone',
  moved: 'moved for good',
  refuses: 'lets no program in; look by hand',
  unclear: 'no clear answer; ask again another day'
} as const

function reportOf(findings: Map<string, Finding>, places: Map<string, SourceRow[]>): string {
  const parts = Object.entries(headings).flatMap(([verdict, heading]) => {
    const found = [...findings].filter(([, finding]) => finding.verdict === verdict)
    if (found.length === 0) return []
    const lines = found.flatMap(([url, { why }]) => [
      `  ${url} ${verdict === 'moved' ? '→ ' : ''}${why}`,
      ...(places.get(url) as SourceRow[]).map(({ agreementId, sourceId }) => `    ${agreementId} ${sourceId}`)
    ])
    return [`${heading} (${found.length}):`, ...lines, '']
  })
  const fine = [...findings.values()].filter(({ verdict }) => verdict === 'fine').length
  return [...parts, `${fine} of ${findings.size} addresses lead to something.`].join('\n')
}

async function archive(args: string[]): Promise<void> {
  const options = { replace: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const
  const { values, positionals } = argumentsOf(args, options, { usage: sourcesUsage, allowPositionals: true })
  const file = fileOf(positionals, sourcesUsage)
  const { replace = false, 'dry-run': dryRun = false } = values
  const copies = await copiesIn(file)
  await withDatabase(async database => {
    const { archive } = await import('./archive.ts')
    const { listSources } = await import('../agreements/upkeep/store-sources.ts')
    const sources = await listSources(database.db)
    const counts = { noted: 0, replaced: 0, kept: 0, 'there already': 0, refused: 0 }
    for await (const result of archive(database, copies, { sources, now: new Date(), replace, dryRun })) {
      for (const source of result) {
        counts[source.outcome]++
        console.log(lineOf(source))
      }
    }
    if (counts.refused > 0) process.exitCode = 1
    const known = new Set(sources.map(({ url }) => url))
    for (const [url, { line }] of copies) {
      if (known.has(url)) continue
      console.error(`Line ${line}: no source has the address ${url}.`)
      process.exitCode = 1
    }
    const sum = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
    console.log(`${sum.join(', ')}.${dryRun ? ' Nothing was written.' : ''}`)
  })
}

async function copiesIn(file: string): Promise<Map<string, Copy>> {
  const { FaultyList, readCopies } = await import('./archive.ts')
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw unusableFile(file, 'read', error)
  })
  try {
    return readCopies(text)
  } catch (error) {
    throw error instanceof FaultyList ? new UsageError(error.message) : error
  }
}

function lineOf({ agreementId, sourceId, outcome, archivedUrl, before, why }: Archived): string {
  const place = `${agreementId} ${sourceId}: `
  if (outcome === 'kept') return `${place}keeps ${before}; --replace takes ${archivedUrl}`
  if (outcome === 'refused') return `${place}refused, because the agreement has a fault. ${why}`
  return `${place}${outcome}: ${archivedUrl}${outcome === 'replaced' ? `, instead of ${before}` : ''}`
}
