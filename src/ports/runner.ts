/** GitHub keeps ten annotations of a kind from one step; what is over is lost without a word. */
export const keptByGitHub = 10

/** What the program says to the GitHub runner that started it. Text may be anything: the adapter escapes it. */
export interface Runner {
  /** A line of the log. One that looks like a workflow command is shown, never obeyed. */
  line(text: string): void
  /** Folds what is logged until `endGroup` under a title. */
  group(title: string): void
  endGroup(): void
  annotate(annotation: Annotation): void
  /** Hides a value in everything logged from now on. */
  mask(value: string): void
  /** Throws a `Failure` (`runner/output`) when GitHub could not pass it on. */
  output(name: string, value: string): void
  /** Adds Markdown to the summary of the job. What is past GitHub's megabyte is left off, and said. */
  summary(markdown: string): void
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
  readonly title?: string
  readonly at?: {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly endLine: number
    readonly endColumn: number
  }
}

interface Since {
  readonly since?: string | readonly string[]
}

/** What one job of a run leaves for another. Throws a `Failure` (`artifact/upload`, `artifact/download`). */
export interface Artifacts {
  /** Uploads a folder whole; a name is given once in a run. */
  upload(name: string, folder: string, options: { retentionDays: number }): Promise<void>
  /** Uploads one file as it is, under its own name. */
  uploadFile(path: string, options: { retentionDays: number }): Promise<void>
  /** The names of this run's artifacts; with `since`, without those that `download` would count as not there. */
  list(options?: Since): Promise<readonly string[]>
  /**
   * Downloads into a folder; `false` when there is no artifact of that name. One that is older than an artifact named by
   * `since` is of an attempt before, and counts as not there.
   */
  download(name: string, folder: string, options?: Since): Promise<boolean>
  /**
   * Reads a one-file artifact of another run, without unpacking it; `undefined` when there is none. One larger than
   * `maxBytes` is refused (`artifact/too-large`) before a byte of it is fetched.
   */
  readForeign(
    from: { run: number; token: string },
    name: string,
    maxBytes: number,
  ): Promise<Buffer | undefined>
}
