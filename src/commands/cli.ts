import { setFlagsFromString } from 'node:v8'
import { run } from './commands.ts'
import { endWith } from './report.ts'
import { UsageError } from './usage.ts'

// The process behind npm run migrate, seed, keys, … (commands.ts).

// Most commands end before they have got back what it costs to optimise the code of the embedded database; importing 3,000 records
// takes as long without.
setFlagsFromString('--liftoff-only')

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) endWith(error)
  console.error(error.message)
  process.exitCode = 2
}
