// How long a person waits for `npm start` and `npm run keys -- list`, beside a released version of the service. Both run
// in turn on the same machine, each from a checkout of its own with its own packages. bench/README.md says more.
//
//   node bench/start.mjs [COMMIT] [ROUNDS]
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const [commit = '5e7fada', rounds = '5'] = process.argv.slice(2)

/** The most that a wait may be, as a part of that of the released version. */
const limits = { 'first start': 0.6, 'next start': 0.35, 'keys list': 0.25 }

const work = mkdtempSync(join(tmpdir(), 'registry-start-'))
const contestants = { subject: process.cwd(), peer: join(work, 'released') }
let failed = false
try {
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', contestants.peer, commit])
  execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: contestants.peer, stdio: 'inherit' })
  const waits = Object.keys(limits).map(() => ({ subject: [], peer: [] }))
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, directory] of Object.entries(contestants)) {
      for (const [i, wait] of (await measure(directory)).entries()) waits[i][name].push(wait)
    }
  }
  const results = Object.entries(limits).map(([name, limit], i) => {
    const [subject, peer] = [median(waits[i].subject), median(waits[i].peer)]
    return { name, ratio: round(subject / peer), limit, subject: round(subject), peer: round(peer) }
  })
  console.log(`Seconds, medians of ${rounds} rounds; the peer is ${commit}`)
  console.table(Object.fromEntries(results.map(({ name, ...result }) => [name, result])))
  failed = results.some(({ ratio, limit }) => ratio > limit)
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', contestants.peer])
  rmSync(work, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

/** Seconds of a first start, of a next one, and of listing keys, from sources that were not compiled yet. */
async function measure(directory) {
  const dataDir = mkdtempSync(join(work, 'data-'))
  rmSync(join(directory, 'dist'), { recursive: true, force: true })
  const first = await start(directory, dataDir)
  const next = await start(directory, dataDir)
  const began = performance.now()
  const keys = run(directory, dataDir, ['run', 'keys', '--', 'list'])
  const [code] = await once(keys, 'exit')
  if (code !== 0) throw new Error(`npm run keys ended with ${code} in ${directory}`)
  const list = performance.now() - began
  rmSync(dataDir, { recursive: true })
  return [first, next, list].map(wait => wait / 1000)
}

/** Milliseconds until the service answers that it is ready. It is stopped then. */
async function start(directory, dataDir) {
  const port = await freePort()
  const began = performance.now()
  const service = run(directory, dataDir, ['start'], port)
  const ended = once(service, 'exit')
  while (!(await isReady(port))) {
    if (service.exitCode !== null) throw new Error(`npm start ended with ${service.exitCode} in ${directory}`)
    await setTimeout(20)
  }
  const wait = performance.now() - began
  process.kill(-service.pid, 'SIGTERM')
  await ended
  // npm may end before the service that it started, which still holds the directory.
  while (lives(-service.pid)) await setTimeout(20)
  return wait
}

function lives(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function run(cwd, dataDir, args, port = 0) {
  const env = { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn' }
  return spawn('npm', ['--silent', ...args], { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] })
}

function isReady(port) {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    answer => answer.ok,
    () => false
  )
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}

function round(value) {
  return Math.round(value * 100) / 100
}
