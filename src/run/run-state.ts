import { join } from 'node:path'
import type { Column, Dataset } from '../dataset/column.ts'
import type { Contexts } from '../expression/contexts.ts'
import type { StepId } from '../manifest/manifest.ts'
import { type Scope, nodeOf } from '../graph/graph.ts'
import type { DatasetRecord } from './event.ts'
import { FileClaims } from './files/file-claims.ts'
import { isSameLineage, lineageOf, seenResult, type Lineage } from './verdict/condition.ts'
import type { Gate } from './verdict/gate.ts'
import type { Leg } from './mapped/leg.ts'
import type { LoadsAhead } from './ahead/loads-ahead.ts'
import { windowSeen, windowsAbove } from './incremental/windows-above.ts'
import { Places } from './places.ts'
import { resolveTemplates } from './resolve-options.ts'
import { runContext } from '../plan/run-context.ts'
import type { RunRequest, StepFinished } from './run-request.ts'
import type { StepBefore } from '../steps/step.ts'
import { unselectedEnd, unselectedSteps } from './verdict/unselected-step.ts'

/** A need that nothing is known of (its job died) is a failure: what comes below must not run as if it were well. */
const unknown: Lineage = { succeeded: false, failed: true, cancelled: false }

/** What is known of a run while it goes on: how steps ended, and what they handed on. */
export class RunState {
  readonly request: RunRequest
  readonly finished = new Map<StepId, StepFinished>()
  /** Of the pools: one for the whole process, also for what runs inside a leg. */
  readonly places: Places
  /** Who writes which file: of the whole process, also inside a leg. */
  readonly fileClaims: FileClaims
  /** What the plan leaves out. */
  readonly unselected: ReadonlySet<StepId>
  readonly #lineages = new Map<StepId, Lineage>()
  /** Of each pipeline that a step uses, as far as it has been asked: whether it is run (`run/judge-step.ts`). */
  readonly gates = new Map<StepId, Gate>()
  /** What steps are told of the last good run (`run/unchanged/`). */
  readonly before = new Map<StepId, StepBefore>()
  /** What is done ahead of loads. Absent: nothing (in a leg). */
  ahead: LoadsAhead | undefined
  readonly #env = new Map<StepId, Record<string, string>>()
  /** The leg whose steps these are. */
  readonly leg: Leg | undefined
  /** The run that the leg is one of, and the mapped step there. */
  readonly outside: { readonly state: RunState; readonly step: StepId } | undefined

  constructor(request: RunRequest, leg?: Leg, outside?: RunState['outside']) {
    this.request = request
    this.leg = leg
    this.outside = outside
    this.places = request.places ?? new Places(request.plan.jobs.find(({ id }) => id === request.job)?.limits)
    this.fileClaims = outside?.state.fileClaims ?? new FileClaims(request.folder)
    this.unselected = unselectedSteps(request.plan)
    for (const id of request.graph.order) {
      const prior = request.prior.get(id) ?? this.#leftOut(id)
      if (prior) this.settle(id, prior)
    }
  }

  /** A job knows by itself what the plan leaves out; in one process that is told in its turn. */
  #leftOut(id: StepId): StepFinished | undefined {
    const { plan, job } = this.request
    if (job === undefined || !this.unselected.has(id)) return undefined
    return {
      schema: 1,
      run: plan.run.id,
      at: plan.run.at,
      type: 'step-finished',
      step: id,
      ...unselectedEnd(),
    }
  }

  /**
   * What ended before something above it did hands down anew: below a set-up that is made again in a run that is
   * resumed, or a used pipeline whose end another job works out. Only what changes is followed, so it costs by that.
   */
  settle(id: StepId, finished: StepFinished): void {
    this.finished.set(id, finished)
    const changed = [id]
    for (const at of changed) {
      const ended = this.finished.get(at)
      if (ended === undefined) continue
      const lineage = lineageOf(seenResult(ended), this.lineages(at))
      if (isSameLineage(this.#lineages.get(at), lineage)) continue
      this.#lineages.set(at, lineage)
      for (const below of nodeOf(this.request.graph, at).dependents) changed.push(below)
    }
  }

  lineages(id: StepId): Lineage[] {
    const { seen } = nodeOf(this.request.graph, id)
    return [...seen.values()].map((need) => this.#lineages.get(need) ?? unknown)
  }

  /** The contexts of a step's expressions but for its own `env`. Throws the `Failure` of an expression in `env:`. */
  contexts(id: StepId): Contexts {
    const node = nodeOf(this.request.graph, id)
    const known = this.contextsIn(node.scope, node.seen)
    const window = windowSeen(windowsAbove(this, node))
    return window === undefined ? known : { ...known, window }
  }

  /** The contexts of an expression in the manifest of a scope, which sees these steps, by the ids written there. */
  contextsIn(scope: Scope, seen: Iterable<readonly [string, StepId]>): Contexts {
    const { plan, environment } = this.request
    const gate = this.gates.get(scope.id)
    const base: Contexts = {
      inputs: gate === undefined ? plan.inputs : gate.open ? gate.inputs : {},
      env: {},
      vars: environment.vars,
      secrets: environment.secrets,
      needs: this.#needs(seen),
      run: runContext(plan),
      github: environment.github,
      matrix: {},
    }
    return { ...base, env: this.#envOf(scope, base) }
  }

  #envOf({ id, manifest }: Scope, contexts: Contexts): Record<string, string> {
    const env = this.#env.get(id) ?? resolveTemplates(manifest.env, { ...contexts, needs: {} })
    this.#env.set(id, env)
    return env
  }

  /** The datasets that a step can read, by the names it knows them by. */
  datasets(id: StepId): Record<string, Dataset> {
    const datasets: Record<string, Dataset> = {}
    for (const [name, maker] of nodeOf(this.request.graph, id).datasets) {
      const dataset = datasetNamed(name, this.finished.get(maker))
      if (!dataset) continue
      const { file, name: table, columns, rows, gone } = dataset
      datasets[name] = {
        name,
        ...(table === name ? {} : { tableName: table }),
        path: join(this.request.folder, file),
        columns: columns.map(plainColumn),
        rows,
        ...(gone === undefined ? {} : { gone }),
      }
    }
    return datasets
  }

  #needs(seen: Iterable<readonly [string, StepId]>): Contexts['needs'] {
    return Object.fromEntries(
      [...seen].map(([name, need]) => {
        const finished = this.finished.get(need)
        const result = finished ? seenResult(finished) : 'failure'
        return [name, { result, outputs: finished?.outputs ?? {}, ...legsOf(finished) }]
      }),
    )
  }
}

/** A mapped step that uses a pipeline has several, known as `clean/daily`; or as `clean`, if there is but one. */
export function datasetNamed(name: string, finished: StepFinished | undefined): DatasetRecord | undefined {
  const named = finished?.datasets
  if (named === undefined) return finished?.dataset
  const slash = name.lastIndexOf('/')
  return slash < 0 ? Object.values(named)[0] : named[name.slice(slash + 1)]
}

function legsOf(finished: StepFinished | undefined): Pick<Contexts['needs'][string], 'legs' | 'failed'> {
  if (finished?.legs === undefined) return {}
  return { legs: finished.legs, failed: (finished.failedLegs ?? []).map(({ values }) => values) }
}

/** Without what only the ledger says, and the keys that are there but undefined, which decoded JSON never has and its type allows. */
export function plainColumn({ name, type, gone: _gone, ...rest }: DatasetRecord['columns'][number]): Column {
  const said = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { name, type, ...Object.fromEntries(said) }
}

/** The columns of the last good run, and those of them that its source did not have any more. */
export function columnsBefore(
  columns: DatasetRecord['columns'] | undefined,
): Pick<StepBefore, 'columns' | 'gone'> {
  if (columns === undefined) return {}
  const gone = columns.filter((column) => column.gone === true).map(({ name }) => name)
  return { columns: columns.map(plainColumn), ...(gone.length === 0 ? {} : { gone }) }
}
