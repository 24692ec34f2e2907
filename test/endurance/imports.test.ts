import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { anAgreement } from '../fixtures/agreement.ts'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { cli, launch, placeOf, type Service, serve, temporaryDirectory } from '../process/processes.ts'
import { engines } from '../start.ts'
import { isFull, report } from './load.ts'

/** A file of records, each of which names the next one. */
function fileOf(name: string, records: number): string {
  const id = (n: number) => `us-sv-2019-${name}-${n % records}`
  const lines = Array.from({ length: records }, (_, n) =>
    JSON.stringify(anAgreement({ id: id(n), relations: [{ type: 'related', agreement: id(n + 1) }] }))
  )
  return `${lines.join('\n')}\n`
}

const isSound = { code: 0, stdout: '0 differences found.\n' }

async function send({ address }: Service, key: string | undefined, body: string) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
  const answer = await fetch(`${address}/v1/imports`, { method: 'POST', headers, body }).catch(() => undefined)
  return { status: answer?.status ?? 0, text: (await answer?.text().catch(() => '')) ?? '' }
}

async function countOf({ address }: Service): Promise<number> {
  const { page } = (await (await fetch(`${address}/v1/agreements?total=true&limit=1`)).json()) as {
    page: { total: number }
  }
  return page.total
}

for (const engine of engines) {
  const skip = !isFull && engine === 'postgresql' && 'in the full run'
  t.test(`a service that is killed during an import has kept all of it or nothing (${engine})`, { skip }, async t => {
    const place = await placeOf(t, engine, 'filled')
    const records = isFull ? 1_500 : 300
    const rounds = isFull ? 10 : 1
    let there = agreementsSeeded
    let kept = 0
    let acknowledged = 0
    let service = await serve(t, place)
    const { key } = service
    for (let round = 0; round < rounds; round++) {
      // What was not kept is sent once more.
      const sending = send(service, key, fileOf(`file-${kept}`, records))
      // Later in each round, over about as long as an import takes.
      await setTimeout(isFull ? 600 * (1 + round) : 1_000)
      await service.stop('SIGKILL')
      const { status } = await sending
      service = await serve(t, place)
      const count = await countOf(service)
      t.ok([there, there + records].includes(count), `${there} → ${count} agreements`)
      if (status === 200) {
        acknowledged++
        t.equal(count, there + records, 'what was acknowledged is there')
      } else t.equal(status, 0)
      if (count > there) kept++
      there = count
    }
    const again = await send(service, key, fileOf(`file-${Math.max(0, kept - 1)}`, records))
    t.equal(again.status, 200, 'sent once more, it is there')
    const { created, updated, unchanged } = JSON.parse(again.text)
    t.match({ created: created + unchanged, updated }, { created: records, updated: 0 })
    await service.stop()
    t.match(await cli(t, ['verify'], place), isSound)
    await report(t, `kill-import-${engine}`, { rounds, records, kept, acknowledged })
  })
}

t.test('the command that is killed keeps whole thousands, and the next one does the rest', async t => {
  const place = await placeOf(t, 'postgresql', 'empty')
  const records = isFull ? 12_020 : 1_020
  const file = join(await temporaryDirectory(t), 'records.ndjson')
  await writeFile(file, fileOf('command', records))
  const rounds = isFull ? 4 : 1
  for (let round = 0; round < rounds; round++) {
    const { child, ended } = launch(t, 'commands/cli', ['import', file], place)
    let said = ''
    while (!/Writing: [1-9][\d,]* of/.test(said)) said += (await once(child.stderr, 'data'))[0]
    if (isFull) await setTimeout(150 * round)
    child.kill('SIGKILL')
    await ended
  }
  const last = await cli(t, ['import', file], place)
  const [, created, unchanged] = /^(\d+) created, 0 updated, (\d+) unchanged/.exec(last.stdout) ?? []
  t.equal(Number(created) + Number(unchanged), records, last.stderr)
  t.ok(Number(unchanged) % 1_000 === 0 || Number(unchanged) === records, last.stdout)
  t.ok(Number(unchanged) > 0)
  t.match(await cli(t, ['verify'], place), isSound)
  await report(t, 'kill-import-command', { rounds, records, kept: Number(unchanged) })
})
