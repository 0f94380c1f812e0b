import { chmodSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkManifests } from '../app/check.ts'
import type { LocatedDiagnostic } from '../diagnostic/diagnostic.ts'
import { Usage } from '../diagnostic/failure.ts'
import { type ColumnChange, writeColumns, type WrittenColumn } from '../source/write-columns.ts'
import type { StepName } from './infer-target.ts'

export type WrittenManifest =
  | { readonly ok: true; readonly changes: readonly ColumnChange[] }
  /** The manifest is as it was: what would be wrong with it. */
  | { readonly ok: false; readonly diagnostics: readonly LocatedDiagnostic[] }

/** Puts columns into a step of a manifest, which is not touched if it would hold worse with them. */
export async function writeInferred(
  columns: readonly WrittenColumn[],
  { workspace, file, step }: StepName,
): Promise<WrittenManifest> {
  const path = join(workspace, file)
  const before = readFileSync(path, 'utf8')
  const written = writeColumns(before, step, columns)
  if ('fault' in written)
    throw new Usage(written.fault, `write the columns under \`extract\` of "${step}" by hand`)
  if (written.changes.length === 0) return { ok: true, changes: [] }
  const known = errorsOf(await checkManifests([file], workspace))
  const after = errorsOf(
    await checkManifests([file], workspace, { unsaved: new Map([[file, written.text]]) }),
  )
  if (after.length > known.length) return { ok: false, diagnostics: after }
  replace(realpathSync(path), written.text)
  return { ok: true, changes: written.changes }
}

function errorsOf({
  diagnostics,
}: {
  readonly diagnostics: readonly LocatedDiagnostic[]
}): readonly LocatedDiagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error')
}

/** Whole or not at all; who may read and write it stays. */
function replace(path: string, text: string): void {
  const beside = `${path}.millrace-partial`
  writeFileSync(beside, text)
  chmodSync(beside, statSync(path).mode)
  renameSync(beside, path)
}
