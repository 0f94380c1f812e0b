import type { Node } from '../../graph/graph.ts'
import type { Strategy } from '../../manifest/manifest.ts'
import type { LegsDone } from './legs-done.ts'
import type { OpenMachine } from '../machine.ts'
import type { Recorder } from '../events/recorder.ts'
import type { Room } from '../attempts/room.ts'
import type { RunState } from '../run-state.ts'
import type { Finish } from '../run-step.ts'

/** What the legs of a mapped step have to work with. */
export interface MappedWork {
  readonly state: RunState
  readonly recorder: Recorder
  readonly node: Node & { readonly step: { readonly strategy?: Strategy } }
  readonly room: Room
  /** Only these legs are run here: n where n mod `of` is `index`. */
  readonly part?: { readonly index: number; readonly of: number } | undefined
  /** How many may be at work at once. */
  readonly limit: number
  /** Those that the run being resumed has done. */
  readonly done?: LegsDone | undefined
  readonly openMachine: OpenMachine
  /** Told once, when all its legs have ended and what they made is put together. */
  readonly ended: (finish: Finish) => void
}
