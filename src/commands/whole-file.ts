import { rename, rm } from 'node:fs/promises'
import { unusableFile } from './usage.ts'

/**
 * Writes a file that is there under its name only when it is whole: what had that name before stays until then, and for good
 * where writing fails.
 *
 * @param write gets the name to write to meanwhile
 * @throws UsageError where the file system refuses
 */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${file}.part`
  try {
    await write(part)
    await rename(part, file)
  } catch (error) {
    throw isOfFiles(error) ? unusableFile(file, 'written', error) : error
  } finally {
    // Where nothing could be written, nothing is to be removed.
    await rm(part, { force: true }).catch(() => {})
  }
}

/** Whether the file system refused something. */
export const isOfFiles = (error: unknown): error is NodeJS.ErrnoException => {
  const { syscall } = error as NodeJS.ErrnoException
  return syscall !== undefined && !/^(connect|spawn)/.test(syscall)
}
