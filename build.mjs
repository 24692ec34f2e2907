// Compiles the service to dist, where its sources are not those of the last time. Types are not checked here: that takes
// five times as long, and is what "npm run typecheck" and "npm test" are for.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

// Contents, not times: unpacking an archive sets times of its own.
const filesOf = (directory, ...endings) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(name => endings.some(ending => name.endsWith(ending)))
    .map(name => `${directory}/${name}`)
    .sort()
const sources = [
  'build.mjs',
  'package-lock.json',
  'tsconfig.json',
  'src/tsconfig.json',
  ...filesOf('src', '.ts', '.tsx')
]
const stamp = 'dist/src/.built'
// What is there belongs to it: another compiler may have been here since, for the tests or while watching.
const stampOf = () => {
  const outputs = existsSync('dist/src') ? filesOf('dist/src', '.js') : []
  const hash = createHash('sha256')
  for (const file of [...sources, ...outputs]) hash.update(`${file}\n`).update(readFileSync(file))
  return hash.digest('hex')
}
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf()) process.exit()

const compiler = 'node_modules/typescript/lib/tsc.js'
if (!existsSync(compiler)) {
  console.error('TypeScript is not installed: run "npm ci" with development dependencies first.')
  process.exit(1)
}
console.error('Compiling the service to dist')
const { status } = spawnSync(process.execPath, [compiler, '--project', 'src', '--noCheck'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
writeFileSync(stamp, stampOf())
