import type { Agreement } from '../schema.ts'
export function explainStatus(_record: Agreement, _clocks: { asOf: string; reportedBy: string }) {
  return { events: [] }
}
