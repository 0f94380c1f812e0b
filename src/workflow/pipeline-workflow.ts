import { Failure } from '../diagnostic/failure.ts'
import type { Graph } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { waveTimeouts } from '../plan/lay-out.ts'
import { checkoutStep } from './checkout-step.ts'
import { earlierWaves, waveCondition, waveId } from './conditions.ts'
import { lateJobs } from './late-jobs.ts'
import { hasOneRunner, waveRunsOn } from './runners.ts'
import type { WorkflowSettings } from './settings.ts'
import { literal, triggers } from './triggers.ts'
import { windowFields } from './window-field.ts'

/** The workflow that runs one pipeline: plan, as many waves as its graph needs, what was lost again, report. */
export function pipelineWorkflow(graph: Graph, settings: WorkflowSettings): object {
  const { manifest } = graph
  const timeouts = waveTimeouts(graph)
  const waves = timeouts.map((_, index) => index + 1)
  const environment = stepEnvironment(graph)
  const late = lateJobs(graph, timeouts, (inputs) => workSteps(inputs, environment, settings))
  return {
    name: literal(manifest.name),
    'run-name': `${literal(manifest.name)} (\${{ github.event_name }})`,
    on: triggers(manifest, windowFields(graph)),
    permissions: {},
    ...concurrencyOf(manifest),
    jobs: {
      plan: planJob(graph, waves, settings),
      ...Object.fromEntries(
        timeouts.map((timeout, index) => [
          waveId(index + 1),
          waveJob(graph, { wave: index + 1, timeout, environment }, settings),
        ]),
      ),
      ...late,
      ...reportJobs(graph, [...waves.map(waveId), ...Object.keys(late)], settings),
    },
  }
}

/**
 * One run at a time, the others wait in line and none is dropped; or the newest of a branch replaces the one before it
 * there, for one that is tried out is not to stop that of the schedule; or all go on.
 */
function concurrencyOf({ id, concurrency }: Manifest): object {
  const group = `millrace-${id}`
  if (concurrency === 'parallel') return {}
  return {
    concurrency:
      concurrency === 'cancel'
        ? { group: `${group}-\${{ github.ref }}`, 'cancel-in-progress': true }
        : { group, 'cancel-in-progress': false, queue: 'max' },
  }
}

function planJob(graph: Graph, waves: readonly number[], settings: WorkflowSettings): object {
  const outputs = [...waves.map(waveId), ...(hasOneRunner(graph) ? [] : ['runners'])]
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
          pipeline: graph.manifest.file,
          waves: waves.length,
          ...Object.fromEntries(windowFields(graph).map((name) => [name, `\${{ inputs.${name} }}`])),
        },
      },
    ],
  }
}

interface Wave {
  readonly wave: number
  readonly timeout: number
  readonly environment: Environment
}

type Environment = Readonly<Record<string, string>>

function waveJob(graph: Graph, { wave, timeout, environment }: Wave, settings: WorkflowSettings): object {
  return {
    name: '${{ matrix.job }}',
    needs: ['plan', ...earlierWaves(wave)],
    if: waveCondition(wave),
    strategy: {
      'fail-fast': false,
      matrix: { job: `\${{ fromJSON(needs.plan.outputs.${waveId(wave)}) }}` },
    },
    'runs-on': waveRunsOn(graph),
    'timeout-minutes': timeout,
    permissions: { contents: 'read' },
    steps: workSteps({ command: 'run', job: '${{ matrix.job }}' }, environment, settings),
  }
}

function workSteps(inputs: object, environment: Environment, settings: WorkflowSettings): object[] {
  const env = Object.keys(environment).length === 0 ? {} : { env: environment }
  return [checkoutStep(), { uses: settings.action, with: inputs, ...env }]
}

/** The secrets and variables that the manifests name, under their own names, and no others. */
function stepEnvironment(graph: Graph): Environment {
  const { secrets, vars } = namesOfGraph(graph)
  const both = secrets.find((name) => vars.includes(name))
  if (both !== undefined)
    throw new Failure(
      'workflow/names',
      `${graph.manifest.file} names ${both} both as a secret and as a variable, and a step's environment has one ${both}`,
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
function reportJobs(graph: Graph, before: readonly string[], settings: WorkflowSettings): object {
  const input = { command: 'report', pipeline: graph.manifest.file }
  const job = (condition: string, inputs: object) => ({
    needs: ['plan', ...before],
    if: `\${{ ${condition} }}`,
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 15,
    permissions: reportPermissions(graph.manifest),
    steps: [checkoutStep(), { uses: settings.action, with: inputs }],
  })
  return {
    report: job('!cancelled()', input),
    'report-cancelled': job('cancelled()', { ...input, cancelled: true }),
  }
}

/** `contents: write` for the ledger and the files that steps commit, `issues: write` only where failures become issues. */
function reportPermissions({ onFailure }: Manifest): object {
  return {
    actions: 'read',
    contents: 'write',
    ...(onFailure.issue === null ? {} : { issues: 'write' }),
  }
}
