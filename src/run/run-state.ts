import { join } from 'node:path'
import type { Column, Dataset } from '../dataset/column.ts'
import type { Contexts } from '../expression/contexts.ts'
import type { StepId } from '../manifest/manifest.ts'
import { nodeOf } from '../graph/graph.ts'
import type { DatasetRecord } from './event.ts'
import { lineageOf, seenResult, type Lineage } from './condition.ts'
import { resolveTemplates } from './resolve-options.ts'
import { runContext } from './run-context.ts'
import type { RunRequest, StepFinished } from './run-request.ts'

/** A need that nothing is known of (its job died) is a failure: what comes below must not run as if it were well. */
const unknown: Lineage = { succeeded: false, failed: true, cancelled: false }

/** What is known of a run while it goes on: how steps ended, and what they handed on. */
export class RunState {
  readonly request: RunRequest
  readonly finished = new Map<StepId, StepFinished>()
  readonly #lineages = new Map<StepId, Lineage>()
  #env: Record<string, string> | undefined

  constructor(request: RunRequest) {
    this.request = request
    for (const id of request.graph.order) {
      const prior = request.prior.get(id)
      if (prior) this.settle(id, prior)
    }
  }

  settle(id: StepId, finished: StepFinished): void {
    this.finished.set(id, finished)
    this.#lineages.set(id, lineageOf(seenResult(finished), this.lineages(id)))
  }

  lineages(id: StepId): Lineage[] {
    const { seen } = nodeOf(this.request.graph, id)
    return [...seen.values()].map((need) => this.#lineages.get(need) ?? unknown)
  }

  /** The contexts of a step's expressions but for its own `env`. Throws the `Failure` of an expression in `env:`. */
  contexts(id: StepId): Contexts {
    const { graph, plan, environment } = this.request
    const base: Contexts = {
      inputs: plan.inputs,
      env: {},
      vars: environment.vars,
      secrets: environment.secrets,
      needs: this.#needs(id),
      run: runContext(plan),
      github: environment.github,
      matrix: {},
    }
    this.#env ??= resolveTemplates(graph.manifest.env, { ...base, needs: {} })
    return { ...base, env: this.#env }
  }

  /** The datasets of the needs, by step. */
  datasets(id: StepId): Record<string, Dataset> {
    const datasets: Record<string, Dataset> = {}
    for (const need of nodeOf(this.request.graph, id).needs) {
      const dataset = this.finished.get(need)?.dataset
      if (!dataset) continue
      const { file, name, columns, rows } = dataset
      datasets[need] = {
        name,
        path: join(this.request.folder, file),
        columns: columns.map(plainColumn),
        rows,
      }
    }
    return datasets
  }

  #needs(id: StepId): Contexts['needs'] {
    return Object.fromEntries(
      [...nodeOf(this.request.graph, id).seen].map(([name, need]) => {
        const finished = this.finished.get(need)
        const result = finished ? seenResult(finished) : 'failure'
        return [name, { result, outputs: finished?.outputs ?? {} }]
      }),
    )
  }
}

/** Without the keys that are there but undefined, which decoded JSON never has and its type allows. */
function plainColumn({ name, type, ...rest }: DatasetRecord['columns'][number]): Column {
  const said = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { name, type, ...Object.fromEntries(said) }
}
