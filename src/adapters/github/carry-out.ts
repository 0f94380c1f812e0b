import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, unreachable } from '../../diagnostic/failure.ts'
import type { GitHub } from '../../ports/github.ts'
import type { CloseIssue, CommitFiles, Intent, UpsertIssue } from '../../report/intent.ts'

/** Whose intents they are. */
export interface IntentSource {
  /** Names the run for ever: what it says on an issue is said once, however often it is carried out. */
  readonly run: string
  readonly runUrl: string
  /** Where the bytes of files to commit lie. */
  readonly folder: string
  /** Where files are committed to when the intent does not say. */
  readonly branch: string
  /** A path of the pipeline's own as the repository knows it. */
  readonly inRepository: (path: string) => string
}

/** What became of one intent. `failure`: GitHub refused; the others were carried out all the same. */
export interface Deed {
  readonly intent: Intent
  /** For people, e.g. `opened issue #12`. */
  readonly told: string
  readonly failure?: Failure
}

/** Does what is intended, in order. Done twice, it changes nothing. */
export async function carryOut(
  intents: readonly Intent[],
  github: GitHub,
  source: IntentSource,
): Promise<readonly Deed[]> {
  const deeds: Deed[] = []
  for (const intent of intents) deeds.push(await attempt(intent, github, source))
  return deeds
}

async function attempt(intent: Intent, github: GitHub, source: IntentSource): Promise<Deed> {
  try {
    return { intent, told: await doIt(intent, github, source) }
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return { intent, told: thrown.message, failure: thrown }
  }
}

async function doIt(intent: Intent, github: GitHub, source: IntentSource): Promise<string> {
  switch (intent.type) {
    case 'upsert-issue':
      return upsertIssue(intent, github, source)
    case 'close-issue':
      return closeIssue(intent, github, source)
    case 'commit-files':
      return commitFiles(intent, github, source)
    default:
      return unreachable(intent)
  }
}

async function upsertIssue(intent: UpsertIssue, github: GitHub, source: IntentSource): Promise<string> {
  const { key, comment, labels } = intent
  const [open, ...doubles] = await github.findIssues({ key, label: labels[0] })
  if (open === undefined) {
    const { issue, created, refused } = await github.openIssue(intent)
    if (created) return `opened issue #${issue.number}${withoutThem(refused)}`
    await github.upsertComment(issue.number, commentKey(source), comment)
    return `commented on issue #${issue.number}, which another run opened meanwhile`
  }
  for (const double of doubles) await github.closeIssue(double.number, 'duplicate')
  if (tellsOf(open.body, source.runUrl)) return `issue #${open.number} tells of this run already`
  await github.upsertComment(open.number, commentKey(source), comment)
  return `commented on issue #${open.number}`
}

function withoutThem(refused: readonly string[]): string {
  return refused.length === 0 ? '' : `; GitHub does not take ${refused.join(', ')} as assignees`
}

/** The address of run 12 is the beginning of that of run 123. */
function tellsOf(body: string, runUrl: string): boolean {
  return body.split(runUrl).some((after, index) => index > 0 && !/^\d/.test(after))
}

async function closeIssue(intent: CloseIssue, github: GitHub, source: IntentSource): Promise<string> {
  await github.upsertComment(intent.number, commentKey(source), intent.comment)
  await github.closeIssue(intent.number, 'completed')
  return `closed issue #${intent.number}`
}

function commentKey({ run }: IntentSource): string {
  return `run ${run}`
}

async function commitFiles(intent: CommitFiles, github: GitHub, source: IntentSource): Promise<string> {
  const files = await Promise.all(
    intent.files.map(async ({ path, source: from }) => ({
      path: source.inRepository(path),
      bytes: await bytesOf(join(source.folder, from), path),
    })),
  )
  const branch = intent.branch ?? source.branch
  const made = await github.commitFiles({ branch, message: intent.message, files })
  if (made === undefined) return `nothing to commit: ${intent.files.length} files are as they were`
  return `committed ${made.paths.join(', ')} to ${branch} (${made.sha.slice(0, 7)})`
}

async function bytesOf(file: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new Failure('commit/missing', `${path} is not committed: its job did not hand it on`, {
      cause,
      help: 'open the log of that job; a file that shows a secret is left out there',
    })
  }
}
