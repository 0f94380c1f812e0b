/**
 * What the program asks of GitHub, about one repository. Every verb throws a `Failure` whose code is one of
 * `github/unauthorized`, `github/forbidden`, `github/not-found`, `github/conflict`, `github/invalid`,
 * `github/rate-limited`, `github/server` and `github/connection`; none ever holds the token.
 */
export interface GitHub {
  /**
   * The open issues (pull requests left out) that we wrote and that bear the label, lowest number first; with a key,
   * those that hold it. More than one of a key means that two writers raced; the first is the one that stays.
   */
  findIssues(query: { label: string; key?: string }): Promise<readonly Issue[]>
  /**
   * Opens an issue that can be found again by its key, and looks once more: if another writer was faster, ours is
   * closed as a duplicate and theirs is answered with `created: false`. Missing labels are made. An issue is better
   * than none: when GitHub takes its assignees for invalid it is opened without them, and they are `refused`.
   */
  openIssue(draft: IssueDraft): Promise<{ issue: Issue; created: boolean; refused: readonly string[] }>
  comment(number: number, body: string): Promise<{ url: string }>
  closeIssue(number: number, reason: 'completed' | 'not_planned' | 'duplicate'): Promise<void>
  reopenIssue(number: number): Promise<void>
  /** Writes our one comment with this key on an issue or pull request; an equal one is left alone. */
  upsertComment(
    number: number,
    key: string,
    body: string,
  ): Promise<{ url: string; change: 'created' | 'updated' | 'unchanged' }>
  /** Rewrites our one comment with this key, if it is there. */
  updateComment(
    number: number,
    key: string,
    body: string,
  ): Promise<{ url: string; change: 'updated' | 'unchanged' } | undefined>
  /** The open pull request whose head is exactly this commit, also when it comes from a fork (`head`: `owner:branch`). */
  pullRequestFor(query: { sha: string; head?: string }): Promise<PullRequest | undefined>
  /** The newest run of the workflow (its file's name) that succeeded on the branch. */
  lastSuccess(query: { workflow: string; branch: string }): Promise<WorkflowRun | undefined>
  workflowRun(id: number): Promise<WorkflowRun>
  /** The runs of the workflow on the branch that were made since then (ISO), newest first; at most a hundred. */
  runsSince(query: { workflow: string; branch: string; since: string }): Promise<readonly WorkflowRun[]>
  /** Makes an event of the repository, which starts the workflows on its default branch that wait for its type. */
  dispatch(event: RepositoryEvent): Promise<void>
  /**
   * Commits the files whose bytes differ from the branch's, all in one commit, without ever losing another
   * writer's: the whole read-modify-write is made again when the branch has moved. `undefined`: nothing differed.
   */
  commitFiles(change: FileChange): Promise<{ sha: string; paths: readonly string[] } | undefined>
  /** The file's bytes at a branch, tag or commit; `undefined` when it is not there. */
  readFile(path: string, ref: string): Promise<Uint8Array | undefined>
  /** The files of a folder, itself only, each with git's name of its bytes; empty when it is not there. */
  listFiles(folder: string, ref: string): Promise<readonly ListedFile[]>
}

export interface Issue {
  readonly number: number
  readonly url: string
  readonly title: string
  readonly body: string
}

export interface IssueDraft {
  /** Kept hidden in the body: names what the issue is about, for ever. */
  readonly key: string
  /** Cut at 256 characters. */
  readonly title: string
  /** Markdown of at most 65,000 characters. */
  readonly body: string
  /** The first is the one it is found by. */
  readonly labels: readonly [string, ...string[]]
  readonly assignees: readonly string[]
}

export interface PullRequest {
  readonly number: number
  readonly headSha: string
  readonly baseSha: string
  readonly fork: boolean
}

export interface WorkflowRun {
  readonly id: number
  readonly url: string
  readonly headSha: string
  readonly headBranch: string
  /** `owner/name` of the repository the commit is from; `undefined` when that fork is gone. */
  readonly headRepository: string | undefined
  readonly event: string
  readonly createdAt: string
}

export interface RepositoryEvent {
  /** At most 100 characters. */
  readonly type: string
  /** At most ten keys. */
  readonly payload: Readonly<Record<string, string>>
}

export interface FileChange {
  readonly branch: string
  readonly message: string
  /** Paths relative to the repository's root, with forward slashes. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

export interface ListedFile {
  readonly path: string
  /** What `git hash-object` answers for it. */
  readonly sha: string
}
