import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { run } from '../../src/commands/commands.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/database/client.ts'
import { openDatabase } from '../../src/database/open.ts'
import { createKey } from '../../src/keys/store.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded, revisionsSeeded } from '../fixtures/data-set.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { testConfig } from '../start.ts'
import { cli, type Ended, emptyPlace, placeOf, refusalOf, temporaryDirectory } from './processes.ts'

const all = agreementsSeeded
const seeded = new RegExp(
  `^(.*: \\d+0 of ${all} agreements\n)+.*: ${all} of ${all} agreements\n${all} agreements added\\.\n$`
)
const rebuilt = new RegExp(
  `^(.*: \\d+0 of ${revisionsSeeded} revisions\n)+.*: ${revisionsSeeded} of .*\nDerived again .* of ${revisionsSeeded} revisions\\.\n$`
)
const yesterday = new Date(Date.now() - 86_400_000)

t.test('migrate, seed, verify and rebuild, one after the other', async t => {
  const place = await emptyPlace(t, 'postgresql')
  const npmRun = (...args: string[]): Promise<Ended> => cli(t, args, place)

  t.match(await npmRun('migrate'), { code: 0, stdout: 'The database is up to date.\n', stderr: '' })
  t.match(await npmRun('migrate'), { code: 0, stderr: '' }, 'again: nothing to do')

  const rehearsed = new RegExp(
    `^(.*: new\n){${all}}${all} new, 0 changed, 0 unchanged, 0 left alone\\. Nothing was written\\.\n$`
  )
  t.match(await npmRun('seed', '--update', '--dry-run'), { code: 0, stdout: rehearsed, stderr: '' })
  t.match(await npmRun('seed'), { code: 0, stdout: seeded, stderr: '' })
  t.match(await npmRun('seed'), { code: 0, stdout: /\n0 agreements added\.\n$/ }, 'again: nothing to add')

  await inDatabase(place, ({ db }) =>
    db.execute(sql`update status_interval set label = 'forged' where seq = (select min(seq) from revision)`)
  )
  const found = await npmRun('verify')
  t.match(found, { code: 1, stdout: /^\S+, version 1: the rows of statusInterval differ\n1 differences found\.\n$/ })
  t.match(await npmRun('rebuild'), { code: 0, stdout: rebuilt })
  t.match(await npmRun('verify'), { code: 0, stdout: '0 differences found.\n', stderr: '' })
})

t.test('a command makes the embedded database where there is none, and says so first', async t => {
  const place = await emptyPlace(t, 'embedded')
  const creating = `Creating the embedded database in ${place.DATA_DIR}. This takes some seconds, once.\n`
  t.same(await cli(t, ['migrate'], place), {
    code: 0,
    signal: null,
    stdout: 'The database is up to date.\n',
    stderr: creating
  })
  t.match(await cli(t, ['seed'], place), { code: 0, stdout: seeded, stderr: '' })
})

t.test('keys are made, listed and revoked, and are worth over HTTP what was said of them', async t => {
  const place = await placeOf(t, 'postgresql', 'empty')
  const npmRun = (...args: string[]): Promise<Ended> => cli(t, args, place)

  const writer = await npmRun('keys', 'create', '--name', 'writer')
  t.match(writer.stderr, /"writer" with scope read and write/, 'a key is for writing unless one says otherwise')
  const reader = await npmRun('keys', 'create', '--name', 'the reader', '--scope', 'read', '--expires', '2100-12-31')
  const lost = await npmRun('keys', 'create', '--name', 'lost', '--scope', 'write')
  t.match(await npmRun('keys', 'revoke', '--name', 'lost'), { code: 0, stdout: 'Key "lost" is revoked.\n' })
  t.match(await npmRun('keys', 'revoke', '--name', 'lost'), { code: 2, stderr: 'No valid key is named "lost".\n' })
  t.match(await npmRun('keys', 'create', '--name', 'lost'), { code: 2, stderr: /Names are never used again/ })
  const late = await inDatabase(place, ({ db }) =>
    createKey(db, { name: 'late', scopes: ['read'], createdAt: yesterday, expiresAt: yesterday })
  )
  const list = await npmRun('keys', 'list')
  const [today, theDayBefore] = [new Date(), yesterday].map(moment => moment.toISOString().slice(0, 10))
  t.same(list.stdout.split('\n'), [
    'NAME        SCOPE       MADE        LAST USED  STATE',
    `late        read        ${theDayBefore}  never      expired on ${theDayBefore}`,
    `lost        read,write  ${today}  never      revoked on ${today}`,
    `the reader  read        ${today}  never      valid until 2100-12-31`,
    `writer      read,write  ${today}  never      valid`,
    ''
  ])

  const rotated = await npmRun('keys', 'rotate', '--name', 'writer', '--overlap', '1')
  t.match(rotated, {
    code: 0,
    stderr: /^The new secret of the key "writer"\. .* The one before is good until \S+Z\.\n$/
  })
  t.match((await npmRun('keys', 'list')).stdout, /^writer .* valid, its secret before until /m)
  const secrets = [rotated.stdout, writer.stdout, reader.stdout, late ?? '', lost.stdout].map(text => text.trim())
  t.same(await statusesOfPosts(place, secrets), [201, 201, 403, 401, 401], 'the secret before is good meanwhile')
  for (const secret of secrets) t.notMatch(list.stdout, secret)
})

async function inDatabase<T>(place: Record<string, string>, task: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig(place))
  try {
    return await task(database)
  } finally {
    await database.close()
  }
}

/** What a POST answers with each of these keys. */
const statusesOfPosts = (place: Record<string, string>, secrets: string[]): Promise<number[]> =>
  inDatabase(place, async database => {
    const app = await buildApp({ config: testConfig, database, now: () => new Date() })
    const statuses: number[] = []
    for (const [n, secret] of secrets.entries()) {
      const { statusCode } = await app.inject({
        method: 'POST',
        url: '/v1/agreements',
        headers: { authorization: `Bearer ${secret}` },
        payload: anAgreement({ id: `by-key-${n}` })
      })
      statuses.push(statusCode)
    }
    await app.close()
    return statuses
  })

t.test('whatever is mistyped is answered by usage or a sentence, before a database is opened', async t => {
  const mistyped: [string[], RegExp][] = [
    [[], /^usage: npm run COMMAND\n/],
    [['constructor'], /^There is no command "constructor"; .*\n\nusage: /],
    [['keyz'], /^There is no command "keyz"; the nearest is "keys"\.\n\nusage: /],
    [['verify', 'again'], /^"npm run verify" takes nothing more\.\n\nusage: /],
    [['seed', 'again'], /^Unexpected argument 'again'\.\n\nusage:\n/],
    [['seed', '--updte'], /^Unknown option '--updte'\.\n\nusage:\n/],
    [['seed', '--dry-run'], /^--dry-run goes with --update\.\n\nusage:\n/],
    [['keys'], /^usage:\n\n {2}npm run keys -- create/],
    [['keys', 'lst'], /^There is no action "lst"; the nearest is "list"\.\n\nusage:\n/],
    [['keys', 'list', 'all'], /^Unexpected argument 'all'\.\n\nusage:\n/],
    [['keys', 'create'], /--name NAME/],
    [['keys', 'create', '--name', ' '], /--name NAME/],
    [['keys', 'create', '--name', 'seed'], /^"seed" is what "npm run seed" writes as/],
    [['keys', 'create', '--nmae', 'a'], /^Unknown option '--nmae'\.\n\nusage:\n/],
    [['keys', 'create', '--name', 'a', '--scope', 'owner'], /no scope "owner"\. Scopes are read, write and admin/],
    [['keys', 'create', '--name', 'a', '--expires', '2027-02-30'], /--expires takes a day/],
    [['keys', 'create', '--name', 'a', '--expires', '2020-12-31'], /--expires 2020-12-31 is in the past/]
  ]
  for (const [args, sentence] of mistyped) t.match(await refusalOf(args), sentence)
})

t.test('what was mistyped ends with status 2, and nothing is said but what is wrong with it', async t => {
  for (const args of [[], ['keyz'], ['keys', 'create']]) {
    t.match(await cli(t, args, {}), { code: 2, stdout: '', stderr: `${await refusalOf(args)}\n` })
  }
})

t.test('who asks for help gets it, and nothing has failed', async t => {
  const asked: [string[], RegExp][] = [
    [['--help'], /^usage: npm run COMMAND\n/],
    [['verify', '--help'], /^usage: npm run COMMAND\n/],
    [['seed', '--help'], /^usage:\n\n {2}npm run seed\n {2}npm run seed -- --update/],
    [['keys', '--help'], /A key may write unless --scope says otherwise/],
    [['keys', 'create', '-h'], /A key may write unless --scope says otherwise/]
  ]
  for (const [args, text] of asked) {
    const said = t.capture(console, 'log')
    await run(args)
    said.restore()
    t.match(said.args(), [[text]])
  }
  t.match(await cli(t, ['--help'], {}), { code: 0, stdout: /^usage: npm run COMMAND\n/, stderr: '' })
})

t.test('a database that cannot be reached is a sentence', async t => {
  const { code, stderr } = await cli(t, ['keys', 'list'], { DATABASE_URL: 'postgres://127.0.0.1:1/registry' })
  t.equal(code, 1)
  t.match(stderr, /^The database does not answer .*\n$/)
})

t.test('openapi writes the document that is committed', async t => {
  const directory = await temporaryDirectory(t)
  await mkdir(join(directory, 'openapi'))
  t.match(await cli(t, ['openapi'], {}, directory), {
    code: 0,
    stdout: 'Wrote openapi/openapi.json.\nWrote openapi/openapi.yaml.\n'
  })
  for (const name of ['openapi/openapi.json', 'openapi/openapi.yaml'])
    t.equal(await readFile(join(directory, name), 'utf8'), await readFile(sourceFile(name), 'utf8'), name)
})
