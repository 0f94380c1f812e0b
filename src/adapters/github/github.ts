import type { GitHub } from '../../ports/github.ts'
import { onceKnown } from '../once-known.ts'
import { createClient, type Connection } from './client.ts'
import { comment, updateComment, upsertComment } from './comments.ts'
import { commitFiles } from './commit-files.ts'
import { listFiles, readFile } from './files.ts'
import { findIssues, openIssue, setState } from './issues.ts'
import { whoAmI } from './who-am-i.ts'
import { pullRequestFor } from './pull-requests.ts'
import { dispatch } from './dispatch.ts'
import { lastSuccess, runsSince, workflowRun } from './workflow-runs.ts'

/** The repository behind the port. Nothing is asked of the network before the first verb. */
export function connectGitHub(connection: Connection): GitHub {
  const client = createClient(connection)
  const at = { owner: connection.owner, repo: connection.repo }
  const author = onceKnown(() => whoAmI(client))
  return {
    findIssues: async (query) => findIssues(client, at, { ...query, author: await author() }),
    openIssue: async (draft) => openIssue(client, at, draft, await author()),
    comment: (number, body) => comment(client, at, number, body),
    closeIssue: (number, reason) => setState(client, at, number, 'closed', reason),
    reopenIssue: (number) => setState(client, at, number, 'open', 'reopened'),
    upsertComment: async (number, key, body) =>
      upsertComment(client, at, { number, key, body, author: await author() }),
    updateComment: async (number, key, body) =>
      updateComment(client, at, { number, key, body, author: await author() }),
    pullRequestFor: (query) => pullRequestFor(client, at, query),
    lastSuccess: (query) => lastSuccess(client, at, query),
    workflowRun: (id) => workflowRun(client, at, id),
    runsSince: (query) => runsSince(client, at, query),
    dispatch: (event) => dispatch(client, at, event),
    commitFiles: (change) => commitFiles(client, at, change, connection.secondMs ?? 1000),
    readFile: (path, ref) => readFile(client, at, path, ref),
    listFiles: (folder, ref) => listFiles(client, at, folder, ref),
  }
}
