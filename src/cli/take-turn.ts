import { setTimeout } from 'node:timers/promises'
import { joinLine, type RunAhead } from '../adapters/pipeline-line/join-line.ts'
import type { Concurrency } from '../manifest/manifest.ts'
import type { Shell } from './shell.ts'

/** How a run came to its turn among those of its pipeline in this workspace. */
export interface Turn extends Disposable {
  readonly waited: boolean
  /** The run that asked this one to stop, of a pipeline whose last run alone counts. */
  readonly askedBy: () => string | undefined
}

const lookAgainMs = 100

/**
 * Waits until no run of the pipeline that came before is at work, as its `concurrency` says; `undefined` when the
 * user does not want to wait any longer: then nothing is left of it.
 */
export async function takeTurn(
  { workspace, pipeline, run }: { workspace: string; pipeline: string; run: string },
  { concurrency, signal, shell }: { concurrency: Concurrency; signal: AbortSignal; shell: Shell },
): Promise<Turn | undefined> {
  const place = joinLine(workspace, pipeline, run)
  const turn = (waited: boolean): Turn => ({
    waited,
    askedBy: () => place.askedBy(),
    [Symbol.dispose]: () => place[Symbol.dispose](),
  })
  if (concurrency === 'parallel') return turn(false)
  let told: RunAhead | undefined
  for (;;) {
    const [first] = place.ahead()
    if (first === undefined) return turn(told !== undefined)
    if (first.run !== told?.run) shell.err(`${waiting(first, concurrency)}\n`)
    told = first
    if (concurrency === 'cancel') place.stopAhead()
    const over = await setTimeout(lookAgainMs, false, { signal }).catch(() => true)
    if (!over) continue
    place[Symbol.dispose]()
    return undefined
  }
}

function waiting({ run, pid }: RunAhead, concurrency: Concurrency): string {
  const until = concurrency === 'cancel' ? 'stopping' : 'waiting for'
  return `${until} run ${run} (pid ${pid}) of this pipeline`
}
