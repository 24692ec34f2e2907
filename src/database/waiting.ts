import { AsyncLocalStorage } from 'node:async_hooks'

/** Says when whoever waits for what is read now is gone; unset where that is nobody alone. */
const waiting = new AsyncLocalStorage<AbortSignal | undefined>()

/** Runs `task`, and all that it begins, for one who is there until `gone` says otherwise. */
export const readFor = <T>(gone: AbortSignal, task: () => T): T => waiting.run(gone, task)

/** Runs `task` for several, of whom one may go. */
export const readForAll = <T>(task: () => T): T => waiting.run(undefined, task)

/** Says when whoever waits for what is read now is gone. */
export const whoeverWaits = (): AbortSignal | undefined => waiting.getStore()
