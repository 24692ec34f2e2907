import { derivedOf, type WithDerived, withoutDerived } from '../agreements/derived-members.ts'
import { ReplacementBody } from '../agreements/schemas.ts'
import { bytes, limits } from '../limits.ts'
import { ApiProblem, type FieldError, problem } from '../problems.ts'
import { type AgreementInput, recordSchemas } from '../record/schema/agreement.ts'
import { parseJson } from '../validation/json.ts'
import { compileValidator } from '../validation/strict.ts'
import { type Bytes, type Item, readers } from './items.ts'

/** How a file holds its records. */
export type FileType = keyof typeof readers
export const fileTypes = Object.keys(readers) as [FileType, ...FileType[]]

/** A record of a file, or what is wrong with its form. */
export interface ReadRecord {
  /** The line on which it begins. */
  line: number
  /** Its id, as far as it has one. */
  id: string | null
  /** Derived members that came with it. They are not taken. */
  derivedMembers: number
  input: (AgreementInput & { id: string }) | undefined
  faults: FieldError[]
}

const problemsOf = compileValidator(recordSchemas, ReplacementBody)

/**
 * The records of a file, as it arrives.
 *
 * @throws ApiProblem content-too-large, malformed-request where it is no list of records
 */
export async function* readRecords(chunks: Bytes, type: FileType): AsyncGenerator<ReadRecord> {
  let records = 0
  for await (const item of readers[type](counted(chunks))) {
    if (++records > limits.import.records)
      throw problem('content-too-large', {
        detail: `The file has over ${limits.import.records.toLocaleString('en')} records. Send it in parts.`
      })
    yield read(item)
  }
}

async function* counted(chunks: Bytes): Bytes & AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > limits.import.body)
      throw problem('content-too-large', {
        detail: `The file has over ${bytes(limits.import.body)}. Send it in parts.`
      })
    yield chunk
  }
}

function read({ line, column, bytes: text }: Item): ReadRecord {
  try {
    if (!text)
      throw problem('content-too-large', { detail: `A record may have ${bytes(limits.body)}; this one has more.` })
    return checked(line, parseJson(text, { line, column }))
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    const faults = error.errors ?? [{ pointer: '', code: error.code.replaceAll('-', '_'), detail: error.detail }]
    return { line, id: null, derivedMembers: 0, input: undefined, faults }
  }
}

/** The form of a record. Its meaning is looked at where it is compared with what is there. */
function checked(line: number, value: unknown): ReadRecord {
  const sent = Object(value) as AgreementInput & WithDerived
  const id = typeof sent.id === 'string' ? sent.id : null
  const faults = problemsOf(value)
  if (faults.length === 0 && id === null) faults.push(unnamed)
  const derivedMembers = Object.keys(derivedOf(sent)).length
  const input = faults.length === 0 ? (withoutDerived(sent) as AgreementInput & { id: string }) : undefined
  return { line, id, derivedMembers, input, faults }
}

const unnamed: FieldError = {
  pointer: '/id',
  code: 'missing',
  detail: 'A record of a file needs an id, by which the file can be imported again and its records can name each other.'
}
