import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialect as KyselyDialect } from 'kysely'
import { Failure } from '../../diagnostic/failure.ts'
import type { Connection, Dialect } from '../../ports/database.ts'

/** What a connection's module made. */
export interface MadeDialect {
  readonly dialect: KyselyDialect
  /** The SQL it speaks. */
  readonly speaks: Dialect
}

const families: readonly (readonly [Dialect, RegExp])[] = [
  ['postgres', /postgres/i],
  ['mysql', /mysql|maria/i],
  ['sqlite', /sqlite/i],
]

/**
 * Runs the module of a connection: its default export, or its export `dialect`, is a function of `{ url, env }` that
 * answers a Kysely dialect. Which SQL that speaks is told by the classes of its query compiler, or by the module's
 * `speaks`. Throws a `Failure` (`connection/module`).
 */
export async function loadDialectModule(connection: Connection, workspace: string): Promise<MadeDialect> {
  const { dialect: path = '', url, env = {} } = connection
  const exported = await importModule(path, workspace)
  const make = exported['default'] ?? exported['dialect']
  if (typeof make !== 'function')
    throw moduleFailure(
      path,
      'exports no function',
      'Export a function of { url, env } that answers a Kysely dialect',
    )
  const made: unknown = await called(path, () => Reflect.apply(make, undefined, [{ url, env }]))
  if (!isDialect(made))
    throw moduleFailure(path, 'made no Kysely dialect', 'Answer a dialect, e.g. `new PostgresDialect(…)`')
  return { dialect: made, speaks: spoken(exported['speaks']) ?? familyOf(made, path) }
}

async function importModule(path: string, workspace: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const exported: unknown = await import(pathToFileURL(resolve(workspace, path)).href)
    return { ...(typeof exported === 'object' ? exported : {}) }
  } catch (error) {
    throw moduleFailure(
      path,
      `cannot be loaded: ${messageOf(error)}`,
      'Check the path, and that its packages are installed',
    )
  }
}

async function called(path: string, work: () => unknown): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    throw moduleFailure(path, `threw: ${messageOf(error)}`)
  }
}

function isDialect(made: unknown): made is KyselyDialect {
  return (
    typeof made === 'object' &&
    made !== null &&
    ['createDriver', 'createQueryCompiler', 'createAdapter'].every(
      (name) => typeof Reflect.get(made, name) === 'function',
    )
  )
}

function spoken(said: unknown): Dialect | undefined {
  return families.find(([family]) => family === said)?.[0]
}

/** The compiler may be of another copy of Kysely, but its class, or one it extends, has the name. */
function familyOf(dialect: KyselyDialect, path: string): Dialect {
  const names: string[] = []
  let each: unknown = dialect.createQueryCompiler()
  while (typeof each === 'object' && each !== null) {
    names.push(each.constructor.name)
    each = Object.getPrototypeOf(each)
  }
  const found = families.find(([, pattern]) => names.some((name) => pattern.test(name)))
  if (found !== undefined) return found[0]
  throw moduleFailure(
    path,
    'does not say which SQL its dialect speaks',
    "Add `export const speaks = 'postgres'` (or 'mysql', 'sqlite')",
  )
}

function moduleFailure(path: string, what: string, help?: string): Failure {
  return new Failure('connection/module', `"${path}" ${what}`, help === undefined ? {} : { help })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
