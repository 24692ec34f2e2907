import { readFile } from 'node:fs/promises'
import { minVersion, satisfies } from 'semver'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'

interface Locked {
  engines?: { node?: string } | string[]
  deprecated?: string
}

const read = async (name: string) => JSON.parse(await readFile(sourceFile(name), 'utf8'))
const packages = Object.entries((await read('package-lock.json')).packages as Record<string, Locked>)
const { engines } = await read('package.json')

t.test('every package runs on the oldest Node.js that the service says it runs on', async t => {
  const oldest = minVersion(engines.node)
  t.ok(oldest && packages.length > 100)
  const tooNew = packages.filter(([, { engines: asked }]) => {
    const node = Array.isArray(asked) ? undefined : asked?.node
    return oldest && node && !satisfies(oldest, node)
  })
  t.same(tooNew, [])
})

t.test('no package is one that its authors gave up', async t => {
  t.same(
    packages.filter(([, { deprecated }]) => deprecated),
    []
  )
})
