import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from './registry.ts'

export type Schemas = components['schemas']

/** Lists come as CSV and as workbooks too; answers are typed as the JSON that a client gets who asks for nothing else. */
type Json = 'application/json' | 'application/problem+json'

/** The registry at an address, typed by its API document; with a key it can be written to. */
export const registryAt = (baseUrl: string, key?: string): Client<paths, Json> =>
  createClient<paths, Json>({ baseUrl, headers: key ? { Authorization: `Bearer ${key}` } : {} })
