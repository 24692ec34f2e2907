/** Notes one fault of a record: where (a plain JSON Pointer), its kind, and how to mend it. */
export type Say = (pointer: string, code: string, detail: string) => void
