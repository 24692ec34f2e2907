import { eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { setting } from './tables.ts'

/** `status_code_version` is the version of all that is derived; its name is the one by which older code looks for it. */
type SettingName = 'cursor_key' | 'status_code_version' | 'time_passed_until'

/** The value of a setting, undefined when it was never set. */
export async function findSetting(db: Db, name: SettingName): Promise<string | undefined> {
  const [row] = await db.select().from(setting).where(eq(setting.name, name))
  return row?.value
}

/** Sets a setting, or replaces it. */
export async function saveSetting(db: Db, name: SettingName, value: string): Promise<void> {
  await db.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } })
}

/** The value of a setting that the first process makes and all others share. */
export async function sharedSetting(db: Db, name: SettingName, make: () => string): Promise<string> {
  await db.insert(setting).values({ name, value: make() }).onConflictDoNothing()
  return (await findSetting(db, name)) as string
}
