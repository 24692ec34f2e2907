/**
 * The version of everything that follows from a record by this code: its complete form, and the columns, rows and status
 * intervals that are stored beside it. Raised when any of that changes; what an older version stored is derived again at the next
 * start (`upkeep/store-rebuild.ts`).
 */
export const derivedVersion = 10
