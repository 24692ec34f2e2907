import type { Agreement } from '../record/schema/agreement.ts'
import { type Derived, derive } from './deriving.ts'

/** Runs in a thread of its own (`deriving.ts`). */
export default (record: Agreement): Derived => derive(record)
