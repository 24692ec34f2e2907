import { readFile } from 'node:fs/promises'
import t from 'tap'
import { askForAnswers } from '../../src/commands/answers.ts'
import { sourceFile } from '../fixtures/source-file.ts'
import { start } from '../start.ts'
import { type Document, routesOf } from './document.ts'

t.test('every answer that the API document shows is one that the registry gives', async t => {
  const api = await start(t, 'postgresql')
  const answers = await askForAnswers(({ headers, ...request }) =>
    api.request({ ...request, headers: { authorization: `Bearer ${api.keys.write}`, ...headers } })
  )
  const committed = JSON.parse(await readFile(sourceFile('openapi/answers.json'), 'utf8'))
  t.same(committed, answers, 'run "npm run openapi -- --answers"')
  for (const [name, { value }] of Object.entries(answers)) {
    const lines = JSON.stringify(value, null, 2).split('\n').length
    t.ok(lines <= 40, `${name} fits a screen: ${lines} lines`)
  }

  const document: Document = (await api.get('/openapi.json')).body
  for (const { operation } of routesOf(document)) {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      if (!/^2/.test(status) || Object.keys(content).length === 0) continue
      const name = `${operation.operationId} ${status}`
      const [media] = Object.values(content) as { example?: unknown; schema: { examples?: unknown[] } }[]
      t.same([media?.example ?? media?.schema.examples?.[0]], [answers[name]?.value], name)
    }
  }
})
