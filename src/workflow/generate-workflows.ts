import { Usage } from '../diagnostic/failure.ts'
import type { ActionReference } from './action-reference.ts'
import { commentWorkflow } from './comment-workflow.ts'
import { pipelineWorkflow } from './pipeline-workflow.ts'
import type { Pipeline } from './pipeline.ts'
import { pullRequestWorkflow } from './pull-request-workflow.ts'
import type { WorkflowFile } from './workflow-file.ts'

/** GitHub silently runs nothing for a workflow over 500 KB. */
const maxBytes = 450_000

/** Every workflow that the pipelines need. Equal pipelines give equal bytes. Throws `Usage` for what GitHub refuses. */
export function generateWorkflows(pipelines: readonly Pipeline[], action: ActionReference): WorkflowFile[] {
  const files = [
    ...pipelines.map((pipeline) => pipelineWorkflow(pipeline, action)),
    pullRequestWorkflow(pipelines, action),
    commentWorkflow(action),
  ]
  refuseDoubles(files)
  for (const { path, text } of files)
    if (Buffer.byteLength(text) > maxBytes)
      throw new Usage(
        `${path} would be ${Buffer.byteLength(text)} bytes, and GitHub takes 500 KB`,
        'split the pipeline in two',
      )
  return files
}

function refuseDoubles(files: readonly WorkflowFile[]): void {
  const seen = new Set<string>()
  for (const { path } of files) {
    if (seen.has(path)) throw new Usage(`two workflows would both be ${path}`, 'rename one of the manifests')
    seen.add(path)
  }
}
