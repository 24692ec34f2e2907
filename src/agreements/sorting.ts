/** One key of an order. */
export interface SortKey<Field extends string = string> {
  field: Field
  descending: boolean
}

/** The values of a row in the columns that a list is sorted by. */
export type SortValues = (string | number)[]

/** What a list can be sorted by. */
export interface Sortable<Field extends string> {
  fields: readonly Field[]
  /** Fields in which no two rows are equal. */
  unique: readonly Field[]
}

/**
 * Reads `-signedOn,title`. The id is appended where two rows could stand level, in the direction of the last field, so that one
 * index can serve the whole order.
 *
 * @returns the keys, or a sentence that says what is wrong
 */
export function parseSort<Field extends string>(
  text: string,
  { fields, unique }: Sortable<Field | 'id'>
): SortKey<Field | 'id'>[] | string {
  const isField = (field: string): field is Field | 'id' => (fields as readonly string[]).includes(field)
  const keys: SortKey<Field | 'id'>[] = []
  for (const part of text.split(',')) {
    const field = part.replace(/^-/, '')
    if (!isField(field))
      return `${JSON.stringify(part)} is no field to sort by. Use ${fields.join(', ')}, each with a minus before it for descending order.`
    if (keys.some(key => key.field === field)) return `${field} appears twice. Name each field once.`
    keys.push({ field, descending: part.startsWith('-') })
  }
  if (!keys.some(key => unique.includes(key.field)))
    keys.push({ field: 'id', descending: text.split(',').at(-1)?.startsWith('-') ?? false })
  return keys
}

/** What an order looks like, for the API document. */
export const sortPattern = (fields: readonly string[]): string => {
  const key = `-?(${fields.join('|')})`
  return `^${key}(,${key})*$`
}

/** The same order from its end. */
export const reversed = <Field extends string>(keys: SortKey<Field>[]): SortKey<Field>[] =>
  keys.map(key => ({ ...key, descending: !key.descending }))
