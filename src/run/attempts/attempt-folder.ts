import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'

/**
 * Where one attempt of one step writes. Nothing it makes is seen by other steps until `publish` renames it into the
 * run's folder, so an attempt that failed, or that lives on after its time-out, leaves nothing behind. The folder is
 * made when the step first asks for it: a step that writes nothing costs no file.
 */
export class AttemptFolder {
  readonly #runFolder: string
  readonly #step: string
  readonly #leg: string | undefined
  readonly #path: string
  readonly #made = new Set<string>()

  /** `leg`: it is an attempt of that leg, or of a step inside it (`3/1`). */
  constructor(runFolder: string, step: string, attempt: number, leg?: string) {
    this.#runFolder = runFolder
    this.#step = step
    this.#leg = leg
    const name =
      leg === undefined ? `${step}-${attempt}` : `${step}.leg-${leg.replaceAll('/', '.')}-${attempt}`
    this.#path = join(runFolder, 'scratch', name)
  }

  get scratch(): string {
    return this.#make('scratch')
  }

  get datasetPath(): string {
    return join(this.#make('out'), 'dataset.sqlite')
  }

  get rejectsPath(): string {
    return join(this.#make('out'), 'rejects.sqlite')
  }

  /** Renames what the attempt wrote into place; answers its path relative to the run's folder, `null` if there is none. */
  publish(what: 'datasets' | 'rejects'): string | null {
    if (!this.#made.has('out')) return null
    const from = what === 'datasets' ? this.datasetPath : this.rejectsPath
    if (!existsSync(from)) return null
    const file =
      this.#leg === undefined ? `${what}/${this.#step}.sqlite` : legFile(this.#step, this.#leg, what)
    renameInto(from, join(this.#runFolder, file))
    return file
  }

  remove(): void {
    if (this.#made.size > 0) rmSync(this.#path, { recursive: true, force: true, maxRetries: 2 })
    this.#made.clear()
  }

  #make(part: 'scratch' | 'out'): string {
    const path = join(this.#path, part)
    if (!this.#made.has(part)) mkdirSync(path, { recursive: true })
    this.#made.add(part)
    return path
  }
}

/** Ten thousand legs have one folder, which is there but for the first of them. */
function renameInto(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  }
}

/** Where what a leg made lies until it is joined with that of the others, relative to the run's folder. */
export function legFile(step: string, leg: string, what: 'datasets' | 'rejects' = 'datasets'): string {
  return `legs/${step}/${leg}${what === 'rejects' ? '.rejects' : ''}.sqlite`
}

/** Puts a copy of a file of the repository beside the events, whole or not at all; answers where, relative to the run's folder. */
export async function keepFile(options: {
  readonly workspace: string
  readonly folder: string
  readonly step: string
  readonly leg?: string | undefined
  readonly path: string
}): Promise<string> {
  const from = resolve(options.workspace, options.path)
  const inside = relative(options.workspace, from)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw new Failure('step/commit-path', `"${options.path}" is not a file of the repository`)
  }
  const leg = options.leg === undefined ? '' : `${options.leg}/`
  const file = `files/${options.step}/${leg}${basename(from)}`
  const to = join(options.folder, file)
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
  return file
}
