import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { cli, placeOf, refusalOf, temporaryDirectory } from './processes.ts'

t.test(
  'what was exported can be imported; faults are answered line by line, and what was mistyped by usage',
  async t => {
    const place = await placeOf(t, 'postgresql', 'empty')
    const file = join(await temporaryDirectory(t), 'records.json')
    await writeFile(file, JSON.stringify([anAgreement(), anAgreement({ id: 'us-sv-2019-bad', kinds: [] })], null, 1))
    const refused = await cli(t, ['import', file], place)
    t.match(refused, { code: 1, stdout: '' })
    t.match(
      refused.stderr,
      /^Line \d+, us-sv-2019-bad: \/kinds: The list must not be empty\.\n1 records have faults\. Nothing/m
    )
    const out = join(await temporaryDirectory(t), 'out.ndjson')
    await writeFile(file, JSON.stringify([anAgreement()]))
    t.match(await cli(t, ['import', file], place), { code: 0, stdout: /^1 created, 0 updated, 0 unchanged; 0 derived/ })
    const nowhere = await cli(t, ['export', '/no/such/file'], place)
    t.match(nowhere, { code: 2, stderr: '/no/such/file cannot be written: no such file or directory.\n' })
    t.match(await cli(t, ['export', out], place), { code: 0, stdout: `1 records exported to ${out}.\n` })
    const whole = await readFile(out, 'utf8')
    t.match(
      await cli(t, ['export', '/dev/null'], place),
      { code: 0, stdout: '1 records exported to /dev/null.\n' },
      'what is no plain file is written to as it is'
    )
    await mkdir(`${out}.part`)
    t.match(await cli(t, ['export', out], place), { code: 2, stderr: /^\S+ cannot be written: / })
    t.equal(await readFile(out, 'utf8'), whole, 'what could not be exported again stays as it was')
    t.match(await cli(t, ['import', out], place), { code: 0, stdout: /^0 created, 0 updated, 1 unchanged; 3 derived/ })
    for (const args of [['import'], ['export'], ['import', 'a', 'b']])
      t.match(await refusalOf(args), /^Name one file\.\n\nusage:\n/)
    t.match(
      await refusalOf(['import', '/no/such/file']),
      /^\/no\/such\/file cannot be read: no such file or directory\.$/
    )
  }
)
