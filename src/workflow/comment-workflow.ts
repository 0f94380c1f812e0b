import type { ActionReference } from './action-reference.ts'
import { header } from './header.ts'
import { pullRequestWorkflowName } from './pull-request-workflow.ts'
import { type WorkflowFile, workflowPrefix } from './workflow-file.ts'

/**
 * The workflow that comments on pull requests from forks, whose own runs may not: it runs from the default branch,
 * checks nothing out, and takes what the other run left as text to be mistrusted.
 */
export function commentWorkflow(action: ActionReference): WorkflowFile {
  return {
    path: `${workflowPrefix}comment.yml`,
    text: `${header('pipelines/', action)}name: Millrace comment
run-name: "Millrace: comment for \${{ github.event.workflow_run.head_branch }}"

# Checks out no code of the pull request and runs none: it only carries a comment over.
on:
  workflow_run:
    workflows: ["${pullRequestWorkflowName}"]
    types: [completed]

permissions: {}

concurrency:
  group: millrace-comment-\${{ github.event.workflow_run.head_sha }}
  cancel-in-progress: false

jobs:
  comment:
    if: \${{ github.event.workflow_run.event == 'pull_request' && github.event.workflow_run.head_repository.full_name != github.repository }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read
      pull-requests: write
    steps:
      - uses: ${action}
        with:
          command: comment
`,
  }
}
