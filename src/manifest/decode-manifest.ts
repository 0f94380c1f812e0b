import { type Diagnostic, type Result, refuse, succeed } from '../diagnostic/diagnostic.ts'
import { valueAt } from '../diagnostic/value-at.ts'
import type { Source } from '../source/source.ts'
import { asTexts } from '../steps/authored.ts'
import { checkNames } from './check-names.ts'
import { checkRetryMessages } from './check-retry.ts'
import { teller } from './teller.ts'
import { decodeInputs } from './decode-inputs.ts'
import { decodeSchedules } from './decode-schedules.ts'
import { decodeStep } from './decode-steps.ts'
import { decodeWith } from './decode-with.ts'
import type { LateValue, Manifest, OnFailure, Step } from './manifest.ts'
import { checkPipelineId, pipelineId } from './pipeline-id.ts'
import { placeValues } from './place-values.ts'
import { connectionPool } from './pools.ts'
import { decodeConnections } from './decode-connections.ts'
import { type AuthoredHead, headSchema } from './schema.ts'

/** As much of a manifest as can be read, with everything that is wrong with it. Whole when `diagnostics` is empty. */
export interface Draft {
  readonly manifest: Manifest
  /** Steps that are written but could not be read: they exist, but nothing is known of them. */
  readonly unread: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
}

/** The manifest of a file, or everything that is wrong with it. */
export function decodeManifest(source: Source): Result<Manifest> {
  if (source.authored === undefined) return refuse(source.problems)
  const { manifest, diagnostics } = draftManifest(source.file, source.authored)
  const all = [...source.problems, ...diagnostics]
  return all.length === 0 ? succeed(manifest) : refuse(all)
}

/** The manifest that travelled as plain data inside a plan: the same as from the YAML it was authored in. */
export function decodeAuthored(file: string, authored: unknown): Result<Manifest> {
  const { manifest, diagnostics } = draftManifest(file, authored)
  return diagnostics.length === 0 ? succeed(manifest) : refuse(diagnostics)
}

export function draftManifest(file: string, authored: unknown): Draft {
  const found: Diagnostic[] = checkPipelineId(file)
  const late = lateDefaultsIn(authored)
  const standing = late.length === 0 ? authored : placeValues(authored, late, () => undefined)
  const head = decodeWith(headSchema, standing, { file, path: [] }, found, 3) ?? { steps: {} }
  checkNames(file, authored, found)
  if (head.defaults?.retry !== undefined)
    checkRetryMessages(head.defaults.retry, teller(file, ['defaults', 'retry'], found))
  const unread = new Set<string>()
  const steps: Step[] = []
  for (const [id, each] of Object.entries(head.steps)) {
    const authoredStep = withEngine(withDefaults(each, late), head.engine)
    const step = decodeStep(file, id, authoredStep, head.defaults ?? {}, found)
    if (step === undefined) unread.add(id)
    else steps.push(step)
  }
  if (isEmptyMap(authored, 'steps')) found.push(noSteps(file))
  return { manifest: assemble(file, head, steps, found), unread, diagnostics: found }
}

/** Defaults that are expressions: every step that does not say otherwise has them as its own. */
function lateDefaultsIn(authored: unknown): LateValue[] {
  const path = ['defaults', 'timeout-minutes']
  const text = valueAt(authored, path)
  return typeof text === 'string' && text.includes('${{') ? [{ path, text }] : []
}

function withDefaults(step: unknown, late: readonly LateValue[]): unknown {
  if (late.length === 0 || typeof step !== 'object' || step === null || Array.isArray(step)) return step
  return { ...Object.fromEntries(late.map(({ path, text }) => [path[1], text])), ...step }
}

/** The pipeline's engine is that of every query over datasets that names none. */
function withEngine(step: unknown, engine: AuthoredHead['engine']): unknown {
  if (engine === undefined || !isMap(step)) return step
  const { transform } = step
  if (!isMap(transform) || transform['sql'] === undefined || transform['in'] !== undefined) return step
  return { ...step, transform: { engine, ...transform } }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function assemble(file: string, head: AuthoredHead, steps: readonly Step[], found: Diagnostic[]): Manifest {
  const id = pipelineId(file)
  const inputs = decodeInputs(file, head.inputs ?? {}, found)
  return {
    id,
    file,
    name: head.name ?? id,
    schedules: decodeSchedules(file, head.on?.schedule ?? [], inputs, found),
    inputs,
    connections: decodeConnections(file, head.connections ?? {}, found),
    env: asTexts(head.env),
    outputs: head.outputs ?? {},
    datasets: head.datasets ?? {},
    pools: decodePools(head),
    concurrency: head.concurrency ?? 'queue',
    steps,
    onFailure: decodeOnFailure(head['on-failure']?.issue),
  }
}

function decodePools({ pools = {}, connections = {} }: AuthoredHead): Manifest['pools'] {
  const named = Object.entries(pools).map(([name, pool]) => [name, pool['max-parallel']] as const)
  const limited = Object.entries(connections).flatMap(([name, each]) => {
    const most = typeof each === 'string' ? undefined : each['max-parallel']
    return most === undefined ? [] : [[connectionPool(name), most] as const]
  })
  return Object.fromEntries([...named, ...limited])
}

function decodeOnFailure(issue: NonNullable<AuthoredHead['on-failure']>['issue']): OnFailure {
  if (issue === false) return { issue: null }
  const { labels = ['pipeline-failure'], assignees = [] } = typeof issue === 'object' ? issue : {}
  return { issue: { labels, assignees } }
}

function isEmptyMap(authored: unknown, key: string): boolean {
  const value = valueAt(authored, [key])
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function noSteps(file: string): Diagnostic {
  return {
    code: 'manifest/missing-key',
    severity: 'error',
    message: '`steps` is empty; a pipeline has at least one step',
    at: { file, path: ['steps'], part: 'key' },
    help: 'add a step, e.g. `orders: { extract: { csv: data/orders.csv } }`',
  }
}
