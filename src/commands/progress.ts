import { SingleBar } from 'cli-progress'

/** How far something has come that takes long. */
export interface Progress {
  at(done: number): void
  end(): void
}

/** Shows on standard error how far something has come: by a bar in a terminal, and elsewhere by a line for each tenth. */
export function showProgress(what: string, total: number, unit: string): Progress {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: `${what} {bar} {percentage}% | {value} of {total} ${unit}`, hideCursor: true })
    bar.start(total, 0)
    return { at: done => bar.update(done), end: () => bar.stop() }
  }
  let said = 0
  return {
    at(done) {
      const tenths = Math.floor((done / total) * 10)
      if (tenths <= said) return
      said = tenths
      console.error(`${what}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${unit}`)
    },
    end() {}
  }
}
