import { createKey, type Key, listKeys, revokeKey, rotateKey, type Scope, scopes, scopesUpTo } from '../keys/store.ts'
import { today as dayOf, isDay } from '../record/dates.ts'
import { actors } from './actors.ts'
import { withDatabase } from './open.ts'
import { keysUsage, optionsOf, UsageError, unknown } from './usage.ts'

const actions = { create, list, rotate, revoke }

/** `npm run keys -- …`: keys are made, listed, rotated and revoked by whoever can reach the database, never over HTTP. */
export async function keys([action, ...args]: string[]): Promise<void> {
  if (action === undefined) throw new UsageError(keysUsage)
  if (!Object.hasOwn(actions, action)) throw unknown('action', action, Object.keys(actions), keysUsage)
  await actions[action as keyof typeof actions](args)
}

async function create(args: string[]): Promise<void> {
  const { name, scope, expires } = optionsOf(
    args,
    { name: { type: 'string' }, scope: { type: 'string', multiple: true }, expires: { type: 'string' } },
    keysUsage
  )
  const now = new Date()
  const key = {
    name: unreserved(named(name)),
    scopes: scopesOf(scope ?? ['write']),
    createdAt: now,
    expiresAt: expiry(expires, now)
  }
  await withDatabase(async ({ db }) => {
    const secret = await createKey(db, key)
    if (!secret)
      throw new UsageError(`There is a key named ${JSON.stringify(key.name)} already. Names are never used again.`)
    console.log(secret)
    console.error(`Key ${JSON.stringify(key.name)} with scope ${key.scopes.join(' and ')}. It is shown only once.`)
  })
}

async function list(args: string[]): Promise<void> {
  optionsOf(args, {}, keysUsage)
  await withDatabase(async ({ db }) => {
    const now = new Date()
    const rows = (await listKeys(db)).map(key => [
      key.name,
      key.scopes.join(','),
      dayOf(key.createdAt),
      key.lastUsedAt ? minuteOf(key.lastUsedAt) : 'never',
      stateOf(key, now)
    ])
    console.log(inColumns([['NAME', 'SCOPE', 'MADE', 'LAST USED', 'STATE'], ...rows]))
  })
}

async function rotate(args: string[]): Promise<void> {
  const { name, overlap } = optionsOf(args, { name: { type: 'string' }, overlap: { type: 'string' } }, keysUsage)
  const hours = hoursOf(overlap ?? '24')
  const known = named(name)
  await withDatabase(async ({ db }) => {
    const now = new Date()
    const previousUntil = new Date(now.getTime() + hours * 3_600_000)
    const secret = await rotateKey(db, known, { now, previousUntil })
    if (!secret) throw new UsageError(`No valid key is named ${JSON.stringify(known)}.`)
    console.log(secret)
    const before = hours === 0 ? 'ended just now' : `is good until ${minuteOf(previousUntil)}`
    console.error(
      `The new secret of the key ${JSON.stringify(known)}. It is shown only once. The one before ${before}.`
    )
  })
}

/** How long two secrets may be good, in hours: thirty days at most. */
function hoursOf(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 720) return Number(text)
  throw new UsageError(`--overlap takes hours from 0 to 720, not ${JSON.stringify(text)}.`)
}

async function revoke(args: string[]): Promise<void> {
  const name = named(optionsOf(args, { name: { type: 'string' } }, keysUsage).name)
  await withDatabase(async ({ db }) => {
    if (!(await revokeKey(db, name, new Date()))) throw new UsageError(`No valid key is named ${JSON.stringify(name)}.`)
    console.log(`Key ${JSON.stringify(name)} is revoked.`)
  })
}

function named(name: string | undefined): string {
  if (name?.trim()) return name.trim()
  throw new UsageError('Say which key, after two dashes: npm run keys -- … --name NAME')
}

function unreserved(name: string): string {
  if (!(Object.values(actors) as string[]).includes(name)) return name
  throw new UsageError(`${JSON.stringify(name)} is what "npm run ${name}" writes as. Choose another name.`)
}

function scopesOf(texts: string[]): Scope[] {
  const unknown = texts.find(text => !(scopes as readonly string[]).includes(text))
  if (unknown !== undefined)
    throw new UsageError(`There is no scope ${JSON.stringify(unknown)}. Scopes are read, write and admin.`)
  const most = scopes.findLast(scope => texts.includes(scope)) as Scope
  return scopesUpTo(most)
}

/** A key is good until the end of its last day (UTC). */
function expiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null
  if (!isDay(text)) throw new UsageError(`--expires takes a day such as 2027-12-31, not ${JSON.stringify(text)}.`)
  if (text < dayOf(now)) throw new UsageError(`--expires ${text} is in the past: no request would be let in.`)
  return new Date(`${text}T23:59:59.999Z`)
}

const minuteOf = (moment: Date): string => `${moment.toISOString().slice(0, 16)}Z`

function stateOf({ revokedAt, expiresAt, previousUntil, seenInClearAt }: Key, now: Date): string {
  if (revokedAt) return `revoked on ${dayOf(revokedAt)}`
  if (expiresAt && expiresAt <= now) return `expired on ${dayOf(expiresAt)}`
  return [
    expiresAt ? `valid until ${dayOf(expiresAt)}` : 'valid',
    ...(previousUntil && previousUntil > now ? [`its secret before until ${minuteOf(previousUntil)}`] : []),
    ...(seenInClearAt ? [`came unencrypted on ${dayOf(seenInClearAt)}: rotate it`] : [])
  ].join(', ')
}

/** As wide as the longest text of each column, and two blanks between them. */
function inColumns(rows: string[][]): string {
  const widths = (rows[0] as string[]).map((_, i) => Math.max(...rows.map(row => (row[i] as string).length)))
  return rows
    .map(row =>
      row
        .map((text, i) => text.padEnd(widths[i] as number))
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
