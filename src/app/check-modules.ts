import { readFile } from 'node:fs/promises'
import { normalize } from 'node:path/posix'
import { isAbsolute, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { type Source, plainSource } from '../source/source.ts'
import { nearest } from '../text/nearest.ts'
import type { ModuleReading } from './module-exports.ts'

/**
 * Functions that their modules do not export, and modules whose TypeScript does not parse; nothing is run. `sources`
 * are the modules that a diagnostic stands in.
 */
export async function checkModules(
  manifest: Manifest,
  workspace: string,
): Promise<{ diagnostics: Diagnostic[]; sources: Source[] }> {
  const steps = manifest.steps.filter(isModule)
  const diagnostics: Diagnostic[] = []
  const sources: Source[] = []
  if (steps.length === 0) return { diagnostics, sources }
  const { readModule } = await import('./module-exports.ts')
  const readings = new Map<string, ModuleReading | undefined>()
  for (const step of steps) {
    const path = normalize(step.options.module)
    if (!readings.has(path)) {
      const text = isInside(path) ? await textOf(resolve(workspace, path)) : undefined
      const reading = text === undefined ? undefined : readModule(path, text)
      readings.set(path, reading)
      if (
        text !== undefined &&
        reading !== undefined &&
        'fault' in reading &&
        !isTransformed(step, manifest)
      ) {
        sources.push(plainSource(path, text))
        diagnostics.push(unparsable(path, reading.fault))
      }
    }
    const reading = readings.get(path)
    if (reading === undefined || 'fault' in reading) continue
    if (
      reading.names !== undefined &&
      step.options.export !== '' &&
      !reading.names.includes(step.options.export)
    )
      diagnostics.push(notExported(manifest.file, step, reading.names))
  }
  return { diagnostics, sources }
}

type ModuleStep = Step & { kind: 'transform'; options: { module: string; export: string } }

function isModule(step: Step): step is ModuleStep {
  return 'module' in step.options
}

/** Options of Node can make it run more of TypeScript than types. */
function isTransformed({ env }: Step, manifest: Manifest): boolean {
  return 'NODE_OPTIONS' in env || 'NODE_OPTIONS' in manifest.env
}

function isInside(path: string): boolean {
  return !isAbsolute(path) && !path.startsWith('../')
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch {
    return undefined
  }
}

function unparsable(
  file: string,
  { message, start, end }: { message: string; start: number; end: number },
): Diagnostic {
  const isUnsupported = message.includes('strip-only')
  return {
    code: 'module/syntax',
    severity: 'error',
    message: isUnsupported
      ? message.replace(/^TypeScript/, 'the TypeScript')
      : `the module does not parse: ${message}`,
    at: { file, path: [], part: 'value', span: { start, end } },
    ...(isUnsupported ? { help: 'Node removes types and nothing else: write it in plain JavaScript' } : {}),
  }
}

function notExported(
  file: string,
  { path, kind, options }: ModuleStep,
  names: readonly string[],
): Diagnostic {
  const near = nearest(options.export, names)
  const start = options.module.length + 1
  return {
    code: 'module/export',
    severity: 'error',
    message: `"${options.module}" exports no "${options.export}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    at: {
      file,
      path: [...path, kind, 'module'],
      part: 'value',
      within: { start, end: start + options.export.length },
    },
    help: near === undefined ? remedy(options.export, names) : `write "${near}"`,
  }
}

function remedy(name: string, names: readonly string[]): string {
  return names.length === 0
    ? `write \`export\` before the function "${name}"`
    : `it exports ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`
}
