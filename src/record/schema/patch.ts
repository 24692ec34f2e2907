import { type TSchema, Type } from 'typebox'
import { resolve, type Schema } from './resolve.ts'

/**
 * The schemas of a merge patch (RFC 7396) of an object: any of its members, at any depth, but lists as a whole. What need not
 * be there is removed by null.
 *
 * @param input the named schema of the whole
 * @returns the schema of the patch, named `…Patch`, and behind it those of the objects within
 */
export function patchesOf(input: Schema): [TSchema, ...TSchema[]] {
  const inner: TSchema[] = []
  const members = Object.entries(input.properties ?? {}).map(([name, member]): [string, TSchema] => {
    const target = resolve(member)
    const isRequired = input.required?.includes(name)
    if (target === member || !target.properties) return [name, isRequired ? member : orNull(member)]
    const [patch, ...within] = patchesOf(target)
    inner.push(patch, ...within)
    return [name, orNull({ $ref: `${(patch as Schema).$id}#`, description: member.description } as Schema)]
  })
  const patch = Type.Object(Object.fromEntries(members.map(([name, member]) => [name, Type.Optional(member)])), {
    $id: patchNameOf(input),
    additionalProperties: false,
    description: `What changes of it. ${input.description}`
  })
  return [patch, ...inner]
}

const patchNameOf = ({ $id = '' }: Schema): string => `${$id.replace(/Input$/, '')}Patch`

/** The same schema, which takes null too. */
function orNull(schema: Schema): TSchema {
  const { $ref, type, enum: values, default: _default, ...rest } = schema as Schema & { enum?: unknown[] }
  if (schema.anyOf) return schema
  if ($ref) return Type.Unsafe({ anyOf: [{ $ref }, { type: 'null' }], ...rest })
  const nullable = { ...rest, type: [...new Set([type, 'null'].flat())] }
  return Type.Unsafe(values ? { ...nullable, enum: [...new Set([...values, null])] } : nullable)
}
