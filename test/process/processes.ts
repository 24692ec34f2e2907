import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { run } from '../../src/commands/commands.ts'
import { UsageError } from '../../src/commands/usage.ts'
import { openDatabase } from '../../src/database/open.ts'
import { isFull } from '../endurance/load.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { type Content, copyOf, createDatabase, type Engine } from '../start.ts'

/** How a program ended, and what it said. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A service that listens, as a process of its own. */
export interface Service {
  child: ChildProcessWithoutNullStreams
  /** All that it has printed so far. */
  printed(): string
  address: string
  /** The key that it printed, if it did. */
  key: string | undefined
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

type Variables = Record<string, string>

// A command that is run in the process of a test opens no database.
process.env.DATABASE_URL = 'postgres://127.0.0.1:1/none'

/** What a person is told who mistyped a command; run in this process, since that takes a fiftieth of the time. */
export async function refusalOf(args: string[]): Promise<string> {
  try {
    await run(args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error(`not refused: ${args.join(' ')}`)
}

/** Runs a command of the command line to its end. */
export const cli = (t: Test, args: string[], variables: Variables, cwd?: string): Promise<Ended> =>
  launch(t, 'commands/cli', args, variables, cwd).ended

/** Runs the service where it is expected to end by itself. */
export const main = (t: Test, variables: Variables): Promise<Ended> => launch(t, 'main', [], variables).ended

/** Starts the service and waits until it says that it is ready, or whatever else it is to say. */
export async function serve(t: Test, variables: Variables, until = /^ {2}Ctrl-C stops it\..*\n/m): Promise<Service> {
  const { child, printed, ended } = launch(t, 'main', [], variables)
  const ready = new Promise<void>(done => {
    child.stdout.on('data', () => until.test(printed()) && done())
  })
  const early = await Promise.race([ready, ended])
  if (early) throw new Error(`The service ended with ${early.code ?? early.signal}: ${early.stderr}${early.stdout}`)
  return {
    child,
    printed,
    address: /^ {2}First answer +curl (http:\/\/[^/]+)/m.exec(printed())?.[1] ?? '',
    key: /^ {2}Write key +(\S+)/m.exec(printed())?.[1],
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    }
  }
}

/** Starts a program, and does not wait for anything. */
export function launch(t: Test, program: 'main' | 'commands/cli', args: string[], variables: Variables, cwd?: string) {
  // Short tests do not get back what optimising costs; what is measured in full is the service as it ships.
  const flags = program === 'main' && !isFull ? ['--liftoff-only'] : []
  const node = [process.execPath, ...flags, sourceFile(`dist/src/${program}.js`), ...args]
  // As it ships: tap would put its hooks into every process, which double what a start costs.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', ...node], {
    cwd,
    env: { ...process.env, DATABASE_URL: '', PUBLIC_URL: '', HOST: '', PORT: '0', LOG_LEVEL: 'warn', ...variables }
  })
  t.teardown(() => child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, stdout, stderr }))
  return { child, printed: () => stdout, ended }
}

/** An empty directory that is gone with the test. */
export async function temporaryDirectory(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'registry-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The variables that name an empty place for a registry. */
export const emptyPlace = async (t: Test, engine: Engine): Promise<Variables> =>
  engine === 'embedded'
    ? { DATA_DIR: join(await temporaryDirectory(t), 'data') }
    : { DATABASE_URL: await createDatabase(t) }

/** The variables that name the place of a registry that is up to date: an empty one, or one with the data set. None has a key. */
export async function placeOf(t: Test, engine: Engine, content: Content): Promise<Variables> {
  const { databaseUrl, loadDataDir } = await copyOf(t, engine, content)
  if (databaseUrl) return { DATABASE_URL: databaseUrl }
  const dataDir = await temporaryDirectory(t)
  await (await openDatabase({ dataDir, loadDataDir })).close()
  return { DATA_DIR: dataDir }
}

/** What an operator should never have to read. */
export const stack = /^ +at .*:\d+:\d+\)?$/m
