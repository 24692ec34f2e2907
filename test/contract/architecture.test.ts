import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import t from 'tap'
import { sourceFile } from '../fixtures/source-file.ts'

// Four rules explain the tree:
//   1. A folder is a resource or a technology.
//   2. In the folder of a resource `routes*` speaks HTTP, `store*` speaks SQL, `schemas*` describes both ends, and every other
//      file is pure.
//   3. Imports, of types too, point one way and in no circle: main, commands → app → resources → http, validation, database →
//      record, problems, limits.
//      pages stands above the other resources: it shows what their store functions and pure files say, and none imports it.
//   4. In agreements/ the files at the top are shared, and the folders are use cases: a use case imports the top and selection/,
//      never a sibling; other resources import the top and selection/, and nothing else of it, but for pages.

const technologies = ['commands', 'database', 'http', 'record', 'validation']
const resources = [
  'agreements',
  'changes',
  'claims',
  'compare',
  'countries',
  'idempotency',
  'imports',
  'keys',
  'network',
  'operations',
  'pages',
  'statistics',
  'vocabulary'
]

const speaksHttp = (name: string) => /^routes(-|$)/.test(name)
const speaksSql = (name: string) => /^store(-|$)/.test(name)
const describes = (name: string) => /^(schemas|parameters)(-|$)/.test(name)

/** The words of HTTP that pure code may use: they know text, and no request. */
const wordsOfHttp = ['http/output/pagination.ts', 'http/output/preconditions.ts']
/** What routes need of the database: the handle that they pass on, the wait for writers in flight, and how long writes take. */
const handle = ['database/client.ts', 'database/stages.ts', 'database/awaiting-writers.ts']

const src = sourceFile('src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => /\.tsx?$/.test(path))
const textOf = (file: string) => readFileSync(join(src, file), 'utf8')

const importLine = /^(?:import|export)\s+(type\s)?(?:([^'";=]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm

/** What is loaded when it is needed, and not with the file. */
const lateImport = /\bimport\('([^']+)'\)/g

/** Packages, and files below src. */
const importsOf = (file: string, line: RegExp): string[] =>
  Array.from(textOf(file).matchAll(line), match => match.at(-1) as string).map(specifier =>
    specifier.startsWith('.') ? join(dirname(file), specifier) : specifier
  )

const loadedWith = new Map(files.map(file => [file, importsOf(file, importLine)]))
const imports = new Map(
  Array.from(loadedWith, ([file, targets]) => [file, [...targets, ...importsOf(file, lateImport)]])
)
const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : '')
const nameOf = (file: string) => (file.split('/').at(-1) as string).replace(/\.tsx?$/, '')
const isFile = (target: string) => /\.tsx?$/.test(target) && files.includes(target)

const isFastify = (target: string) => /^(fastify|@fastify\/.*)$/.test(target)
const isSql = (target: string) => /^(drizzle-orm(\/.*)?|pg|@electric-sql\/.*)$/.test(target)
const isDatabase = (target: string) => isSql(target) || folderOf(target) === 'database'
const isHttp = (target: string) => isFastify(target) || folderOf(target) === 'http'

/** Imports that a rule forbids, as `file → target`. */
function forbidden(
  concerned: (file: string) => boolean,
  isForbidden: (target: string, file: string) => boolean
): string[] {
  const found: string[] = []
  for (const [file, targets] of imports) {
    for (const target of targets) if (concerned(file) && isForbidden(target, file)) found.push(`${file} → ${target}`)
  }
  return found
}

const inResource = (speaks: (name: string) => boolean) => (file: string) =>
  resources.includes(folderOf(file)) && speaks(nameOf(file))

t.test('import lines are read', async t => {
  t.ok(files.length > 50)
  t.ok(imports.get('app.ts')?.includes('agreements/list/routes.ts'))
  for (const [file, targets] of imports) {
    for (const target of targets) if (/\.tsx?$/.test(target)) t.ok(isFile(target), `${file} imports ${target}`)
  }
})

t.test('a folder is a resource or a technology', async t => {
  t.same([...new Set(files.map(folderOf))].sort(), ['', ...technologies, ...resources].sort())
})

t.test('in the folder of a resource only store* speaks SQL', async t => {
  const others = inResource(name => !speaksSql(name))
  t.same(forbidden(others, isSql), [])
  t.same(
    forbidden(
      others,
      (target, file) => folderOf(target) === 'database' && !(speaksHttp(nameOf(file)) && handle.includes(target))
    ),
    []
  )
})

t.test('in the folder of a resource only routes* speaks HTTP', async t => {
  t.same(
    forbidden(
      inResource(name => !speaksHttp(name)),
      isFastify
    ),
    []
  )
  t.same(forbidden(inResource(speaksSql), isHttp), [])
  t.same(
    forbidden(inResource(describes), target => isHttp(target) && target !== 'http/documentation/schemas.ts'),
    []
  )
})

t.test('every other file of a resource is pure', async t => {
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

t.test('routes* are imported by app.ts only, and by others of pages', async t => {
  const isOfPages = (file: string) => folderOf(file) === 'pages' && speaksHttp(nameOf(file))
  t.same(
    forbidden(
      file => file !== 'app.ts',
      (target, file) => isFile(target) && inResource(speaksHttp)(target) && !(isOfPages(target) && isOfPages(file))
    ),
    []
  )
})

t.test('imports point one way', async t => {
  const base = ['problems.ts', 'limits.ts']
  const beyond =
    (...folders: string[]) =>
    (target: string) =>
      isFile(target) && !base.includes(target) && !folders.includes(folderOf(target))
  const of = (folder: string) => (file: string) => folderOf(file) === folder
  t.same(imports.get('limits.ts'), [])
  t.same(imports.get('problems.ts'), ['limits.ts'])
  t.same(forbidden(of('record'), beyond('record')), [])
  t.same(forbidden(of('validation'), beyond('validation', 'record')), [])
  t.same(forbidden(of('http'), beyond('http', 'validation', 'record')), [])
  t.same(forbidden(of('database'), beyond('database', 'record')), [])
  for (const resource of resources) {
    const below = [resource, 'http', 'validation', 'database', 'record']
    const beside = { agreements: [], pages: resources }[resource] ?? ['agreements']
    t.same(forbidden(of(resource), beyond(...below, ...beside)), [])
  }
  const isProgram = (file: string) => file === 'main.ts' || folderOf(file) === 'commands'
  t.same(
    forbidden(
      file => !isProgram(file),
      target => isProgram(target) || target === 'app.ts'
    ),
    []
  )
})

t.test('no import leads back to where it came from', async t => {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (path.includes(file) || done.has(file)) return
    for (const target of (imports.get(file) ?? []).filter(isFile)) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  t.same(circles, [])
})

t.test('who lists keys loads no web server, and no compiler of schemas', async t => {
  const loaded = new Set<string>()
  const load = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const target of loadedWith.get(file) ?? []) load(target)
  }
  // All that the command comes by, the files that it loads late among them.
  for (const file of ['commands/cli', 'commands/keys', 'commands/open', 'commands/prepare', 'database/open']) {
    load(`${file}.ts`)
  }
  load('database/embedded.ts')
  load('database/postgresql.ts')
  t.ok(loaded.has('pg') && loaded.has('keys/store.ts'))
  t.same(
    [...loaded].filter(target => isFastify(target) || /^ajv(\/|$)/.test(target)),
    []
  )
})

t.test('a use case of agreements/ imports the top and selection/; so do other resources', async t => {
  const useCaseOf = (file: string) => /^agreements\/([^/]+)\//.exec(file)?.[1]
  const useCases = [...new Set(files.flatMap(file => useCaseOf(file) ?? []))]
  t.ok(['list', 'item', 'history', 'write'].every(name => useCases.includes(name)))
  const isBeside = (target: string, file: string) => {
    const useCase = useCaseOf(target)
    return useCase !== undefined && useCase !== 'selection' && useCase !== useCaseOf(file)
  }
  t.same(
    forbidden(file => resources.includes(folderOf(file)) && folderOf(file) !== 'pages', isBeside),
    []
  )
  t.same(
    forbidden(
      file => useCaseOf(file) === 'selection',
      target => useCaseOf(target) !== undefined && useCaseOf(target) !== 'selection'
    ),
    []
  )
})

t.test('record is pure: no server, no database, no files, no clock', async t => {
  const outside = /^(node:(fs|net|http|https|child_process|worker_threads|process)\b)/
  const inRecord = (file: string) => folderOf(file) === 'record'
  t.same(
    forbidden(inRecord, target => isHttp(target) || isDatabase(target) || outside.test(target)),
    []
  )
  t.same(
    files.filter(file => inRecord(file) && /\bDate\.now\(|\bnew Date\(\)/.test(textOf(file))),
    []
  )
})

t.test('http and database know nothing of each other’s packages', async t => {
  t.same(
    forbidden(file => folderOf(file) === 'http', isSql),
    []
  )
  t.same(
    forbidden(file => folderOf(file) === 'database', isFastify),
    []
  )
})

t.test('only config.ts reads the environment', async t => {
  t.same(
    files.filter(file => /\bprocess\.env\b/.test(textOf(file))),
    ['config.ts']
  )
})
