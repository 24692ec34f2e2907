import { withDatabase } from './open.ts'

/** `npm run migrate` */
export const migrate = (): Promise<void> => withDatabase(async () => console.log('The database is up to date.'))

/** `npm run seed` */
export const fill = (): Promise<void> =>
  withDatabase(async database => {
    const { loadDataSet } = await import('./prepare.ts')
    const added = await loadDataSet(database, { now: () => new Date(), say: line => console.log(line) })
    console.log(`${added} agreements added.`)
  })

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
