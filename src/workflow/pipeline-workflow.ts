import { Failure } from '../diagnostic/failure.ts'
import { namesUsed } from '../expression/names-used.ts'
import type { Graph } from '../graph/graph.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { wavesNeeded } from '../plan/make-plan.ts'
import { jobTimeoutMinutes } from '../plan/timeout.ts'
import { checkoutStep } from './checkout-step.ts'
import { earlierWaves, waveCondition, waveId } from './conditions.ts'
import { hasOneRunner, waveRunsOn } from './runners.ts'
import type { WorkflowSettings } from './settings.ts'
import { literal, triggers } from './triggers.ts'

/** The workflow that runs one pipeline: plan, as many waves as its graph needs, report. */
export function pipelineWorkflow(graph: Graph, settings: WorkflowSettings): object {
  const { manifest } = graph
  const waves = Array.from({ length: wavesNeeded(graph) }, (_, index) => index + 1)
  return {
    name: literal(manifest.name),
    'run-name': `${literal(manifest.name)} (\${{ github.event_name }})`,
    on: triggers(manifest),
    permissions: {},
    // One run at a time; the others wait in line, and none is dropped.
    concurrency: { group: `millrace-${manifest.id}`, 'cancel-in-progress': false, queue: 'max' },
    jobs: {
      plan: planJob(manifest, waves, settings),
      ...Object.fromEntries(waves.map((wave) => [waveId(wave), waveJob(manifest, wave, settings)])),
      report: reportJob(manifest, waves, settings),
    },
  }
}

function planJob(manifest: Manifest, waves: readonly number[], settings: WorkflowSettings): object {
  const outputs = [...waves.map(waveId), ...(hasOneRunner(manifest.steps) ? [] : ['runners'])]
  return {
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 10,
    permissions: { contents: 'read' },
    outputs: Object.fromEntries(outputs.map((name) => [name, `\${{ steps.plan.outputs.${name} }}`])),
    steps: [
      checkoutStep(),
      {
        id: 'plan',
        uses: settings.action,
        with: {
          command: 'plan',
          pipeline: manifest.file,
          waves: waves.length,
        },
      },
    ],
  }
}

function waveJob(manifest: Manifest, wave: number, settings: WorkflowSettings): object {
  const environment = stepEnvironment(manifest)
  return {
    name: '${{ matrix.job }}',
    needs: ['plan', ...earlierWaves(wave)],
    if: waveCondition(wave),
    strategy: {
      'fail-fast': false,
      matrix: { job: `\${{ fromJSON(needs.plan.outputs.${waveId(wave)}) }}` },
    },
    'runs-on': waveRunsOn(manifest.steps),
    'timeout-minutes': jobTimeoutMinutes(manifest.steps),
    permissions: { contents: 'read' },
    steps: [
      checkoutStep(),
      {
        uses: settings.action,
        with: { command: 'run', job: '${{ matrix.job }}' },
        ...(Object.keys(environment).length === 0 ? {} : { env: environment }),
      },
    ],
  }
}

/** The secrets and variables that the manifest names, under their own names, and no others. */
function stepEnvironment(manifest: Manifest): Record<string, string> {
  const { secrets, vars } = namesUsed(manifest)
  const both = secrets.find((name) => vars.includes(name))
  if (both !== undefined)
    throw new Failure(
      'workflow/names',
      `${manifest.file} names ${both} both as a secret and as a variable, and a step's environment has one ${both}`,
      { help: 'give one of them another name' },
    )
  return Object.fromEntries([
    ...secrets.map((name) => [name, `\${{ secrets.${name} }}`] as const),
    ...vars.map((name) => [name, `\${{ vars.${name} }}`] as const),
  ])
}

function reportJob(manifest: Manifest, waves: readonly number[], settings: WorkflowSettings): object {
  const jobs = ['plan', ...waves.map(waveId)]
  const results = `{ ${jobs.map((job) => `"${job}": "\${{ needs.${job}.result }}"`).join(', ')} }`
  return {
    needs: jobs,
    if: '${{ always() }}',
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 15,
    permissions: reportPermissions(manifest),
    steps: [
      checkoutStep(),
      { uses: settings.action, with: { command: 'report', pipeline: manifest.file, results } },
    ],
  }
}

/** `contents: write` only where a step has a file to commit, `issues: write` only where failures become issues. */
function reportPermissions({ steps, onFailure }: Manifest): object {
  const commits = steps.some((step) => factsOf(step).commits === true)
  return {
    actions: 'read',
    contents: commits ? 'write' : 'read',
    ...(onFailure.issue === null ? {} : { issues: 'write' }),
  }
}
