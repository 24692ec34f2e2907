import { channel } from 'node:diagnostics_channel'

/** Tells whoever listens how long each stage of a write took: `turn` and `lock` are waiting, `save` and `commit` are work. */
export const writeStageChannel = 'registry:write-stage'
const writeStages = channel(writeStageChannel)

export interface WriteStage {
  stage: 'turn' | 'lock' | 'save' | 'commit'
  seconds: number
}

/** Takes the time of the stages of a write, each from the end of the one before. */
export function stopwatch(): (stage: WriteStage['stage']) => void {
  let last = performance.now()
  return stage => {
    const now = performance.now()
    writeStages.publish({ stage, seconds: (now - last) / 1000 } satisfies WriteStage)
    last = now
  }
}
