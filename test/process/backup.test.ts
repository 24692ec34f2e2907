import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { upgradeDatabase } from '../../src/commands/prepare.ts'
import { lockDirectory } from '../../src/database/directory-lock.ts'
import { openDatabase } from '../../src/database/open.ts'
import { create } from '../endurance/load.ts'
import { anAgreement } from '../fixtures/agreement.ts'
import { findInstalledPostgresql, startInstalledPostgresql } from '../postgresql.ts'
import { serve as serveHere } from '../start.ts'
import { cli, emptyPlace, placeOf, refusalOf, serve, temporaryDirectory } from './processes.ts'

t.test('a copy of the embedded database, made while it is served, has all to the last revision', async t => {
  const [place, other] = [await placeOf(t, 'embedded', 'filled'), await emptyPlace(t, 'embedded')]
  const file = join(await temporaryDirectory(t), 'copy')
  const service = await serve(t, place)
  t.equal(await create(service, 'the-last-one'), 201)
  t.match(await cli(t, ['backup', file], place), { code: 0, stdout: `Backed up to ${file}.\n`, stderr: '' })
  t.match(await cli(t, ['backup', file], place), { code: 2, stderr: /is there already/ })
  const nowhere = join(file, 'copy')
  t.match(await cli(t, ['backup', nowhere], place), { stderr: `${nowhere} cannot be written: not a directory.\n` })
  const before = await (await fetch(`${service.address}/v1/changes?limit=200`)).json()
  await service.stop()
  await isRestored(t, file, other, before)
})

t.test('a copy that is torn, or none, leaves nothing where it was to be restored', async t => {
  const directory = await temporaryDirectory(t)
  const place = { DATA_DIR: join(directory, 'data') }
  const file = join(directory, 'copy')
  const full = join(directory, 'full')
  await cli(t, ['backup', full], await placeOf(t, 'embedded', 'empty'))
  const whole = readFileSync(full)
  const archive = gunzipSync(whole)
  const torn = {
    'at its beginning': whole.subarray(0, 20),
    'in the middle': whole.subarray(0, whole.length / 2),
    'within its archive': gzipSync(archive.subarray(0, archive.length / 3)),
    'of another sort': Buffer.from('PGDMP of another engine'),
    empty: Buffer.alloc(0)
  }
  for (const [how, bytes] of Object.entries(torn)) {
    writeFileSync(file, bytes)
    t.match(
      await cli(t, ['restore', file], place),
      { code: 2, stdout: '', stderr: /is no whole copy .* Nothing was/ },
      how
    )
    t.notOk(existsSync(place.DATA_DIR), how)
  }
  const both = await Promise.all([full, full].map(file => cli(t, ['restore', file], place)))
  t.same(both.map(({ code }) => code === 0).sort(), [false, true], 'of two at once one is refused')
  t.match(
    both.find(({ code }) => code !== 0)?.stderr,
    /^(The embedded database in .* is in use|There is a database in) /
  )
  t.same(readdirSync(place.DATA_DIR), ['pg'])
  const unlock = await lockDirectory(place.DATA_DIR)
  t.match(await cli(t, ['restore', full], place), { code: 1, stderr: / is in use by another process/ })
  await unlock()
  t.ok(existsSync(join(place.DATA_DIR, 'pg', 'PG_VERSION')), 'what is served stays')
})

t.test('what cannot be read or written is named as it was set, and no copy blamed', async t => {
  const directory = await temporaryDirectory(t)
  const file = join(directory, 'file')
  writeFileSync(file, gzipSync(''))
  const refusals: [string[], string, RegExp][] = [
    [['restore', directory], join(directory, 'data'), /^\S+ cannot be read: illegal operation on a directory\.\n$/],
    [['restore', file], file, /^DATA_DIR is \S+file, where no database can be kept: that is a file/]
  ]
  for (const [args, DATA_DIR, sentence] of refusals) t.match((await cli(t, args, { DATA_DIR })).stderr, sentence)
  t.same(readdirSync(directory), ['file'])
})

type Place = Record<string, string>

const programs = findInstalledPostgresql()
const skip = programs ? false : 'no PostgreSQL with its clients is installed'
const PATH = `${programs}${delimiter}${process.env.PATH}`

t.test('so has one of PostgreSQL', { skip }, async t => {
  const address = await startInstalledPostgresql(t, programs as string, await temporaryDirectory(t))
  const restored = new URL(address)
  restored.pathname = '/restored'
  const { host, hostname, port } = restored
  const place = { DATABASE_URL: restored.href.replace(host, '').concat(`?host=${hostname}&port=${port}`), PATH }
  const database = await openDatabase({ databaseUrl: address, dataDir: '' })
  t.teardown(() => database.close())
  await database.db.execute('create database restored')
  await upgradeDatabase(database)
  const api = await serveHere(t, database)
  const { headers } = await api.post('/v1/agreements', anAgreement())
  const { etag = '', location = '' } = headers
  await api.patch(location, { notes: 'Changed.' }, { 'if-match': etag })
  const file = join(await temporaryDirectory(t), 'copy')
  const backup = await cli(t, ['backup', file], { DATABASE_URL: address, PATH })
  t.match(backup, { code: 0, stdout: `Backed up to ${file}.\n`, stderr: '' })
  const { body } = await api.get('/v1/changes?limit=200')
  t.equal(body.items.length, 2)
  const torn = `${file}-torn`
  writeFileSync(torn, readFileSync(file).subarray(0, -1000))
  t.match(await cli(t, ['restore', torn], place), {
    code: 2,
    stdout: '',
    stderr: /pg_restore ended with status 1, and nothing was kept/
  })
  // Which takes none but an empty database.
  await isRestored(t, file, place, body)
})

t.test('nothing is left of a copy that could not be made', { skip }, async t => {
  const directory = await temporaryDirectory(t)
  const DATABASE_URL = 'postgres://127.0.0.1:1/none'
  const file = join(directory, 'copy')
  t.match(await cli(t, ['backup', file], { DATABASE_URL, PATH }), { code: 2, stderr: /pg_dump ended with status 1/ })
  t.same(readdirSync(directory), [])
})

async function isRestored(t: Test, file: string, place: Place, changes: unknown): Promise<void> {
  t.equal(statSync(file).mode & 0o777, 0o600, 'the copy is for the eyes of its owner')
  t.match(await cli(t, ['restore', file], place), { code: 0, stdout: /^Restored from / })
  t.match(await cli(t, ['restore', file], place), {
    code: 2,
    stderr: /^(There is a database in |The database that DATABASE_URL names has tables)/
  })
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
  const database = await openDatabase({ databaseUrl: place.DATABASE_URL, dataDir: place.DATA_DIR ?? '' })
  t.teardown(() => database.close())
  const api = await serveHere(t, database)
  t.same((await api.get('/v1/changes?limit=200')).body, changes)
}

t.test('what was mistyped is a sentence', async t => {
  for (const args of [['backup'], ['restore'], ['backup', 'a', 'b']]) t.match(await refusalOf(args), /^Name one file\./)
  t.match(await refusalOf(['restore', '/no/such/file']), /^There is no file/)
})
