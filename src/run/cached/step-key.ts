import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type CacheKey, cacheKey, hashOf, type KeyPart } from '../../cache/cache-key.ts'
import { bindSql } from '../../expression/bind-sql.ts'
import type { Contexts } from '../../expression/contexts.ts'
import type { Manifest, Step } from '../../manifest/manifest.ts'
import { resolveOptions, resolveTemplates } from '../resolve-options.ts'
import { settleStep } from '../settle-step.ts'
import { moduleFiles, scriptFiles } from './code-files.ts'
import { fileParts, mention, patternParts } from './file-parts.ts'
import { takesOneArgument } from './second-parameter.ts'
import { expressionParts, valuePart, withoutSecrets } from './value-parts.ts'

/** What a step's key is made of. */
export interface KeySource {
  readonly step: Step
  /** The manifest that the step stands in. */
  readonly manifest: Manifest
  /** As the step's expressions see them, but for its own `env`. */
  readonly contexts: Contexts
  /** The input datasets by the name that the step knows each by: the hash of its content. */
  readonly datasets: Readonly<Record<string, string>>
  /** What a step inherits of this process's environment, and more: looked at for the names under `cache.env` alone. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute. */
  readonly workspace: string
  readonly mask: (text: string) => string
}

/**
 * Everything that what the step makes depends on, as far as Millrace can know it. Values of secrets never count and are
 * nowhere in it. Throws the `Failure` of an expression that has no value, and what the file system refused.
 */
export async function stepKey(source: KeySource): Promise<CacheKey> {
  const { manifest, mask, datasets, workspace } = source
  const open = withoutSecrets(source.contexts)
  const env = { ...resolveTemplates(manifest.env, { ...open, env: {}, needs: {} }) }
  const outer = { ...open, env }
  const contexts = { ...outer, env: { ...env, ...resolveTemplates(source.step.env, outer) } }
  const step = settleStep(source.step, contexts)
  const { texts, options } = withoutCode(step)
  const code = await codeParts(source)
  return cacheKey([
    { group: 'definition', name: 'definition', hash: hashOf([step.kind, options, step.checks, step.with]) },
    ...texts.map(([name, text]) => ({ group: 'code' as const, name, hash: hashOf(text) })),
    ...code.parts,
    ...expressionParts([options, step.checks, step.with], contexts, mask),
    ...sqlParts(step, contexts, mask),
    ...(seesEnvironment(step) ? environmentParts(contexts.env, mask) : []),
    ...(code.usesDate ? [valuePart('run.date', contexts.run.date, mask)] : []),
    ...(code.usesRun ? [valuePart('run.id', contexts.run.id, mask)] : []),
    ...(step.cache?.env ?? []).map((name) => namedVariable(name, { ...source.env, ...contexts.env }, source)),
    ...(await filesRead(step, contexts, workspace)),
    ...Object.entries(datasets).map(([name, hash]) => ({ group: 'data' as const, name, hash })),
  ])
}

type Texts = readonly (readonly [name: string, text: string])[]

/** The options without the code among them, which is told of by itself when it changes. */
function withoutCode({ options }: Step): { texts: Texts; options: unknown } {
  if ('sql' in options) {
    const { sql, file: _file, ...others } = options
    return { texts: [['SQL', sql]], options: others }
  }
  if (!('script' in options)) return { texts: [], options }
  const { script, ...others } = options
  return { texts: [['script', script]], options: others }
}

function sqlParts(step: Step, contexts: Contexts, mask: (text: string) => string): KeyPart[] {
  if (!('sql' in step.options)) return []
  const { expressions } = bindSql(step.options.sql, 'sqlite')
  return expressionParts(
    expressions.map((each) => `\${{ ${each} }}`),
    contexts,
    mask,
  )
}

/** A script and a module may look at any variable that the manifest sets. */
function seesEnvironment({ options }: Step): boolean {
  return 'script' in options || 'module' in options
}

function environmentParts(env: Readonly<Record<string, string>>, mask: (text: string) => string): KeyPart[] {
  return Object.entries(env).map(([name, value]) => valuePart(`env.${name}`, value, mask))
}

/** What the environment holds may be secret without being called so: it is never told. */
function namedVariable(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  { contexts, mask }: KeySource,
): KeyPart {
  const value = Object.hasOwn(contexts.secrets, name) ? '' : mask(env[name] ?? '')
  return { group: 'values', name, hash: hashOf(value) }
}

interface Code {
  readonly parts: KeyPart[]
  /** Whether it looks at the date of the run, or may. */
  readonly usesDate: boolean
  /** Whether it names the id of the run. */
  readonly usesRun: boolean
}

/** The files that hold the step's code, and what of the run it looks at. */
async function codeParts({ step, workspace }: KeySource): Promise<Code> {
  const { options } = step
  if ('module' in options) {
    const module = resolve(workspace, options.module)
    const files = moduleFiles(module, workspace)
    const scripts = files.filter((path) => /\.[cm]?[jt]s$/.test(path))
    const seesRun = !takesOneArgument(await readFile(module, 'utf8'), options.export)
    return {
      parts: await fileParts('code', files, workspace),
      usesDate: seesRun || (await mention(scripts, dateVariable)),
      usesRun: await mention(scripts, runId),
    }
  }
  if (!('script' in options)) return { parts: [], usesDate: false, usesRun: false }
  const folder = resolve(workspace, options.workingDirectory ?? '.')
  const files = scriptFiles(options, folder, workspace)
  return {
    parts: await fileParts('code', files, workspace),
    usesDate: dateVariable.test(options.script) || (await mention(files, dateVariable)),
    usesRun: runVariable.test(options.script) || (await mention(files, runVariable)),
  }
}

const dateVariable = /\bMILLRACE_(?:DATE|AT)\b/
const runVariable = /\bMILLRACE_RUN_ID\b/
const runId = /\brun\??\.id\b|\bMILLRACE_RUN_ID\b/

/** The local files that an extract reads, and those that the author names. */
async function filesRead(step: Step, contexts: Contexts, workspace: string): Promise<KeyPart[]> {
  const options = resolveOptions(step, contexts)
  const from = step.kind === 'extract' && isRecord(options) ? options['from'] : []
  const patterns = [...(Array.isArray(from) ? from : []), ...(step.cache?.files ?? [])]
  const parts: KeyPart[] = []
  for (const pattern of patterns.map(String)) {
    if (!/^https?:\/\//iu.test(pattern)) parts.push(...(await patternParts(pattern, workspace)))
  }
  return parts
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
