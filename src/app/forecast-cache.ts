import type { KeyPart } from '../cache/cache-key.ts'
import { cacheKey, groupHashes, hashOf } from '../cache/cache-key.ts'
import { decide } from '../cache/decide.ts'
import type { EntryHead } from '../cache/entry.ts'
import type { Contexts } from '../expression/contexts.ts'
import { type Graph, type Node, nodeOf, type Scope } from '../graph/graph.ts'
import { namesOfGraph } from '../graph/names-of-graph.ts'
import { staticAxes } from '../matrix/leg-count.ts'
import { openLegs } from '../matrix/open-legs.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Plan, StepPlan } from '../plan/plan.ts'
import type { CacheStore } from '../ports/cache.ts'
import type { Lookup } from '../ports/lookup.ts'
import { stepKey } from '../run/cached/step-key.ts'
import { runContext } from '../plan/run-context.ts'
import { tried } from '../run/attempts/attempt.ts'
import type { RunEnvironment } from '../run/run-request.ts'
import { runEnvironment } from '../run/step-environment.ts'
import { inputsOfUse } from '../run/use-inputs.ts'
import { factsOf } from '../steps/kinds.ts'
import { forecastLegs } from './forecast-legs.ts'
import { createMask } from '../text/mask.ts'

export interface ForecastSource {
  readonly store: CacheStore
  /** Where the values of secrets and variables come from; one that is not set counts as empty. */
  readonly lookup: Lookup
  readonly env: RunEnvironment['env']
  readonly github: RunEnvironment['github']
  /** The repository's root, absolute. */
  readonly workspace: string
  readonly now: Date
}

/** Makes `forecastCache` of what a main knows. */
export function forecastBy(source: ForecastSource): (graph: Graph, plan: Plan) => Promise<Plan> {
  const { lookup, env, github, ...others } = source
  return (graph, plan) => {
    const names = namesOfGraph(graph)
    const valuesOf = (all: readonly string[]) =>
      Object.fromEntries(all.map((name) => [name, lookup(name) ?? '']))
    const environment = { secrets: valuesOf(names.secrets), vars: valuesOf(names.vars), env, github }
    const mask = createMask(Object.values(environment.secrets))
    return forecastCache(graph, plan, { ...others, environment, mask })
  }
}

interface ForecastFacts {
  readonly store: CacheStore
  /** The values of secrets matter no more than to be hidden: their names are enough. */
  readonly environment: RunEnvironment
  /** The repository's root, absolute. */
  readonly workspace: string
  readonly mask: (text: string) => string
  readonly now: Date
}

type Forecast = NonNullable<StepPlan['cache']>

/**
 * The plan with what would become now of each step with `cache`: `reuse`, `run`, or `deferred` where that depends on
 * what another step is yet to make. Nothing is fetched and nothing is run.
 */
async function forecastCache(graph: Graph, plan: Plan, facts: ForecastFacts): Promise<Plan> {
  if (!graph.order.some((id) => nodeOf(graph, id).step.cache !== undefined)) return plan
  const reused = new Map<StepId, EntryHead>()
  const forecasts = new Map<StepId, Forecast>()
  const planned = new Map(plan.steps.map((step) => [step.id, step]))
  for (const id of graph.order) {
    const node = nodeOf(graph, id)
    const { cache, kind } = node.step
    if (cache === undefined || kind === 'uses') continue
    if (planned.get(id)?.unselected === true) continue
    const { head, ...forecast } = await forecastStep(node, plan, { ...facts, graph, reused })
    forecasts.set(id, forecast)
    if (head !== undefined) reused.set(id, head)
  }
  const steps = plan.steps.map((step) => {
    const cache = forecasts.get(step.id)
    return cache === undefined ? step : { ...step, cache }
  })
  return { ...plan, steps }
}

type Around = ForecastFacts & { readonly graph: Graph; readonly reused: ReadonlyMap<StepId, EntryHead> }

type Forecasted = Forecast & { readonly head?: EntryHead }

async function forecastStep(node: Node, plan: Plan, around: Around): Promise<Forecasted> {
  const { strategy } = node.step
  const inputs = inputsIn(node.scope, plan, around)
  if (inputs === undefined) return deferred('the inputs of its pipeline are not known before the run')
  const known = { ...plan, inputs }
  if (strategy === undefined) return forecastOne(node, known, around)
  const axes = staticAxes(strategy.matrix)
  if (axes === undefined) return deferred('each leg has an entry of its own')
  return forecastLegs(openLegs(axes), (values) => forecastOne(node, known, around, values))
}

/** The inputs that the steps of a scope see: of a pipeline that is used its `with`, if that is known before the run. */
function inputsIn(scope: Scope, plan: Plan, around: Around): Plan['inputs'] | undefined {
  if (scope.within === undefined) return plan.inputs
  const outer = inputsIn(scope.within, plan, around)
  const use = nodeOf(around.graph, scope.id)
  if (outer === undefined || /\b(?:needs|env|matrix)\b/i.test(JSON.stringify(use.step.with))) return undefined
  const contexts = contextsOf(use, { ...plan, inputs: outer }, around)
  const made = tried(() => inputsOfUse(use.step, scope.manifest, contexts))
  return made.ended === 'done' ? made.value : undefined
}

async function forecastOne(
  node: Node,
  plan: Plan,
  around: Around,
  leg?: Contexts['matrix'],
): Promise<Forecasted> {
  const { step } = node
  const { graph } = around
  const slot = {
    pipeline: plan.pipeline,
    step: step.id,
    ...(leg === undefined ? {} : { leg: hashOf(leg) }),
  }
  const makers = [...node.datasets].filter(([, maker]) => factsOf(nodeOf(graph, maker).step).makesDataset)
  const inputs = makers.map(([name, maker]) => ({
    name,
    hash: around.reused.get(maker)?.dataset,
  }))
  const made = await keyParts(node, plan, { ...around, inputs, leg })
  if (made === undefined) return deferred('what it is made of cannot be known before the run')
  const unknown = inputs.filter(({ hash }) => hash === undefined).map(({ name }) => name)
  const { trouble, ...known } = await around.store.look(slot, cacheKey(made))
  if (trouble !== undefined) return deferred(`the cache cannot be read: ${trouble}`)
  const unsure = unsureOf(node, made, { unknown, reused: around.reused })
  if (unsure !== undefined && known.newest !== undefined)
    return mayBeSame(made, known.newest) ? deferred(unsure) : changed(made, known.newest, around.now)
  const limits = { now: around.now, maxAgeMs: step.cache?.maxAgeMs }
  return decide(cacheKey(made), known, limits)
}

function deferred(reason: string): Forecast {
  return { decision: 'deferred', reason }
}

/** Why what is known of the step is not all, if so. */
function unsureOf(
  { seen }: Node,
  parts: readonly KeyPart[],
  { unknown, reused }: { readonly unknown: readonly string[]; readonly reused: Around['reused'] },
): string | undefined {
  if (unknown.length > 0)
    return `${unknown.map((name) => `\`${name}\``).join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not known before the run`
  const asks = parts.some(({ group, name }) => group === 'values' && /\bneeds\b/.test(name))
  const open = [...seen].filter(([, need]) => reused.get(need)?.outputs === undefined)
  return asks && open.length > 0
    ? `what ${open.map(([name]) => `\`${name}\``).join(', ')} puts out is not known before the run`
    : undefined
}

/** Whether all that is known is as it was; what is not known is left out of both. */
function mayBeSame(parts: readonly KeyPart[], head: EntryHead): boolean {
  const [now, was] = [certain(parts), head.parts === undefined ? undefined : certain(head.parts)]
  if (was !== undefined) return cacheKey(now).hash === cacheKey(was).hash
  const groups = groupHashes({ parts })
  return (['definition', 'code', 'files'] as const).every((group) => groups[group] === head.groups[group])
}

function changed(parts: readonly KeyPart[], head: EntryHead, now: Date): Forecast {
  const was = head.parts === undefined ? head : { ...head, parts: certain(head.parts) }
  return decide(cacheKey(certain(parts)), { newest: was }, { now, maxAgeMs: undefined })
}

function certain(parts: readonly KeyPart[]): KeyPart[] {
  return parts.filter(
    ({ group, name }) => group !== 'data' && !(group === 'values' && /\bneeds\b/.test(name)),
  )
}

/** `undefined` where an expression has no value yet, or a file cannot be read. */
async function keyParts(
  node: Node,
  plan: Plan,
  around: Around & {
    readonly inputs: readonly { readonly name: string; readonly hash: string | undefined }[]
    readonly leg: Contexts['matrix'] | undefined
  },
): Promise<readonly KeyPart[] | undefined> {
  const { environment, workspace, mask, inputs } = around
  const datasets = inputs.flatMap(({ name, hash }) => (hash === undefined ? [] : [[name, hash] as const]))
  const run = { ...plan.run, pipeline: plan.pipeline, step: node.step.id, attempt: 1 }
  const key = await stepKey({
    step: node.step,
    manifest: node.scope.manifest,
    contexts: { ...contextsOf(node, plan, around), matrix: around.leg ?? {} },
    datasets: Object.fromEntries(datasets),
    env: { ...environment.env, ...runEnvironment(run) },
    workspace,
    mask,
  }).catch(() => undefined)
  return key?.parts
}

/** The steps that are reused have succeeded, and put out what they did then. */
function contextsOf({ seen }: Node, plan: Plan, { environment, reused }: Around): Contexts {
  const needs = [...seen].map(([name, id]) => {
    return [name, { result: 'success' as const, outputs: reused.get(id)?.outputs ?? {} }] as const
  })
  return {
    inputs: plan.inputs,
    env: {},
    vars: environment.vars,
    secrets: environment.secrets,
    needs: Object.fromEntries(needs),
    run: runContext(plan),
    github: environment.github,
    matrix: {},
  }
}
