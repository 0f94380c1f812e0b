import { Failure } from '../diagnostic/failure.ts'
import { namesUsed } from '../expression/names-used.ts'
import type { Graph } from '../graph/graph.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import { waveTimeouts } from '../plan/lay-out.ts'
import { checkoutStep } from './checkout-step.ts'
import { earlierWaves, waveCondition, waveId } from './conditions.ts'
import { hasOneRunner, waveRunsOn } from './runners.ts'
import type { WorkflowSettings } from './settings.ts'
import { literal, triggers } from './triggers.ts'

/** The workflow that runs one pipeline: plan, as many waves as its graph needs, report. */
export function pipelineWorkflow(graph: Graph, settings: WorkflowSettings): object {
  const { manifest } = graph
  const timeouts = waveTimeouts(graph)
  const waves = timeouts.map((_, index) => index + 1)
  return {
    name: literal(manifest.name),
    'run-name': `${literal(manifest.name)} (\${{ github.event_name }})`,
    on: triggers(manifest),
    permissions: {},
    // One run at a time; the others wait in line, and none is dropped.
    concurrency: { group: `millrace-${manifest.id}`, 'cancel-in-progress': false, queue: 'max' },
    jobs: {
      plan: planJob(manifest, waves, settings),
      ...Object.fromEntries(
        timeouts.map((timeout, index) => [
          waveId(index + 1),
          waveJob(manifest, index + 1, timeout, settings),
        ]),
      ),
      ...reportJobs(manifest, waves, settings),
    },
  }
}

function planJob(manifest: Manifest, waves: readonly number[], settings: WorkflowSettings): object {
  const outputs = [...waves.map(waveId), ...(hasOneRunner(manifest.steps) ? [] : ['runners'])]
  return {
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 10,
    // `actions`: when the run was made, which stays the same however often it is run again.
    permissions: { actions: 'read', contents: 'read' },
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

function waveJob(manifest: Manifest, wave: number, timeout: number, settings: WorkflowSettings): object {
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
    'timeout-minutes': timeout,
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

/**
 * Of the two one runs. Only GitHub knows whether it was the run that was cancelled or a job that was stopped for
 * running past its time, and it says so only to the condition of a job (`docs/decisions/0006-two-report-jobs.md`).
 */
function reportJobs(manifest: Manifest, waves: readonly number[], settings: WorkflowSettings): object {
  const input = { command: 'report', pipeline: manifest.file }
  const job = (condition: string, inputs: object) => ({
    needs: ['plan', ...waves.map(waveId)],
    if: `\${{ ${condition} }}`,
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 15,
    permissions: reportPermissions(manifest),
    steps: [checkoutStep(), { uses: settings.action, with: inputs }],
  })
  return {
    report: job('!cancelled()', input),
    'report-cancelled': job('cancelled()', { ...input, cancelled: true }),
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
