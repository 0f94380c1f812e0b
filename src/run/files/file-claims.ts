import { appendFileSync, existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { hashOf } from '../../cache/cache-key.ts'
import { Failure } from '../../diagnostic/failure.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { parseJson } from '../../text/parse-json.ts'

/** Who writes a file: a step, or a leg of it. */
export interface FileWriter {
  readonly step: StepId
  readonly leg?: string | undefined
}

/** Of the path only its hash: it may hold what is secret, and only whether it is the same is asked. */
const claim = z.object({ pathHash: z.string(), step: z.string(), leg: z.string().optional() })

/**
 * Which step of a run writes which file of the workspace: of two that write the same one, only the rows of one would be
 * there in the end, and both would tell of theirs. Kept in the run's folder, as another process may go on with the run.
 */
export class FileClaims {
  readonly #file: string
  #writers: Map<string, FileWriter> | undefined

  constructor(runFolder: string) {
    this.#file = join(runFolder, 'files-written.jsonl')
  }

  /**
   * Throws a `Failure` (`load/same-file`) if another one has the file already, unless `mayReplace` says that this one may
   * write it all the same. `path` is absolute, and its folder is there.
   */
  claim(path: string, writer: FileWriter, mayReplace: (other: FileWriter) => boolean): void {
    this.#writers ??= this.#read()
    const place = hashOf(join(realpathSync(dirname(path)), basename(path)))
    const other = this.#writers.get(place)
    if (other?.step === writer.step && other.leg === writer.leg) return
    if (other !== undefined && !mayReplace(other)) throw sameFile(path, writer, other)
    this.#writers.set(place, writer)
    appendFileSync(this.#file, `\n${JSON.stringify({ pathHash: place, ...writer })}`)
  }

  /** A line that a killed process has not ended is of a file that it did not come to write. */
  #read(): Map<string, FileWriter> {
    if (!existsSync(this.#file)) return new Map()
    const lines = readFileSync(this.#file, 'utf8').split('\n')
    return new Map(
      lines.flatMap((line): [string, FileWriter][] => {
        const { data } = claim.safeParse(parseJson(line))
        return data === undefined ? [] : [[data.pathHash, { step: data.step, leg: data.leg }]]
      }),
    )
  }
}

function sameFile(path: string, writer: FileWriter, other: FileWriter): Failure {
  const who = other.leg === undefined ? `step "${other.step}"` : `leg ${other.leg} of step "${other.step}"`
  return new Failure(
    'load/same-file',
    `"${basename(path)}" is written by ${who} of the same run: only the rows of one would be left`,
    {
      help:
        other.step === writer.step
          ? 'Name the file by a value of the matrix, or load it in a step after this one, which sees the rows of all legs'
          : `Write to different files, put the rows together in a transform, or let "${writer.step}" need "${other.step}" if it is to replace what that wrote`,
    },
  )
}
