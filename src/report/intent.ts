/**
 * Something to be done on GitHub, as data: a dry run prints it, a test reads it, the GitHub adapter does it. Each
 * says what it is about, so doing it twice changes nothing.
 */
export type Intent = UpsertIssue | CloseIssue | CommitFiles

/** Opens an issue, or adds `comment` to the open one that has the key. */
export interface UpsertIssue {
  readonly type: 'upsert-issue'
  /** Stands, hidden, in the first line of `body`. */
  readonly key: string
  /** At most 256 characters, one line. */
  readonly title: string
  /** Markdown, as `comment` is: at most 65,000 characters. */
  readonly body: string
  readonly comment: string
  /** The first is `millrace`, by which issues are listed. */
  readonly labels: readonly [string, ...string[]]
  readonly assignees: readonly string[]
}

/** Adds the comment to the open issue that has the key, and closes it as completed. */
export interface CloseIssue {
  readonly type: 'close-issue'
  readonly key: string
  readonly number: number
  readonly comment: string
}

/** Commits those of the files whose bytes differ from the branch's. */
export interface CommitFiles {
  readonly type: 'commit-files'
  /** Absent: the branch the run is on. */
  readonly branch?: string
  readonly message: string
  /** `path` in the repository; `source`: where its bytes lie, relative to the run's folder. */
  readonly files: readonly { readonly path: string; readonly source: string }[]
}
