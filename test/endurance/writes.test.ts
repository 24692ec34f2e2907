import { setTimeout } from 'node:timers/promises'
import autocannon from 'autocannon'
import t from 'tap'
import { agreementsSeeded } from '../fixtures/data-set.ts'
import { cli, emptyPlace, launch, placeOf, serve } from '../process/processes.ts'
import { engines } from '../start.ts'
import { create, during, idsAt, isFull, report, tally } from './load.ts'

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
      const current = await fetch(url)
      await current.arrayBuffer()
      const etag = current.headers.get('etag')
      if (!etag) {
        t.equal(current.status, 503)
        await setTimeout(50)
        continue
      }
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
    const there = await idsAt(service.address)
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

interface Feed {
  items: { agreement: string; recordedAt: string }[]
  next: string
  more: boolean
}

t.test('whoever follows the feed while many write meets each change once, in order', async t => {
  const service = await serve(t, await placeOf(t, 'postgresql', 'filled'))
  const [writers, each] = [16, isFull ? 625 : 8]
  const read = async (address: string) => (await (await fetch(new URL(address, service.address))).json()) as Feed
  let feed = await read('/v1/changes?limit=200')
  while (feed.items.length > 0) feed = await read(feed.next)

  const written: string[] = []
  const writing = Promise.all(
    Array.from({ length: writers }, async (_, n) => {
      for (let i = 0; i < each; i++) {
        const id = `followed-${n}-${i}`
        while ((await create(service, id)) !== 201) await setTimeout(50)
        written.push(id)
      }
    })
  )
  const met: Feed['items'] = []
  while (met.length < writers * each) {
    feed = await read(feed.next)
    met.push(...feed.items)
    if (feed.items.length === 0) await setTimeout(20)
  }
  await writing
  t.equal((await read(feed.next)).items.length, 0, 'and nothing else')
  t.same(met.map(({ agreement }) => agreement).sort(), written.sort())
  const moments = met.map(({ recordedAt }) => recordedAt)
  t.same(moments, [...moments].sort())
  await report(t, 'feed', { writers, changes: met.length })
})

for (const engine of engines) {
  const skip = !isFull && engine === 'embedded' && 'in the full run'
  t.test(`a first start that is killed amid the filling is made good by the next (${engine})`, { skip }, async t => {
    const place = await emptyPlace(t, engine)
    const rounds = isFull ? 10 : 1
    let cut = 0
    for (let round = 0; round < rounds; round++) {
      const { child, printed, ended } = launch(t, 'main', [], place)
      while (!printed().includes('data set') && child.exitCode === null) await setTimeout(20)
      // Later in each round.
      await setTimeout(100 * round)
      child.kill('SIGKILL')
      if ((await ended).signal === 'SIGKILL') cut++
    }
    t.equal(cut, rounds)
    const service = await serve(t, place)
    const { page } = (await (await fetch(`${service.address}/v1/agreements?total=true`)).json()) as {
      page: { total: number }
    }
    t.equal(page.total, agreementsSeeded)
    await service.stop()
    t.match(await cli(t, ['verify'], place), { code: 0, stdout: '0 differences found.\n' })
    await report(t, `first-fill-${engine}`, { rounds })
  })
}

t.test(
  'those who write beside many readers keep a good part of their pace',
  { skip: !isFull && 'in the full run' },
  async t => {
    const service = await serve(t, await placeOf(t, 'postgresql', 'filled'))
    /** Records that eight writers make in ten seconds. */
    const written = async (name: string) => {
      let count = 0
      await during(10_000, 8, async (n, i) => {
        if ((await create(service, `${name}-${n}-${i}`)) === 201) count++
      })
      return count
    }
    await written('warm')
    const alone = await written('alone')
    // In a thread of their own: it is not the writers' clients that are to be slow.
    const url = `${service.address}/v1/agreements`
    const reading = autocannon({ url, connections: 200, duration: 11, workers: 1 })
    const beside = await written('beside')
    await reading
    t.ok(beside >= 0.3 * alone, `${beside} of ${alone}`)
    await report(t, 'writers-beside-readers', { alone, beside, share: Number((beside / alone).toFixed(2)) })
  }
)
