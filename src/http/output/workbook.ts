import { Piscina } from 'piscina'

/** Characters of a cell that Excel takes at most. */
const MOST_CHARACTERS = 32_767

/** A sheet: its name, and its rows, of which the first says what the columns are. */
export interface Sheet {
  name: string
  rows: (string | number | boolean | null)[][]
}

/** One thread: a workbook is put together in memory, so that two at a time would take twice of it. */
let thread: Piscina<Sheet[], Uint8Array> | undefined

/** A workbook of Excel (Office Open XML), made in another thread: that takes long, and no other request waits for it. */
export function workbookOf(sheets: Sheet[]): Promise<Uint8Array> {
  thread ??= new Piscina({
    filename: new URL('./workbook-thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000
  })
  return thread.run(sheets)
}

/** A cell as a workbook takes it. A text stays one, whatever it begins with. */
export function cellOf(value: string | number | boolean | null) {
  if (value === null || value === '') return null
  return typeof value === 'string' ? { value: value.slice(0, MOST_CHARACTERS), type: String } : value
}
