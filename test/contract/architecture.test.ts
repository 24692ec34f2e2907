import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'

// Three rules explain the tree:
//   1. A folder is a resource or a technology.
//   2. In a resource folder `routes*` speaks HTTP, `store*` speaks SQL, `schemas*` describes both ends, and every other
//      file is pure.
//   3. Imports point one way: main, cli → app → resources → http, database → record, problems. Other resources may import
//      from agreements; agreements imports none.
// An import of types alone is no dependency: it is gone when the program runs.

const technologies = ['database', 'http', 'record']
const resources = ['agreements', 'changes', 'countries', 'keys', 'operations']

/** The hook that looks at keys on every route; a resource's way to HTTP, but no route. */
const speaksHttp = (name: string) => /^routes(-|$)/.test(name) || name === 'auth'
const speaksSql = (name: string) => /^store(-|$)/.test(name)
const describes = (name: string) => /^schemas(-|$)/.test(name)

/** The words of HTTP that pure code may use: they know text, and no request. */
const wordsOfHttp = ['http/pagination.ts', 'http/preconditions.ts']
/** What routes need of the database: the handle that they pass on, and the wait for writers in flight. */
const handle = ['database/client.ts', 'database/write.ts']

interface Import {
  /** A package, or a file below src. */
  target: string
  typeOnly: boolean
}

const src = sourceFile('src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts'))
const textOf = (file: string) => readFileSync(join(src, file), 'utf8')

const importLine = /^(?:import|export)\s+(type\s)?(?:([^'";=]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm

const importsOf = (file: string): Import[] =>
  Array.from(textOf(file).matchAll(importLine), ([, type, names = '', specifier = '']) => ({
    target: specifier.startsWith('.') ? join(dirname(file), specifier) : specifier,
    typeOnly: type !== undefined || /^\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)*\s*\}$/.test(names.trim())
  }))

const imports = new Map(files.map(file => [file, importsOf(file)]))
const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : '')
const nameOf = (file: string) => (file.split('/').at(-1) as string).replace(/\.ts$/, '')
const isFile = (target: string) => target.endsWith('.ts') && files.includes(target)

const isFastify = (target: string) => /^(fastify|@fastify\/.*)$/.test(target)
const isSql = (target: string) => /^(drizzle-orm(\/.*)?|pg|@electric-sql\/.*)$/.test(target)
const isDatabase = (target: string) => isSql(target) || folderOf(target) === 'database'
const isHttp = (target: string) => isFastify(target) || folderOf(target) === 'http'

/** Imports of files that a rule forbids, as `file → target`. */
function forbidden(
  concerned: (file: string) => boolean,
  isForbidden: (target: string, file: string) => boolean,
  { types = false } = {}
): string[] {
  const found: string[] = []
  for (const [file, list] of imports) {
    for (const { target, typeOnly } of list) {
      if (concerned(file) && (types || !typeOnly) && isForbidden(target, file)) found.push(`${file} → ${target}`)
    }
  }
  return found
}

const inResource = (speaks: (name: string) => boolean) => (file: string) =>
  resources.includes(folderOf(file)) && speaks(nameOf(file))

t.test('import lines are read', async t => {
  t.ok(files.length > 50)
  t.ok(imports.get('app.ts')?.some(({ target }) => target === 'agreements/routes-read.ts'))
  for (const [file, list] of imports) {
    for (const { target } of list) if (target.endsWith('.ts')) t.ok(isFile(target), `${file} imports ${target}`)
  }
})

t.test('a folder is a resource or a technology', async t => {
  t.same([...new Set(files.map(folderOf))].sort(), ['', ...technologies, ...resources].sort())
})

t.test('in a resource folder only store* speaks SQL', async t => {
  t.same(
    forbidden(
      inResource(name => !speaksSql(name)),
      isSql,
      { types: true }
    ),
    []
  )
  t.same(
    forbidden(
      inResource(name => !speaksSql(name)),
      (target, file) => folderOf(target) === 'database' && !(speaksHttp(nameOf(file)) && handle.includes(target))
    ),
    []
  )
})

t.test('in a resource folder only routes* speaks HTTP', async t => {
  t.same(
    forbidden(
      inResource(name => !speaksHttp(name)),
      isFastify,
      { types: true }
    ),
    []
  )
  t.same(forbidden(inResource(speaksSql), isHttp), [])
  t.same(
    forbidden(inResource(describes), target => isHttp(target) && target !== 'http/schemas.ts'),
    []
  )
})

t.test('every other file of a resource folder is pure', async t => {
  const isPure = inResource(name => !speaksHttp(name) && !speaksSql(name) && !describes(name))
  t.same(
    forbidden(isPure, target => isDatabase(target) || (isHttp(target) && !wordsOfHttp.includes(target))),
    []
  )
  t.same(
    forbidden(isPure, target => isFile(target) && (speaksHttp(nameOf(target)) || speaksSql(nameOf(target)))),
    []
  )
})

t.test('what pure code may use of http/ knows no server', async t => {
  t.same(
    forbidden(file => wordsOfHttp.includes(file), isFastify),
    []
  )
})

t.test('routes* are imported by app.ts only', async t => {
  t.same(
    forbidden(
      file => file !== 'app.ts',
      target => isFile(target) && inResource(speaksHttp)(target)
    ),
    []
  )
})

t.test('imports point one way', async t => {
  const within =
    (...folders: string[]) =>
    (target: string) =>
      isFile(target) && target !== 'problems.ts' && !folders.includes(folderOf(target))
  const of = (folder: string) => (file: string) => folderOf(file) === folder
  t.same(imports.get('problems.ts'), [])
  t.same(forbidden(of('record'), within('record'), { types: true }), [])
  t.same(forbidden(of('http'), within('http', 'record'), { types: true }), [])
  t.same(forbidden(of('database'), within('database', 'record'), { types: true }), [])
  t.same(forbidden(of('agreements'), within('agreements', 'http', 'database', 'record')), [])
  for (const resource of resources) {
    t.same(forbidden(of(resource), within(resource, 'agreements', 'http', 'database', 'record'), { types: true }), [])
  }
  t.same(
    forbidden(
      () => true,
      target => target === 'main.ts' || target === 'cli.ts'
    ),
    []
  )
  t.same(
    forbidden(
      file => file !== 'main.ts' && file !== 'cli.ts',
      target => target === 'app.ts'
    ),
    []
  )
})

t.test('record is pure: no server, no database, no files, no clock', async t => {
  const outside = /^(node:(fs|net|http|https|child_process|worker_threads|process)\b|env-schema)/
  const inRecord = (file: string) => folderOf(file) === 'record'
  t.same(
    forbidden(inRecord, target => isHttp(target) || isDatabase(target) || outside.test(target), { types: true }),
    []
  )
  t.same(
    files.filter(file => inRecord(file) && /\bDate\.now\(|\bnew Date\(\)/.test(textOf(file))),
    []
  )
})

t.test('http and database know nothing of each other’s packages', async t => {
  t.same(
    forbidden(file => folderOf(file) === 'http', isSql, { types: true }),
    []
  )
  t.same(
    forbidden(file => folderOf(file) === 'database', isFastify, { types: true }),
    []
  )
})

t.test('only config.ts reads the environment', async t => {
  t.same(
    files.filter(file => /\bprocess\.env\b/.test(textOf(file))),
    ['config.ts']
  )
})
