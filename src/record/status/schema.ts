import { Type } from 'typebox'
export const Status = Type.Object({}, { $id: 'Status' })
export const Totals = Type.Object({}, { $id: 'Totals' })
export const StatusExplanation = Type.Object({}, { $id: 'StatusExplanation' })
export const statusSchemas = [Status, Totals, StatusExplanation]
