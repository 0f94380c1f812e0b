import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import type { FileUse } from '../steps/kind.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Edges } from '../graph/resolve-needs.ts'

interface Wanted {
  readonly path: Path
  readonly file: string
  readonly use: FileUse['use']
  readonly what: string
}

/**
 * Files of the repository that a manifest names and that are not there. What an earlier step may make, and what an
 * expression names, is only known in the run.
 */
export async function checkFiles(manifest: Manifest, edges: Edges, workspace: string): Promise<Diagnostic[]> {
  const wanted = [
    ...manifest.steps.flatMap((step) => filesOf(step, (edges.get(step.id)?.size ?? 0) > 0)),
    ...modulesOf(manifest),
  ]
  const found = await Promise.all(wanted.map((each) => checkFile(manifest.file, each, workspace)))
  return found.flat()
}

/** The modules of connections. */
function modulesOf({ connections }: Manifest): Wanted[] {
  return Object.entries(connections).flatMap(([name, { dialect: file }]) =>
    file === undefined || isElsewhere(file)
      ? []
      : [{ path: ['connections', name, 'dialect'], file, use: 'code' as const, what: 'module' }],
  )
}

function filesOf(step: Step, hasNeeds: boolean): Wanted[] {
  return factsOf(step).files.flatMap(({ file, path, use, lookUp: what }) =>
    what === undefined || (use === 'source' && (hasNeeds || isElsewhere(file)))
      ? []
      : [{ path: [...step.path, step.kind, ...path], file, use, what }],
  )
}

function isElsewhere(file: string): boolean {
  return file.includes('${{') || /^https?:/i.test(file)
}

async function checkFile(
  manifestFile: string,
  { path, file, use, what }: Wanted,
  workspace: string,
): Promise<Diagnostic[]> {
  const at = { file: manifestFile, path, part: 'value' as const }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(file)?.[1]
  if (scheme !== undefined)
    return [
      {
        code: 'manifest/file',
        severity: 'error',
        message: `"${scheme}:" is not a scheme that can be read; expected a path, a glob, http: or https:`,
        at,
        help: 'fetch it in a `run` step and read the file',
      },
    ]
  if (use === 'source' && (await isPattern(file))) {
    const { glob } = await import('tinyglobby')
    const [match] = await glob(file, { cwd: workspace, onlyFiles: true })
    return match === undefined
      ? [
          {
            code: 'manifest/file',
            severity: 'warning',
            message: `no file matches "${file}" now`,
            at,
            help: 'make sure that the files are there when the step runs',
          },
        ]
      : []
  }
  if (await exists(join(workspace, file))) return []
  return [
    {
      code: 'manifest/file',
      severity: 'error',
      message: `${what} "${file}" is not there`,
      at,
      help: 'paths start at the root of the repository',
    },
  ]
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

/** The library that knows patterns is loaded only for a path that looks like one. */
async function isPattern(path: string): Promise<boolean> {
  if (!/[*?[\]{}()!+@]/.test(path)) return false
  const { isDynamicPattern } = await import('tinyglobby')
  return isDynamicPattern(path)
}
