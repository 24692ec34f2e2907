import { realpath, rename, rm, stat } from 'node:fs/promises'
import { unusableFile } from './usage.ts'

/**
 * Writes a file that is there under its name only when it is whole: what had that name before stays until then, and for good
 * where writing fails. What is no plain file, as a pipe, is written to as it is.
 *
 * @param write gets the name to write to meanwhile
 * @throws UsageError where the file system refuses
 */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<void> {
  const isPlain = (await stat(file).catch(() => undefined))?.isFile() ?? true
  // Where a link leads.
  const place = await realpath(file).catch(() => file)
  const part = isPlain ? `${place}.part` : place
  try {
    await write(part)
    if (isPlain) await rename(part, place)
  } catch (error) {
    throw isOfFiles(error) ? unusableFile(file, 'written', error) : error
  } finally {
    // Where nothing could be written, nothing is to be removed.
    if (isPlain) await rm(part, { force: true }).catch(() => {})
  }
}

/** Whether the file system refused something. */
export const isOfFiles = (error: unknown): error is NodeJS.ErrnoException => {
  const { syscall } = error as NodeJS.ErrnoException
  return syscall !== undefined && !/^(connect|spawn)/.test(syscall)
}
