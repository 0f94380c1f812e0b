import { readFile } from 'node:fs/promises'
import { normalize } from 'node:path/posix'
import { resolve } from 'node:path'
import type { Path, Place } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import type { Step } from '../manifest/manifest.ts'

/**
 * `file:line:column` of a piece of a step's SQL: in the manifest, or in the `.sql` file it stands in. `undefined` when
 * the manifest is not there, or no longer says the same. The YAML is read only now that something went wrong.
 */
export async function placeOfSql(
  { file, step, workspace }: { file: string; step: Step; workspace: string },
  sql: string,
  within: { start: number; end: number },
): Promise<string | undefined> {
  const [{ locate }, { parseSource, plainSource }] = await Promise.all([
    import('../source/locate.ts'),
    import('../source/source.ts'),
  ])
  const sqlFile = fileOf(step, sql)
  const text = sqlFile === undefined ? await textOf(resolve(workspace, file)) : sql
  if (text === undefined) return undefined
  const source = sqlFile === undefined ? parseSource(file, text) : plainSource(sqlFile, text)
  const path = pathOf(step, sql, source.authored)
  const at: Place | undefined =
    sqlFile !== undefined
      ? { file: sqlFile, path: [], part: 'value', span: within }
      : path && { file, path, part: 'value', within }
  if (at === undefined) return undefined
  const located = locate(source, { code: 'sql/syntax', severity: 'error', message: '', at })
  return `${located.file}:${located.line}:${located.column}`
}

function fileOf({ options }: Step, sql: string): string | undefined {
  if (!('sql' in options) || options.file === undefined || options.sql !== sql) return undefined
  return normalize(options.file.trim())
}

/** Where the step has this very text: as its query, or as one of its checks. */
function pathOf({ path, kind }: Step, sql: string, authored: unknown): Path | undefined {
  const checks = valueAt(authored, [...path, 'checks'])
  const places = [
    [...path, kind, 'sql'],
    ...(Array.isArray(checks) ? checks : []).map((_, index) => [...path, 'checks', index, 'sql']),
  ]
  return places.find((place) => valueAt(authored, place) === sql)
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch {
    return undefined
  }
}
