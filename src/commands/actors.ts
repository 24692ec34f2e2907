/**
 * Names under which commands write records. No key gets one of them: who wrote a revision decides whether an update of the data
 * set may follow it.
 */
export const actors = { seed: 'seed', sources: 'sources', import: 'import' } as const
