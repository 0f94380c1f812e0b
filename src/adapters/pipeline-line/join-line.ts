import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { Bug, Failure } from '../../diagnostic/failure.ts'
import { type HeldFile, holdFile } from './held-file.ts'

/** Another run of the pipeline, in another process of this machine. */
export interface RunAhead {
  readonly run: string
  readonly pid: number
}

/** A place among the runs of a pipeline in one workspace, kept until it is disposed of or the process ends. */
interface PlaceInLine extends Disposable {
  /** The runs that came before and have not ended, first come first. */
  readonly ahead: () => readonly RunAhead[]
  /** Asks all of these to stop, as Ctrl-C would; each is asked once, whoever asks. */
  readonly stopAhead: () => void
  /** The run that asked this one to stop. */
  readonly askedBy: () => string | undefined
}

const place = z.object({
  number: z.number(),
  file: z.string(),
  run: z.string(),
  pid: z.number(),
  asked: z.number(),
})

/**
 * Joins the line. The places stand in a table whose numbers are never given twice; beside it each run holds a file for
 * as long as its process lives. So a run that was killed is known to be gone, and a process that got its id since is not
 * taken for it. Throws a `Failure` when the workspace cannot be written.
 */
export function joinLine(workspace: string, pipeline: string, run: string): PlaceInLine {
  const folder = join(workspace, '.millrace', 'line')
  try {
    mkdirSync(folder, { recursive: true })
    return new Place(folder, pipeline, run)
  } catch (cause) {
    throw new Failure('file/write', `the line of runs in ${folder} cannot be kept`, {
      cause,
      help: 'Is the disk full, or the folder read-only?',
    })
  }
}

class Place implements PlaceInLine {
  readonly #folder: string
  readonly #pipeline: string
  readonly #line: DatabaseSync
  readonly #held: HeldFile
  readonly #number: number
  readonly #run: string

  constructor(folder: string, pipeline: string, run: string) {
    this.#folder = folder
    this.#pipeline = pipeline
    this.#run = run
    const file = randomUUID()
    const held = holdFile(join(folder, file))
    if (held === undefined) throw new Bug(`somebody holds ${file}`)
    this.#held = held
    this.#line = new DatabaseSync(join(folder, 'line.sqlite'), { timeout: 10_000 })
    this.#line.exec(
      'create table if not exists place (number integer primary key autoincrement, pipeline text not null, file text not null, run text not null, pid integer not null, asked integer not null default 0) strict',
    )
    this.#line.exec('create table if not exists ask (number integer primary key, run text not null) strict')
    const { lastInsertRowid } = this.#line
      .prepare('insert into place (pipeline, file, run, pid) values (?, ?, ?, ?)')
      .run(pipeline, file, run, process.pid)
    this.#number = Number(lastInsertRowid)
  }

  ahead(): readonly RunAhead[] {
    return this.#living().map(({ run, pid }) => ({ run, pid }))
  }

  stopAhead(): void {
    for (const { number, pid } of this.#living()) {
      this.#line.prepare('insert or ignore into ask (number, run) values (?, ?)').run(number, this.#run)
      const { changes } = this.#line
        .prepare('update place set asked = 1 where number = ? and asked = 0')
        .run(number)
      if (Number(changes) > 0) interrupt(pid)
    }
  }

  askedBy(): string | undefined {
    if (!this.#line.isOpen) return undefined
    const run = this.#line.prepare('select run from ask where number = ?').get(this.#number)?.['run']
    return typeof run === 'string' ? run : undefined
  }

  [Symbol.dispose](): void {
    this.#remove(this.#number)
    this.#line.close()
    this.#held[Symbol.dispose]()
  }

  /** Those before this one; places whose process is gone are cleared away. */
  #living(): z.infer<typeof place>[] {
    const before = this.#line
      .prepare(
        'select number, file, run, pid, asked from place where pipeline = ? and number < ? order by number',
      )
      .all(this.#pipeline, this.#number)
    return before
      .map((row) => place.parse(row))
      .filter(({ number, file }) => {
        using left = holdFile(join(this.#folder, file))
        if (left !== undefined) this.#remove(number)
        return left === undefined
      })
  }

  /** On a full disk it stays: nobody holds its file any more, so whoever looks next clears it away. */
  #remove(number: number): void {
    try {
      this.#line.prepare('delete from place where number = ?').run(number)
      this.#line.prepare('delete from ask where number = ?').run(number)
    } catch (error) {
      if (!(error instanceof Error && 'errcode' in error)) throw error
    }
  }
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It has just ended: the next look finds its place free.
  }
}
