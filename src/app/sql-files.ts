import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'

/** The manifest with the text of its `.sql` files filled in; those that cannot be read are told. */
export async function readSqlFiles(
  manifest: Manifest,
  workspace: string,
): Promise<{ manifest: Manifest; diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = []
  if (!manifest.steps.some(hasSqlFile)) return { manifest, diagnostics }
  const steps = await Promise.all(
    manifest.steps.map(async (step): Promise<Step> => {
      if (!hasSqlFile(step)) return step
      const sql = await textOf(resolve(workspace, step.options.file.trim()))
      if (sql !== undefined) return { ...step, options: { ...step.options, sql } }
      diagnostics.push(missing(manifest.file, step))
      return step
    }),
  )
  return { manifest: { ...manifest, steps }, diagnostics }
}

type SqlFileStep = Step & { kind: 'transform'; options: { sql: string; file: string } }

/** Whether a step's query stands in a file of its own. */
export function hasSqlFile(step: Step): step is SqlFileStep {
  return 'sql' in step.options && step.options.file !== undefined
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch {
    return undefined
  }
}

function missing(file: string, step: SqlFileStep): Diagnostic {
  return {
    code: 'manifest/file',
    severity: 'error',
    message: `SQL file "${step.options.file}" is not there`,
    at: { file, path: [...step.path, step.kind, 'sql'], part: 'value' },
    help: 'paths start at the root of the repository',
  }
}
