import type { LoadOptions } from '../../src/steps/load/options.ts'
import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { realPorts } from './step-context.ts'
import { steppedDatabases } from './stepped-databases.ts'

/** A load in a process of its own that kills itself behind the so many-th thing it has waited for. */
const given: StepContext<LoadOptions> = JSON.parse(process.argv[2] ?? '')
const last = Number(process.argv[3])
let steps = 0

const databases = steppedDatabases(realPorts.databases, async () => {
  steps += 1
  if (steps !== last) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
})

await load({
  ...given,
  ports: { ...realPorts, databases },
  signal: new AbortController().signal,
  bind: () => null,
  mask: (text) => text,
  log: () => {},
  progress: () => {},
})
