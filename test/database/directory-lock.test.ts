import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { assertFree, lockDirectory, UnusableDirectory } from '../../src/database/directory-lock.ts'

const inUse = { message: / is in use by another process\. / }

async function temporaryDirectory(t: Test): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lock-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}

t.test('a directory is taken by one at a time, and can be given back', async t => {
  const directory = join(await temporaryDirectory(t), 'made', 'on', 'demand')
  const unlock = await lockDirectory(directory)
  await t.rejects(lockDirectory(directory), inUse)
  await unlock()
  const again = await lockDirectory(directory)
  await again()
})

t.test('whether a directory is free can be asked without taking or making it', async t => {
  const parent = await temporaryDirectory(t)
  const directory = join(parent, 'data')
  await assertFree(directory)
  t.same(await readdir(parent), [])
  const unlock = await lockDirectory(directory)
  await t.rejects(assertFree(directory), inUse)
  await unlock()
  await assertFree(directory)
})

t.test('a directory in which nothing can be kept is a sentence that names the variable', async t => {
  const file = join(await temporaryDirectory(t), 'file')
  await writeFile(file, '')
  for (const directory of [file, join(file, 'below')]) {
    await t.rejects(lockDirectory(directory), {
      constructor: UnusableDirectory,
      message: `DATA_DIR is ${directory}, where no database can be kept: that is a file, or lies in one. `
    })
  }
})

t.test('so is one that this user may not write', { skip: process.getuid?.() === 0 && 'root may' }, async t => {
  const directory = await temporaryDirectory(t)
  await chmod(directory, 0o500)
  await t.rejects(lockDirectory(directory), { message: / this user may not write there\. / })
})

t.test('of many that find the lock of a killed process, one takes it over', async t => {
  const directory = await temporaryDirectory(t)
  const listen = `require('node:net').createServer().listen(${JSON.stringify(join(directory, 'lock.sock'))}, () => console.log('up'))`
  const child = spawn(process.execPath, ['-e', listen])
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory)))
  const [winner, ...others] = results.filter(result => result.status === 'fulfilled')
  t.same(others, [])
  t.ok(winner, 'somebody got it')
  for (const result of results) if (result.status === 'rejected') t.match(result.reason, inUse)
  await t.rejects(lockDirectory(directory), inUse)
  await winner?.value()
})

t.test('a path that no socket can have is a sentence', async t => {
  const directory = join(await temporaryDirectory(t), 'long'.repeat(30))
  await t.rejects(lockDirectory(directory), { message: /^DATA_DIR is too long a path: / })
})
