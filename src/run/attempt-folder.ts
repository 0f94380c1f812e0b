import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Failure } from '../diagnostic/failure.ts'

/**
 * Where one attempt of one step writes. Nothing it makes is seen by other steps until `publish` renames it into the
 * run's folder, so an attempt that failed, or that lives on after its time-out, leaves nothing behind. The folder is
 * made when the step first asks for it: a step that writes nothing costs no file.
 */
export class AttemptFolder {
  readonly #runFolder: string
  readonly #step: string
  readonly #path: string
  #made = false

  constructor(runFolder: string, step: string, attempt: number) {
    this.#runFolder = runFolder
    this.#step = step
    this.#path = join(runFolder, 'scratch', `${step}-${attempt}`)
  }

  get scratch(): string {
    return join(this.#make(), 'scratch')
  }

  get datasetPath(): string {
    return join(this.#make(), 'out', 'dataset.sqlite')
  }

  get rejectsPath(): string {
    return join(this.#make(), 'out', 'rejects.sqlite')
  }

  /** Renames what the attempt wrote into place; answers its path relative to the run's folder, `null` if there is none. */
  publish(what: 'datasets' | 'rejects'): string | null {
    if (!this.#made) return null
    const from = what === 'datasets' ? this.datasetPath : this.rejectsPath
    if (!existsSync(from)) return null
    const file = `${what}/${this.#step}.sqlite`
    mkdirSync(dirname(join(this.#runFolder, file)), { recursive: true })
    renameSync(from, join(this.#runFolder, file))
    return file
  }

  remove(): void {
    if (this.#made) rmSync(this.#path, { recursive: true, force: true, maxRetries: 2 })
    this.#made = false
  }

  #make(): string {
    if (!this.#made) {
      mkdirSync(join(this.#path, 'scratch'), { recursive: true })
      mkdirSync(join(this.#path, 'out'), { recursive: true })
      this.#made = true
    }
    return this.#path
  }
}

/** Puts a copy of a file of the repository beside the events, whole or not at all; answers where, relative to the run's folder. */
export async function keepFile(options: {
  readonly workspace: string
  readonly folder: string
  readonly step: string
  readonly path: string
}): Promise<string> {
  const from = resolve(options.workspace, options.path)
  const inside = relative(options.workspace, from)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw new Failure('step/commit-path', `"${options.path}" is not a file of the repository`)
  }
  const file = `files/${options.step}/${basename(from)}`
  const to = join(options.folder, file)
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
  return file
}
