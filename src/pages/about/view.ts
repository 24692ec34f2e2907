import type { Day } from '../../record/dates.ts'

/** What is known, in numbers of agreements as of today. */
export interface AboutView {
  today: Day
  agreements: number
  /** With a count of people moved. */
  withPersons: number
  /** Without any fee, grant or payment. */
  withoutMoney: number
  /** Of which no transfer is recorded, or which are known never to have been carried out. */
  unimplemented: number
  /** Of which a party or an official register published the text. */
  published: number
}
