// Runs a mapped step of 40 legs in the folder it is given, a dataset each, and hangs in the thirtieth: to be killed.
import { createDatasetFile } from '../../src/dataset/dataset-file.ts'
import { systemClock } from '../../src/adapters/clock/clock.ts'
import type { Ports } from '../../src/ports/ports.ts'
import { runSteps } from '../../src/run/run-steps.ts'
import { legManifest } from './leg-manifest.ts'
import { graphOf, planOf } from './rig.ts'

const [, , folder = ''] = process.argv
const graph = graphOf(legManifest)
await runSteps(
  {
    graph,
    plan: planOf(graph),
    prior: new Map(),
    execute: async () => async (context) => {
      const leg = Number(context.env['MILLRACE_LEG'])
      if (leg === 30) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        console.log('hangs')
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      }
      using file = createDatasetFile(context.datasetPath, {
        table: context.stepId,
        columns: [{ name: 'v', type: 'integer' }],
      })
      file.writeValues([leg], () => {})
      return { dataset: file.finish(), outputs: { v: String(leg) } }
    },
    ports: { clock: systemClock } as Ports,
    environment: { secrets: {}, vars: {}, env: {}, github: {} },
    workspace: folder,
    folder,
    concurrency: 1,
    signal: new AbortController().signal,
  },
  () => {},
)
