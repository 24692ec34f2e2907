import Big from 'big.js'
import { printParseErrorCode, visit } from 'jsonc-parser'
import { limits } from '../limits.ts'
import { type FieldError, pointerTo, problem } from '../problems.ts'

// JSON.parse forgives what a registry must not: the last of two members of one name wins, 9007199254740993 becomes …992,
// half a surrogate pair becomes whatever the database makes of it. So a visitor goes over the text first. It is two and a
// half times as slow as JSON.parse (9 ms for 1 MB), and ends at the 33rd of a million brackets.

/** Names that JavaScript gives a meaning of its own. */
const reservedNames = new Set(['__proto__', 'constructor', 'prototype'])

/** Characters that no name of a member may have: PostgreSQL cannot hold U+0000, and nobody can see the others. */
const controlCharacter = /\p{Cc}/u

/** Where a text begins in the body that it is a part of; lines and columns count from 1. */
export interface Start {
  line: number
  column: number
}

/**
 * The value of a JSON text in UTF-8 (RFC 8259), each member as it was sent or not at all.
 *
 * @throws ApiProblem malformed-request when the text is no JSON, is nested deeper than 32, or an object has a member twice,
 *   more than 200 members or a name that JavaScript reserves; invalid-record when it holds text or numbers that cannot be kept
 */
export function parseJson(bytes: Uint8Array, start: Start = { line: 1, column: 1 }): unknown {
  const text = decodeUtf8(bytes)
  if (text.trim() === '') throw problem('malformed-request', { detail: 'The body is empty; it must be JSON.' })
  inspect(text, start)
  return JSON.parse(text)
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw problem('malformed-request', { detail: 'The body is not valid UTF-8.' })
  }
}

function inspect(text: string, start: Start): void {
  /** The names met so far in each object around; null for an array. */
  const open: (Set<string> | null)[] = []
  const faults: FieldError[] = []
  const refuse = (path: (string | number)[], code: string, detail: string) => {
    if (faults.length <= limits.errors) faults.push({ pointer: pointerTo(path), code, detail })
  }
  const malformed = (what: string, line: number, column: number) =>
    problem('malformed-request', {
      detail: `The body cannot be read at line ${start.line + line}, column ${(line === 0 ? start.column : 1) + column}: ${what}.`
    })
  const begin = (names: Set<string> | null, line: number, column: number) => {
    if (open.push(names) > limits.depth) throw malformed(`values are nested deeper than ${limits.depth}`, line, column)
  }
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line, column) => begin(new Set(), line, column),
      onArrayBegin: (_offset, _length, line, column) => begin(null, line, column),
      onObjectEnd: () => void open.pop(),
      onArrayEnd: () => void open.pop(),
      onObjectProperty(name, _offset, _length, line, column, path) {
        const names = open.at(-1) as Set<string>
        const shown = JSON.stringify(name.slice(0, 60))
        if (names.has(name)) throw malformed(`the member ${shown} appears twice`, line, column)
        if (reservedNames.has(name)) throw malformed(`a member cannot be named ${shown}`, line, column)
        if (names.add(name).size > limits.members)
          throw malformed(`an object has over ${limits.members} members`, line, column)
        const fault = textFault(name) ?? (controlCharacter.test(name) ? 'a control character' : undefined)
        if (fault) refuse(path(), 'unusable_text', `The name of a member here holds ${fault}.`)
      },
      onLiteralValue(value, offset, length, _line, _column, path) {
        const fault = typeof value === 'string' ? textFault(value) : undefined
        if (fault) refuse(path(), 'unusable_text', `This text holds ${fault}.`)
        if (typeof value === 'number' && !isExact(text.slice(offset, offset + length), value)) {
          refuse(path(), 'inexact_number', 'This number is too large or too precise to be kept as it is.')
        }
      },
      onError(error, _offset, _length, line, column) {
        throw malformed(explanations[printParseErrorCode(error)] ?? 'this is no JSON', line, column)
      }
    },
    { disallowComments: true }
  )
  if (faults.length > 0) throw problem('invalid-record', { errors: faults })
}

const textFault = (text: string): string | undefined =>
  text.isWellFormed() ? (text.includes('\0') ? 'the character U+0000' : undefined) : 'half of a surrogate pair'

/** Whether a number means the same before and after reading. Up to 15 digits always survive (IEEE 754, binary64). */
function isExact(literal: string, value: number): boolean {
  if (literal.length <= 15 && /^-?\d+$/.test(literal)) return true
  return Number.isFinite(value) && new Big(literal).eq(value)
}

/** What jsonc-parser finds, in words. */
const explanations: Record<string, string> = {
  InvalidSymbol: 'this is no JSON value; names and texts stand in double quotes',
  InvalidNumberFormat: 'this is no JSON number',
  PropertyNameExpected: 'the name of a member is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something follows the end of the value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'a text has no closing quotation mark',
  UnexpectedEndOfNumber: 'a number breaks off',
  InvalidUnicode: '\\u is not followed by four hexadecimal digits',
  InvalidEscapeCharacter: 'JSON has no such escape in texts',
  InvalidCharacter: 'a control character in a text must be escaped'
}
