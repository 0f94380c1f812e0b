import { load } from '../../src/steps/load/step.ts'
import type { StepContext } from '../../src/steps/step.ts'
import type { LoadOptions } from '../../src/steps/load/options.ts'
import { realPorts } from './step-context.ts'

/** A load in a process of its own, so that a test can kill it: says `staged` and, when it lives to see it, `done`. */
const given: StepContext<LoadOptions> = JSON.parse(process.argv[2] ?? '')

await load({
  ...given,
  ports: realPorts,
  signal: new AbortController().signal,
  bind: () => null,
  log: () => {},
  progress: () => process.stdout.write('staged\n'),
})
process.stdout.write('done\n')
