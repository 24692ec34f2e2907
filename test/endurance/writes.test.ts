import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { cli, placeOf, serve } from '../process/processes.ts'
import { engines } from '../start.ts'
import { create, isFull, report, tally } from './load.ts'

t.test('of many who change one record at once each wins a version of its own, and no change is lost', async t => {
  const service = await serve(t, await placeOf(t, 'postgresql', 'empty'))
  const { address, key } = service
  const url = `${address}/v1/agreements/contested`
  const creators = await Promise.all(Array.from({ length: 32 }, () => create(service, 'contested')))
  t.match(tally(creators), { 201: 1, 409: 31 }, 'of those who create it one does')

  const writers = isFull ? 64 : 16
  let attempts = 0
  const change = async (n: number) => {
    for (;;) {
      const etag = (await fetch(url)).headers.get('etag') ?? ''
      attempts++
      const { status } = await fetch(`${url}?note=writer-${n}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/merge-patch+json', 'if-match': etag },
        body: JSON.stringify({ notes: `By writer ${n}.` })
      })
      if (status === 200) return
      t.ok([412, 503].includes(status), `${status}`)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, n) => change(n)))
  const { items } = (await (await fetch(`${url}/revisions?limit=200`)).json()) as {
    items: { version: number; note: string | null }[]
  }
  const ours = items.filter(({ version }) => version > 1)
  t.same(new Set(ours.map(({ note }) => note)).size, writers)
  t.same(
    ours.map(({ version }) => version).sort((one, other) => one - other),
    Array.from({ length: writers }, (_, i) => i + 2)
  )
  await report(t, 'one-record', { writers, attempts })
})

for (const engine of engines) {
  const skip = !isFull && engine === 'postgresql' && 'in the full run'
  t.test(`what was acknowledged survives kill -9 amid writes (${engine})`, { skip }, async t => {
    const place = await placeOf(t, engine, 'empty')
    const rounds = isFull ? 30 : 2
    const acknowledged: string[] = []
    let key: string | undefined
    for (let round = 0; round < rounds; round++) {
      const service = await serve(t, place)
      key ??= service.key
      let isUp = true
      const write = async (n: number) => {
        for (let i = 0; isUp; i++) {
          const id = `round-${round}-${n}-${i}`
          if ((await create({ address: service.address, key }, id)) === 201) acknowledged.push(id)
        }
      }
      const writing = Promise.all(Array.from({ length: 8 }, (_, n) => write(n)))
      await setTimeout(500 + ((round * 137) % 700))
      const ended = service.stop('SIGKILL')
      isUp = false
      t.match(await ended, { signal: 'SIGKILL' })
      await writing
    }
    const service = await serve(t, place)
    const lines = await (await fetch(`${service.address}/v1/agreements?format=ndjson&fields=id`)).text()
    const there = new Set(
      lines
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).id)
    )
    t.same(
      acknowledged.filter(id => !there.has(id)),
      [],
      'every acknowledged write is there'
    )
    t.ok(acknowledged.length > rounds)
    await service.stop()
    t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
    await report(t, `kill-${engine}`, { rounds, acknowledged: acknowledged.length, lost: 0 })
  })
}
