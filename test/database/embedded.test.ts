import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { openDatabase } from '../../src/database/open.ts'
import { queryRows } from '../../src/database/rows.ts'
import { temporaryDirectory } from '../process/processes.ts'

t.test('a database that was being made when its process was killed is made anew', async t => {
  const dataDir = await temporaryDirectory(t)
  await mkdir(join(dataDir, 'pg'))
  await writeFile(join(dataDir, 'pg', 'PG_VERSION'), '18\n')
  await writeFile(join(dataDir, 'pg', 'unfinished'), '')

  const made = await openDatabase({ dataDir })
  await made.db.execute(sql`create table kept as select 1 as one`)
  await made.close()
  t.notOk((await readdir(join(dataDir, 'pg'))).includes('unfinished'), 'nothing says that it is unfinished')

  const again = await openDatabase({ dataDir })
  t.same(
    await queryRows(again.db, sql`select one from kept`),
    [{ one: 1 }],
    'and it is not made anew when it is opened again'
  )
  await again.close()
})
