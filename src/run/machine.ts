import type { Recorder } from './events/recorder.ts'
import type { Room } from './attempts/room.ts'
import type { RunState } from './run-state.ts'

/** A graph at work. */
export interface Machine {
  /** Settles what needs no work; may end at once. */
  begin(): void
  /** Starts one more piece of work, if there is one that can be; answers whether anything changed. */
  startNext(): boolean
}

/** Makes the machine of a graph; `ended` is told once, when nothing of it is at work or waiting any more. */
export type OpenMachine = (
  state: RunState,
  recorder: Recorder,
  shared: { readonly room: Room; readonly ended: () => void },
) => Machine
