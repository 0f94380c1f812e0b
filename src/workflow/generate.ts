import type { Graph } from '../graph/graph.ts'
import { checkWorkflows } from '../manifest/pipeline-id.ts'
import { pipelineWorkflow } from './pipeline-workflow.ts'
import { commentWorkflow, pullRequestWorkflow } from './pull-request-workflow.ts'
import { renderWorkflow, type WorkflowFile } from './render-workflow.ts'
import type { WorkflowSettings } from './settings.ts'

/** Every generated file's name begins so; one that no manifest asks for any more is left over. */
export const workflowPrefix = 'millrace-'

/** All the workflow files that these pipelines need, in the order of their paths. The same pipelines give the same bytes. */
export function workflowFiles(graphs: readonly Graph[], settings: WorkflowSettings): WorkflowFile[] {
  const pipelines = graphs.map((graph) =>
    renderWorkflow(
      workflowPrefix + graph.manifest.id,
      pipelineWorkflow(graph, settings),
      graph.manifest.file,
      settings,
    ),
  )
  const checks = [
    renderWorkflow(
      workflowPrefix + checkWorkflows.pullRequest,
      pullRequestWorkflow(settings),
      'the manifests',
      settings,
    ),
    renderWorkflow(
      workflowPrefix + checkWorkflows.comment,
      commentWorkflow(settings),
      'the manifests',
      settings,
    ),
  ]
  return [...pipelines, ...checks].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
