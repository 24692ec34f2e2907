import {
  backupUsage,
  exportUsage,
  importUsage,
  keysUsage,
  openapiUsage,
  restoreUsage,
  seedUsage,
  sourcesUsage,
  UsageError,
  unknown,
  usage
} from './usage.ts'

type Command = (args: string[]) => Promise<void>

/** Each is loaded when it is asked for: who lists keys should not wait for a web server. */
const commands: Record<string, () => Promise<Command>> = {
  migrate: async () => (await import('./upkeep.ts')).migrate,
  seed: async () => (await import('./upkeep.ts')).fill,
  import: async () => (await import('./imports.ts')).importFile,
  export: async () => (await import('./imports.ts')).exportFile,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./backup.ts')).restore,
  keys: async () => (await import('./keys.ts')).keys,
  sources: async () => (await import('./sources.ts')).sources,
  openapi: async () => (await import('./openapi.ts')).writeDocument,
  verify: async () => (await import('./upkeep.ts')).verifyAll,
  rebuild: async () => (await import('./upkeep.ts')).rebuildAll
}

/** How those are used that take arguments. */
const usages: Record<string, string> = {
  seed: seedUsage,
  import: importUsage,
  export: exportUsage,
  backup: backupUsage,
  restore: restoreUsage,
  keys: keysUsage,
  sources: sourcesUsage,
  openapi: openapiUsage
}

/**
 * Carries out what a person typed: the name of a command, and what it takes.
 *
 * @throws UsageError
 */
export async function run([name, ...args]: string[]): Promise<void> {
  if (name === undefined) throw new UsageError(usage)
  const ownUsage = Object.hasOwn(usages, name) ? usages[name] : undefined
  if ([name, ...args].some(arg => /^(--help|-h)$/.test(arg))) return console.log(ownUsage ?? usage)
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) throw unknown('command', name, Object.keys(commands), usage)
  if (!ownUsage && args.length > 0) throw new UsageError(`"npm run ${name}" takes nothing more.\n\n${usage}`)
  await (await load())(args)
}
