import { checkoutStep } from './checkout-step.ts'
import type { WorkflowSettings } from './settings.ts'

/** By this name the workflow that comments for forks finds the runs of the other. */
const name = 'Millrace pull request'

/**
 * The workflow that checks the manifests of a pull request and shows the plan as one comment. It has no filter of
 * paths: as a required check it would wait for ever on a pull request that the filter leaves out.
 */
export function pullRequestWorkflow(settings: WorkflowSettings): object {
  return {
    name,
    'run-name': 'Millrace: #${{ github.event.pull_request.number }}',
    on: { pull_request: {} },
    permissions: {},
    concurrency: {
      group: 'millrace-pull-request-${{ github.event.pull_request.number }}',
      'cancel-in-progress': true,
    },
    jobs: {
      validate: {
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': 10,
        // The plan is one comment. A fork's token is read-only whatever stands here.
        permissions: { contents: 'read', 'pull-requests': 'write' },
        steps: [checkoutStep(), { uses: settings.action, with: { command: 'validate' } }],
      },
    },
  }
}

const fromFork = 'github.event.workflow_run.head_repository.full_name != github.repository'
/** Its branches are the repository's own, its tokens as read-only as a fork's. */
const byDependabot = "github.event.workflow_run.actor.login == 'dependabot[bot]'"

/**
 * The workflow that comments on pull requests from forks and from Dependabot, whose own runs may not: it runs from the
 * default branch, checks nothing out, and takes what the other run left as text to be mistrusted.
 */
export function commentWorkflow(settings: WorkflowSettings): object {
  return {
    name: 'Millrace comment',
    on: { workflow_run: { workflows: [name], types: ['completed'] } },
    permissions: {},
    concurrency: {
      group: 'millrace-comment-${{ github.event.workflow_run.head_sha }}',
      'cancel-in-progress': false,
    },
    jobs: {
      comment: {
        if: `\${{ github.event.workflow_run.event == 'pull_request' && (${fromFork} || ${byDependabot}) }}`,
        'runs-on': 'ubuntu-latest',
        'timeout-minutes': 10,
        permissions: { actions: 'read', 'pull-requests': 'write' },
        steps: [{ uses: settings.action, with: { command: 'comment' } }],
      },
    },
  }
}
