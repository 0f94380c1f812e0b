import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadOptions } from '../../src/steps/load/options.ts'
import type { StepContext } from '../../src/steps/step.ts'

const program = fileURLToPath(new URL('killed-load-program.ts', import.meta.url))

/** Does a load in a process of its own that is killed behind the so many-th thing it waits for; answers by what it ended. */
export async function killedLoad(load: StepContext<LoadOptions>, at: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, JSON.stringify(load), String(at)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  return child.signalCode
}
