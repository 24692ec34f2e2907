// Compiles the service to dist, where its sources are not those of the last time. Types are not checked here: that takes
// five times as long, and is what "npm run typecheck" and "npm test" are for.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

// Contents, not times: unpacking an archive sets times of its own.
const sources = ['build.mjs', 'package-lock.json', 'tsconfig.json', 'src/tsconfig.json'].concat(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `src/${name}`)
    .sort()
)
const hash = createHash('sha256')
for (const file of sources) hash.update(`${file}\n`).update(readFileSync(file))
const built = hash.digest('hex')

const stamp = 'dist/src/.built'
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === built) process.exit()

const compiler = 'node_modules/typescript/lib/tsc.js'
if (!existsSync(compiler)) {
  console.error('TypeScript is not installed: run "npm ci" with development dependencies first.')
  process.exit(1)
}
console.error('Compiling the service to dist')
const { status } = spawnSync(process.execPath, [compiler, '--project', 'src', '--noCheck'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
writeFileSync(stamp, built)
