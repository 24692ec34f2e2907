import type { Database } from '../database/client.ts'
import { withDatabase } from './open.ts'
import { optionsOf, seedUsage, UsageError } from './usage.ts'

/** `npm run migrate` */
export const migrate = (): Promise<void> => withDatabase(async () => console.log('The database is up to date.'))

/** `npm run seed`, and `npm run seed -- --update` */
export async function fill(args: string[]): Promise<void> {
  const options = { update: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const
  const { update = false, 'dry-run': dryRun = false } = optionsOf(args, options, seedUsage)
  if (dryRun && !update) throw new UsageError(`--dry-run goes with --update.\n\n${seedUsage}`)
  await withDatabase(database => (update ? updateDataSet(database, dryRun) : load(database)))
}

async function load(database: Database): Promise<void> {
  const { loadDataSet } = await import('./prepare.ts')
  const added = await loadDataSet(database, { now: () => new Date(), say: line => console.log(line) })
  console.log(`${added} agreements added.`)
}

async function updateDataSet(database: Database, dryRun: boolean): Promise<void> {
  const { readDataSet } = await import('./seed.ts')
  const { lineOf, update } = await import('./update.ts')
  const counts = { new: 0, changed: 0, unchanged: 0, 'left alone': 0 }
  for await (const result of update(database, await readDataSet(), { now: new Date(), dryRun })) {
    console.log(lineOf(result))
    counts[result.outcome]++
  }
  const sum = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`)
  console.log(`${sum.join(', ')}.${dryRun ? ' Nothing was written.' : ''}`)
}

/** `npm run verify`; ends with status 1 where something differs. */
export const verifyAll = (): Promise<void> =>
  withDatabase(async ({ db }) => {
    const { verify } = await import('../agreements/upkeep/store-verify.ts')
    let differences = 0
    for await (const difference of verify(db)) {
      console.log(difference)
      differences++
    }
    console.log(`${differences} differences found.`)
    if (differences > 0) process.exitCode = 1
  })

/** `npm run rebuild` */
export const rebuildAll = (): Promise<void> =>
  withDatabase(async database => {
    const { deriveAgain } = await import('./prepare.ts')
    const revisions = await deriveAgain(database, line => console.log(line))
    console.log(`Derived again what follows from the records of ${revisions} revisions.`)
  })
