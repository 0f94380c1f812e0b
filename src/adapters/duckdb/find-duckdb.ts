import type * as duckdb from '@duckdb/node-api'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../../diagnostic/failure.ts'
import { fetchDuckdb } from './fetch-duckdb.ts'
import { duckdbPackage, duckdbVersion } from './pinned.ts'

export type DuckdbModule = typeof duckdb

interface Search {
  /** The runner's tool cache. */
  readonly toolCache: string | undefined
  readonly workspace: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * DuckDB's library from the user's project or, on a runner, from its tool cache, where the version that this version of
 * Millrace was tried with is put when it is not there. Throws a `Failure` (`engine/missing`).
 */
export async function findDuckdb({ toolCache, workspace, log, signal }: Search): Promise<DuckdbModule> {
  const own = resolvedFrom(workspace)
  if (own !== undefined) return load(own)
  if (toolCache === undefined || toolCache === '') throw missing()
  const folder = join(toolCache, 'millrace-duckdb', duckdbVersion, process.arch)
  const kept = resolvedFrom(folder)
  if (kept !== undefined) return load(kept)
  log(
    `DuckDB ${duckdbVersion} is not among the dependencies of this repository: fetching it into the tool cache`,
  )
  await fetchDuckdb(folder, signal)
  const fetched = resolvedFrom(folder)
  if (fetched === undefined) throw missing()
  return load(fetched)
}

/** Where a project has the library, however its packages are laid out. */
function resolvedFrom(folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve(duckdbPackage)
  } catch {
    return undefined
  }
}

async function load(path: string): Promise<DuckdbModule> {
  try {
    const module: DuckdbModule = await import(pathToFileURL(path).href)
    return module
  } catch (cause) {
    throw new Failure(
      'engine/missing',
      `${duckdbPackage} is there but cannot be loaded on ${process.platform} ${process.arch}`,
      {
        cause,
        help: addLine,
      },
    )
  }
}

const addLine = `Add it to the repository with \`npm install ${duckdbPackage}@${duckdbVersion}\``

function missing(): Failure {
  return new Failure('engine/missing', '`engine: duckdb` asks for DuckDB, which is not there', {
    help: `${addLine} (or remove \`engine\`: SQLite comes with Millrace)`,
  })
}
