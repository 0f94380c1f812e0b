import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../../diagnostic/failure.ts'
import { npmEnvironment } from './npm-environment.ts'
import { duckdbPackage, duckdbVersion, pinnedProject } from './pinned.ts'

const run = promisify(execFile)

/**
 * Installs the pinned version into `folder`, which appears whole or not at all. npm refuses bytes that do not hash to
 * what is pinned; no script of a package is run, and none of the job's secrets is in its environment. Throws a `Failure`
 * (`engine/missing`).
 */
export async function fetchDuckdb(folder: string, signal: AbortSignal): Promise<void> {
  const project = pinnedProject(`${process.platform}-${process.arch}`)
  const help = `Add it to the repository with \`npm install ${duckdbPackage}@${duckdbVersion}\``
  if (project === undefined)
    throw new Failure('engine/missing', `no DuckDB is pinned for ${process.platform} ${process.arch}`, {
      help,
    })
  await mkdir(dirname(folder), { recursive: true })
  const partial = await mkdtemp(`${folder}.partial-`)
  try {
    await writeFile(join(partial, 'package.json'), project.manifest)
    await writeFile(join(partial, 'package-lock.json'), project.lock)
    const env = npmEnvironment(process.env)
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: partial, env, signal })
    await rename(partial, folder)
  } catch (cause) {
    signal.throwIfAborted()
    throw new Failure('engine/missing', `DuckDB could not be fetched: ${reasonOf(cause)}`, {
      cause,
      retryable: true,
      help,
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

/** npm's first line of complaint. */
function reasonOf(error: unknown): string {
  const told: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stderr') : undefined
  const line =
    typeof told === 'string' ? told.split('\n').find((each) => /npm (error|ERR!)/.test(each)) : undefined
  return line ?? (error instanceof Error ? error.message : String(error))
}
