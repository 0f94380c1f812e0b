import { Usage } from '../diagnostic/failure.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { wavesNeeded } from '../plan/make-plan.ts'
import { jobTimeoutMinutes } from '../plan/timeout.ts'
import type { ActionReference } from './action-reference.ts'
import { checkout } from './actions.ts'
import { waveCondition } from './conditions.ts'
import { header } from './header.ts'
import type { Pipeline } from './pipeline.ts'
import { hasOneRunner, waveRunsOn } from './runners.ts'
import { triggers } from './triggers.ts'
import { type WorkflowFile, workflowPrefix } from './workflow-file.ts'
import { indented, mapping, quoted } from './yaml-text.ts'

/** The workflow that runs one pipeline: plan, as many waves as its graph needs, report. */
export function pipelineWorkflow(pipeline: Pipeline, action: ActionReference): WorkflowFile {
  const { manifest } = pipeline.graph
  const waves = Array.from({ length: wavesNeeded(pipeline.graph) }, (_, index) => index + 1)
  const jobs = [
    planJob(manifest, waves, action),
    ...waves.map((wave) => waveJob(pipeline, wave, action)),
    reportJob(manifest, waves, action),
  ]
  return {
    path: `${workflowPrefix}${manifest.id}.yml`,
    text: `${header(manifest.file, action)}name: ${quoted(manifest.name)}
run-name: ${quoted(manifest.name).slice(0, -1)} (\${{ github.event_name }})"

${triggers(manifest)}

permissions: {}

# One run at a time; the others wait in line and none is dropped.
concurrency:
  group: millrace-${manifest.id}
  queue: max
  cancel-in-progress: false

jobs:
${indented(jobs.join('\n\n'), 2)}
`,
  }
}

function planJob({ file, steps }: Manifest, waves: readonly number[], action: ActionReference): string {
  const outputs = [...waves.map((wave) => `wave-${wave}`), ...(hasOneRunner(steps) ? [] : ['runners'])]
  return `plan:
  runs-on: ubuntu-latest
  timeout-minutes: 10
  permissions:
    contents: read
  outputs:
${indented(mapping(outputs.map((name) => [name, `\${{ steps.plan.outputs.${name} }}`])), 4)}
  steps:
    - uses: ${checkout}
      with:
        persist-credentials: false
    - id: plan
      uses: ${action}
      with:
        command: plan
        pipeline: ${quoted(file)}
        waves: ${waves.length}`
}

function waveJob(pipeline: Pipeline, wave: number, action: ActionReference): string {
  const { steps, file } = pipeline.graph.manifest
  const needs = ['plan', ...Array.from({ length: wave - 1 }, (_, index) => `wave-${index + 1}`)]
  return `wave-${wave}:
  name: \${{ matrix.job }}
  needs: [${needs.join(', ')}]
  if: \${{ ${waveCondition(wave)} }}
  strategy:
    fail-fast: false
    matrix:
      job: \${{ fromJSON(needs.plan.outputs.wave-${wave}) }}
  runs-on: ${waveRunsOn(steps)}
  timeout-minutes: ${jobTimeoutMinutes(steps)}
  permissions:
    contents: read
  steps:
    - uses: ${checkout}
      with:
        persist-credentials: false
    - uses: ${action}
      with:
        command: run
        pipeline: ${quoted(file)}
        job: \${{ matrix.job }}${stepEnvironment(pipeline)}`
}

/** The secrets and variables that the manifest names, under their own names. */
function stepEnvironment({ names, graph }: Pipeline): string {
  const both = names.secrets.find((name) => names.vars.includes(name))
  if (both !== undefined)
    throw new Usage(
      `${graph.manifest.file} names ${both} both as a secret and as a variable, and a step's environment has one ${both}`,
      'give one of them another name',
    )
  const entries = [
    ...names.secrets.map((name) => [name, `\${{ secrets.${name} }}`] as const),
    ...names.vars.map((name) => [name, `\${{ vars.${name} }}`] as const),
  ]
  return entries.length === 0 ? '' : `\n      env:\n${indented(mapping(entries), 8)}`
}

function reportJob(manifest: Manifest, waves: readonly number[], action: ActionReference): string {
  const jobs = ['plan', ...waves.map((wave) => `wave-${wave}`)]
  const results = jobs.map((job) => `"${job}": "\${{ needs.${job}.result }}"`)
  return `report:
  needs: [${jobs.join(', ')}]
  if: \${{ always() }}
  runs-on: ubuntu-latest
  timeout-minutes: 15
  permissions:
${indented(mapping(reportPermissions(manifest)), 4)}
  steps:
    - uses: ${checkout}
      with:
        persist-credentials: false
    - uses: ${action}
      with:
        command: report
        pipeline: ${quoted(manifest.file)}
        results: '{ ${results.join(', ')} }'`
}

/** `contents: write` only where a step has a file to commit, `issues: write` only where failures become issues. */
function reportPermissions({ steps, onFailure }: Manifest): [string, string][] {
  const commits = steps.some(
    (step) => step.kind === 'load' && step.options.target === 'file' && step.options.commit,
  )
  return [
    ['actions', 'read'],
    ['contents', commits ? 'write' : 'read'],
    ...(onFailure.issue === null ? [] : [['issues', 'write'] as [string, string]]),
  ]
}
