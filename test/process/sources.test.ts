import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { seed } from '../../src/commands/seed.ts'
import { readConfig } from '../../src/config.ts'
import { lockDirectory } from '../../src/database/directory-lock.ts'
import { openDatabase } from '../../src/database/open.ts'
import type { AgreementInput } from '../../src/record/schema/agreement.ts'
import { anAgreement, aSource } from '../fixtures/agreement.ts'
import { cli, placeOf, refusalOf, temporaryDirectory } from './processes.ts'

/** Writes records into the registry at a place. */
async function fill(place: Record<string, string>, records: AgreementInput[]): Promise<void> {
  const database = await openDatabase(readConfig(place))
  const byId = new Map(records.map(record => [record.id as string, record]))
  await seed(database, { records: byId, corrections: [] }, { today: '2026-11-26' })
  await database.close()
}

/** A web site at 127.0.0.1. */
async function site(
  t: Test,
  answers: Record<string, [number, string?]>
): Promise<{ origin: string; agents: Set<unknown> }> {
  const agents = new Set<unknown>()
  const server = createServer(({ url, headers }, response) => {
    agents.add(headers['user-agent'])
    const [status, location] = answers[url as string] ?? [200]
    response.writeHead(status, location ? { location } : {}).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, agents }
}

t.test('sources are looked at, and copies of them noted', async t => {
  const place = await placeOf(t, 'postgresql', 'empty')
  const run = (...args: string[]) => cli(t, ['sources', ...args], place)
  const answers: Record<string, [number, string?]> = {
    '/gone': [410],
    '/old': [301, '/new'],
    '/shut': [403],
    '/ill': [400]
  }
  const { origin, agents } = await site(t, answers)
  const at = (id: string) => aSource({ id, url: `${origin}/${id}` })
  await fill(place, [
    anAgreement({ id: 'first', sources: [aSource({ url: `${origin}/text` }), at('gone'), at('old')] }),
    anAgreement({ id: 'second', sources: [aSource({ url: `${origin}/gone` }), at('shut'), at('ill')] })
  ])

  const checked = await run('check', '--host', '127.0.0.1')
  t.match(checked, { code: 0, stderr: 'Asking for 5 addresses, one at a time of each host …\n' })
  t.same(checked.stdout.split('\n'), [
    'gone (1):',
    `  ${origin}/gone 410`,
    '    first gone',
    '    second treaty-text',
    '',
    'moved for good (1):',
    `  ${origin}/old → ${origin}/new`,
    '    first old',
    '',
    'lets no program in; look by hand (1):',
    `  ${origin}/shut 403`,
    '    second shut',
    '',
    'no clear answer; ask again another day (1):',
    `  ${origin}/ill 400`,
    '    second ill',
    '',
    '1 of 5 addresses lead to something.',
    ''
  ])
  t.match([...agents].join(), /^deportation-agreements-api\/\S+ \(looks whether sources are still there\)$/)

  t.match(await run('check', '--host', 'www.example.org'), {
    code: 2,
    stderr: 'No source is at the host "www.example.org".\n'
  })

  const file = join(await temporaryDirectory(t), 'copies.csv')
  const copy = 'https://web.archive.org/web/2026/gone'
  await writeFile(file, `url,archivedUrl\n${origin}/gone,${copy}\n${origin}/elsewhere,${copy}\n`)
  const lines = `first gone: noted: ${copy}\nsecond treaty-text: noted: ${copy}\n`
  const stderr = `Line 3: no source has the address ${origin}/elsewhere.\n`
  const sum = (noted: number, already: number) =>
    `${noted} noted, 0 replaced, 0 kept, ${already} there already, 0 refused.`
  t.match(await run('archive', file, '--dry-run'), {
    code: 1,
    stdout: `${lines}${sum(2, 0)} Nothing was written.\n`,
    stderr
  })
  t.match(await run('archive', file), { code: 1, stdout: `${lines}${sum(2, 0)}\n`, stderr })

  await writeFile(file, `url,archivedUrl\n${origin}/gone,${copy}\n`)
  t.match(await run('archive', file), {
    code: 0,
    stdout: `${lines.replaceAll('noted', 'there already')}${sum(0, 2)}\n`
  })
  await writeFile(file, `url,archivedUrl\n${origin}/gone,${copy}2\n`)
  t.match(await run('archive', file), { stdout: `first gone: keeps ${copy}; --replace takes ${copy}2\n` })
  t.match(await run('archive', file, '--replace'), { stdout: `first gone: replaced: ${copy}2, instead of ${copy}\n` })
  t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
})

t.test('while somebody else has the embedded database nothing is asked for or written', async t => {
  const directory = await temporaryDirectory(t)
  const file = join(directory, 'copies.csv')
  await writeFile(file, 'url,archivedUrl\n')
  t.teardown(await lockDirectory(directory))
  for (const args of [
    ['sources', 'check'],
    ['sources', 'archive', file],
    ['seed', '--update']
  ])
    t.match(await cli(t, args, { DATA_DIR: directory }), {
      code: 1,
      stdout: '',
      stderr: /^The embedded database in .* is in use by another process\..*\n$/
    })
})

t.test('a machine that reaches nothing says so, and takes nothing for gone', async t => {
  const place = await placeOf(t, 'postgresql', 'empty')
  const sources = ['a', 'b'].map(letter => aSource({ id: letter, url: `http://${letter.repeat(64)}.example/` }))
  await fill(place, [anAgreement({ events: [], sources })])
  t.match(await cli(t, ['sources', 'check'], place), {
    code: 1,
    stdout: '',
    stderr: /\nNot one of the addresses could be reached\. Check that this machine reaches the web\.\n$/
  })
})

t.test('whatever is mistyped is answered by usage or a sentence, before a database is opened', async t => {
  const directory = await temporaryDirectory(t)
  const file = join(directory, 'copies.csv')
  await writeFile(file, 'url,archivedUrl\nhttps://www.example.org/,nowhere\n')
  const mistyped: [string[], RegExp][] = [
    [[], /^usage:\n\n {2}npm run sources -- check/],
    [['chekc'], /^There is no action "chekc"; the nearest is "check"\.\n\nusage:\n/],
    [['check', '--hots', 'a'], /^Unknown option '--hots'\.\n\nusage:\n/],
    [['check', 'all'], /^Unexpected argument 'all'\.\n\nusage:\n/],
    [['archive'], /^Name one file\.\n\nusage:\n/],
    [['archive', file, file], /^Name one file\.\n\nusage:\n/],
    [['archive', file, '--force'], /^Unknown option '--force'\.\n\nusage:\n/],
    [['archive', `${file}.gone`], /^\S+\.gone cannot be read: no such file or directory\.$/],
    [['archive', file], /^Line 2: This is no address that begins with http.*$/]
  ]
  for (const [args, sentence] of mistyped) t.match(await refusalOf(['sources', ...args]), sentence)
  t.match(await cli(t, ['sources', 'check', '--help'], {}), { code: 0, stdout: /npm run sources -- archive FILE/ })
})
