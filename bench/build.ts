import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Pair } from './turns.ts'

const run = promisify(execFile)

/** The commit that is version 0.1.0. */
const VERSION_0_1_0 = '5e7fada'

/** What it costs to build the app, against version 0.1.0 out of the history. Each turn is a process of its own. */
export async function buildPairs(directory: string, databaseUrl: string): Promise<Pair[]> {
  const earlier = join(directory, 'version-0.1.0')
  await mkdir(earlier)
  await run('git', ['archive', '--output', `${earlier}.tar`, VERSION_0_1_0])
  await run('tar', ['-xf', `${earlier}.tar`, '-C', earlier])
  await run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: earlier })
  await run('npx', ['tsc', '--project', 'src'], { cwd: earlier })
  return [
    {
      name: 'buildApp, CPU time',
      unit: 'ms',
      atMost: 0.3,
      subject: () => cpuOf(process.cwd(), databaseUrl),
      peer: () => cpuOf(earlier, databaseUrl)
    }
  ]
}

async function cpuOf(tree: string, databaseUrl: string): Promise<number> {
  const script = fileURLToPath(new URL('./build-app.js', import.meta.url))
  const { stdout } = await run(process.execPath, [script, tree, databaseUrl])
  return Number(stdout)
}
