import { type Static, type TObject, type TOptional, type TSchema, type TUnsafe, Type } from 'typebox'
import { limits } from '../../limits.ts'

// Every part of a record is written down once and yields two schemas: the complete form, in which every member is present,
// and the input form, in which only the members that carry the meaning are required.

/** The two forms of one part. */
export type Forms<C extends TSchema = TSchema, I extends TSchema = TSchema> = { complete: C; input: I }

type Member = TSchema | Forms
type Members = Record<string, Member>
type CompleteOf<M> = M extends Forms<infer C> ? C : M extends TSchema ? M : never
type InputOf<M> = M extends Forms<TSchema, infer I> ? I : M extends TSchema ? M : never
type CompleteMembers<M extends Members> = { [K in keyof M]: CompleteOf<M[K]> }
type InputMembers<M extends Members, R> = { [K in keyof M]: K extends R ? InputOf<M[K]> : TOptional<InputOf<M[K]>> }

/** A reference to a schema that has an `$id`; it has the same static type and becomes a named component of the documentation. */
export function ref<T extends TSchema>(schema: T): TUnsafe<Static<T>> {
  return Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` })
}

/** Both forms of an object; the input form is named `…Input`, and other members than `required` may be left out of it.
 * Where nothing may be left out, both forms are one component. */
export function part<M extends Members, R extends keyof M & string>(
  name: string,
  description: string,
  required: readonly R[],
  members: M
): Forms<TObject<CompleteMembers<M>>, TObject<InputMembers<M, R>>> {
  const complete: Record<string, TSchema> = {}
  const input: Record<string, TSchema> = {}
  for (const [key, member] of Object.entries(members)) {
    const forms = isForms(member) ? member : { complete: member, input: member }
    complete[key] = forms.complete
    input[key] = (required as readonly string[]).includes(key) ? forms.input : Type.Optional(forms.input)
  }
  const closed = { additionalProperties: false }
  const object = Type.Object(complete, { $id: name, description, ...closed })
  const same = required.length === Object.keys(members).length && !Object.values(members).some(isForms)
  if (same) return { complete: object, input: object } as never
  return {
    complete: object as never,
    input: Type.Object(input, {
      $id: `${name}Input`,
      description: `${description} As people write it.`,
      ...closed
    }) as never
  }
}

/** A reference to either form. */
export function refs<C extends TSchema, I extends TSchema>(
  forms: Forms<C, I>
): Forms<TUnsafe<Static<C>>, TUnsafe<Static<I>>> {
  return { complete: ref(forms.complete), input: ref(forms.input) }
}

/** A reference to either form, or null. */
export function refsOrNull<C extends TSchema, I extends TSchema>(
  forms: Forms<C, I>,
  description: string
): Forms<TUnsafe<Static<C> | null>, TUnsafe<Static<I> | null>> {
  return { complete: refOrNull(forms.complete, description), input: refOrNull(forms.input, description) }
}

/** A reference to a schema, or null. */
export function refOrNull<T extends TSchema>(schema: T, description: string): TUnsafe<Static<T> | null> {
  return Type.Unsafe<Static<T> | null>({ anyOf: [ref(schema), { type: 'null' }], description })
}

/** A list of references to either form; it is never null. */
export function listOf<C extends TSchema, I extends TSchema>(
  forms: Forms<C, I>,
  options: { description: string; minItems?: number; maxItems?: number }
): Forms<TUnsafe<Static<C>[]>, TUnsafe<Static<I>[]>> {
  const list = (schema: TSchema) => ({ type: 'array', items: ref(schema), maxItems: limits.items, ...options })
  return {
    complete: Type.Unsafe<Static<C>[]>(list(forms.complete)),
    input: Type.Unsafe<Static<I>[]>(list(forms.input))
  }
}

function isForms(member: Member): member is Forms {
  return 'complete' in member && 'input' in member
}
