import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'
import { temporaryDirectory } from './processes.ts'

t.test('the service is compiled when its sources have changed, and only then', async t => {
  const directory = await temporaryDirectory(t)
  await mkdir(join(directory, 'src'))
  for (const file of ['build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json', 'src/tsconfig.json']) {
    await copyFile(sourceFile(file), join(directory, file))
  }
  await symlink(sourceFile('node_modules'), join(directory, 'node_modules'))
  const source = join(directory, 'src/answer.ts')
  const build = () => spawnSync(process.execPath, ['build.mjs'], { cwd: directory, encoding: 'utf8' })
  const compiled = () => readFile(join(directory, 'dist/src/answer.js'), 'utf8')

  await writeFile(source, 'export const answer: number = 41\n')
  t.match(build(), { status: 0, stdout: '', stderr: 'Compiling the service to dist\n' })
  t.match(await compiled(), 'answer = 41')
  t.match(build(), { status: 0, stdout: '', stderr: /^$/ }, 'again: nothing to do')

  // As an archive leaves it that was made before the first version was compiled.
  await writeFile(source, 'export const answer: number = 42\n')
  await utimes(source, 0, 0)
  t.match(build(), { status: 0, stderr: 'Compiling the service to dist\n' })
  t.match(await compiled(), 'answer = 42')

  await writeFile(source, 'export const answer: number = \n')
  t.match(build(), { status: /[^0]/ }, 'what cannot be read is an error')
  t.match(build(), { status: /[^0]/ }, 'and stays one')
})
