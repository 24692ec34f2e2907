import { endWith } from './report.ts'
import { run } from './run.ts'
import { UsageError } from './usage.ts'

// The process behind npm run migrate, seed, keys, … (run.ts).

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) endWith(error)
  console.error(error.message)
  process.exitCode = 2
}
