import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { parse } from 'yaml'
import { filterGroups, filterParameters, usualFilters } from '../../src/agreements/selection/parameters.ts'
import { variables } from '../../src/config.ts'
import { version } from '../../src/http/documentation/openapi-text.ts'

/** Seen from the compiled file, dist/test/contract/docs.test.js. */
const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFile(new URL(path, root), 'utf8')

const readme = await read('README.md')
const manifest = JSON.parse(await read('package.json'))

t.test('the README has every environment variable, with its default', async t => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\| .+ \|$/gm)]
  const documented = rows.map(([, name, value]) => [name, value?.split(',')[0]])
  const expected = Object.entries(variables).map(([name, variable]) => [
    name,
    'default' in variable ? `\`${variable.default}\`` : 'not set'
  ])
  t.same(Object.fromEntries(documented), Object.fromEntries(expected))
})

t.test('the README and Swagger UI have the filters in the same groups, and each filter in one', async t => {
  const { 'how states and vague dates count': _, ...groups } = filterGroups
  for (const [group, names] of Object.entries(groups)) {
    const row = readme.split('\n').find(line => line.startsWith(`| ${group} `)) ?? ''
    t.same(new Set(Array.from(row.matchAll(/`(\w+)(?!=)\b/g), ([, name]) => name)), new Set(names), group)
  }
  t.same(Object.values(filterGroups).flat().sort(), Object.keys(filterParameters).sort())
  t.equal(usualFilters.length, 10)
})

t.test('the README has every command, and no command that does not exist', async t => {
  const table = readme.slice(readme.indexOf('## Development'), readme.indexOf('## Limits'))
  const documented = new Set(
    [...table.matchAll(/`npm (?:run )?([\w:]+)`|· `(\w+)`/g)].map(([, name, other]) => name ?? other)
  )
  for (const name of Object.keys(manifest.scripts))
    if (!/^(pre|post)/.test(name)) t.ok(documented.has(name), `npm run ${name} is in the table`)
  for (const [, name] of readme.matchAll(/npm run (\w+)/g))
    t.ok(manifest.scripts[name as string], `npm run ${name} exists`)
})

t.test('the tree in ARCHITECTURE.md is the tree there is', async t => {
  const architecture = await read('ARCHITECTURE.md')
  const tree = /```text\n(.*?)```/s.exec(architecture)?.[1] ?? ''
  const named = [...tree.matchAll(/(?:^|; )([\w./-]+\/|[\w./-]+\.(?:ts|json))(?= )/gm)].map(
    ([, path]) => path as string
  )
  for (const path of named) t.ok(existsSync(new URL(path, root)), path)
  const folders = (await readdir(new URL('src', root), { withFileTypes: true })).map(entry =>
    entry.isDirectory() ? `src/${entry.name}/` : `src/${entry.name}`
  )
  for (const path of folders) t.ok(named.includes(path), `${path} is named`)
  for (const [, path] of architecture.matchAll(/`([a-z]+\/[\w./-]+\.ts)`/g))
    t.ok(existsSync(new URL(`src/${path}`, root)), `src/${path}`)
})

t.test('no link between the documents is dead', async t => {
  for (const file of [
    'README.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'data/README.md',
    'bench/README.md',
    'SECURITY.md'
  ]) {
    if (!existsSync(new URL(file, root))) continue
    const text = await read(file)
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) => anchorOf(title as string))
    for (const [, link] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link as string)) continue
      const [path = '', anchor] = (link as string).split('#')
      if (path) t.ok(existsSync(new URL(path, new URL(file, root))), `${file} leads to ${path}`)
      else t.ok(anchors.includes(anchor as string), `${file} leads to #${anchor}`)
    }
  }
})

t.test('every threat in SECURITY.md names tests that are there', async t => {
  const rows = [...(await read('SECURITY.md')).matchAll(/^\| (?!Threat|---)([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)]
  t.equal(rows.filter(([, threat]) => /^API\d/.test(threat as string)).length, 10)
  for (const [, threat, tests] of rows) {
    const named = [...(tests as string).matchAll(/`([\w./-]+\/[\w.*-]+|metrics|start\.ts)`/g)].map(
      ([, name]) => name as string
    )
    t.ok(named.length > 0, `${threat} names a test`)
    for (const name of named) {
      const path = name.endsWith('/*') ? name.slice(0, -2) : name.endsWith('.ts') ? name : `${name}.test.ts`
      t.ok(existsSync(new URL(`test/${path}`, root)), name)
    }
  }
})

const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')

t.test('the changelog has a place for what comes', async t => {
  t.match(await read('CHANGELOG.md'), /^## \[Unreleased\]$/m)
})

t.test('the version of the contract is that of the package', async t => {
  t.equal(version, manifest.version)
})

t.test('the compose file serves from a PostgreSQL that is well, and keeps its data', async t => {
  const { services, volumes } = parse(await read('docker-compose.yml'))
  t.equal(services.api.depends_on.postgres.condition, 'service_healthy')
  t.match(services.postgres.image, /^postgres:18/)
  t.ok(services.postgres.healthcheck.test)
  for (const volume of services.postgres.volumes) t.ok((String(volume).split(':')[0] as string) in volumes, volume)
  const known = Object.keys(variables)
  for (const name of Object.keys(services.api.environment)) t.ok(known.includes(name), `${name} is a variable`)
})

t.test('what the compose file starts can be reached from this machine only', async t => {
  const { services } = parse(await read('docker-compose.yml'))
  t.same(services.api.ports, ['127.0.0.1:3000:3000'])
  t.equal(services.postgres.ports, undefined)
})

t.test('the image is built from files that are there, by nobody special', async t => {
  const dockerfile = await read('Dockerfile')
  const ignored = await read('.dockerignore')
  for (const [, paths] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
    for (const path of (paths as string).split(' ')) {
      t.ok(existsSync(new URL(path, root)), `${path} is there`)
      // What is in `src` is there with it.
      t.match(ignored, `!${path.startsWith('src/') ? 'src' : path}\n`, `${path} is not ignored`)
    }
  }
  t.match(dockerfile, /^USER node$/m)
  t.match(dockerfile, /^COPY LICENSE /m, 'with its licence')
})
