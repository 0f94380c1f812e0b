import type { Manifest, Step } from '../manifest/manifest.ts'
import type { ActionReference } from './action-reference.ts'
import { checkout } from './actions.ts'
import { header } from './header.ts'
import type { Pipeline } from './pipeline.ts'
import { type WorkflowFile, workflowPrefix } from './workflow-file.ts'
import { quoted } from './yaml-text.ts'

/** By this name the workflow that comments for forks finds the runs of this one. */
export const pullRequestWorkflowName = 'Millrace pull request'

/** The workflow that checks the manifests of a pull request and shows the plan as one comment. */
export function pullRequestWorkflow(pipelines: readonly Pipeline[], action: ActionReference): WorkflowFile {
  const paths = watchedPaths(pipelines.map(({ graph }) => graph.manifest))
  return {
    path: `${workflowPrefix}pull-request.yml`,
    text: `${header('pipelines/', action)}name: ${pullRequestWorkflowName}
run-name: "Millrace: #\${{ github.event.pull_request.number }}"

on:
  pull_request:
    paths:
${paths.map((path) => `      - ${quoted(path)}`).join('\n')}

permissions: {}

concurrency:
  group: millrace-pull-request-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      pull-requests: write # the plan as a comment; of a fork the token is read-only whatever stands here
    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
`,
  }
}

/** The manifests, the generated workflows, and what the manifests refer to. */
function watchedPaths(manifests: readonly Manifest[]): string[] {
  const referenced = manifests.flatMap(({ steps }) => steps.flatMap(referencedFiles))
  const elsewhere = referenced.map(normalized).filter((path) => path !== undefined)
  return [
    'pipelines/**',
    `${workflowPrefix}*.yml`,
    ...[...new Set(elsewhere)].filter((path) => !path.startsWith('pipelines/')).toSorted(),
  ]
}

function referencedFiles(step: Step): string[] {
  if (step.kind === 'extract') return [...step.options.from]
  if (step.kind !== 'transform') return []
  const { options } = step
  if ('module' in options) return [options.module]
  return options.file === undefined ? [] : [options.file]
}

/** A path of the repository that GitHub's filter takes literally; `undefined` for a URL, an expression or a pattern. */
function normalized(path: string): string | undefined {
  if (/^\w+:\/\/|\$\{\{|[*?+[\]{}!]|^\.\.\/|^\//.test(path)) return undefined
  return path.replace(/^\.\//, '')
}
