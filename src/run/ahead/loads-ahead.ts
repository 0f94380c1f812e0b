import { GrowingDataset } from '../../dataset/growing-dataset.ts'
import { contextsUsed } from '../../expression/contexts-used.ts'
import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { StepId } from '../../manifest/manifest.ts'
import { ownPools } from '../../plan/limits.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { ExpectedTable } from '../../steps/load/load-ahead.ts'
import type { StepContext } from '../../steps/step.ts'
import type { WorkAhead } from '../../steps/work-ahead.ts'
import type { WriterOptions } from '../../steps/write/batch-writer.ts'
import { tried } from '../attempts/attempt.ts'
import type { RunRequest } from '../run-request.ts'
import { wantsSqlite } from './spare-sqlite.ts'

/** What is known of a load before its needs have ended; of one into a file, where rows can be kept for it. */
export type Expected =
  | ({ readonly of: 'table' } & ExpectedTable)
  | { readonly of: 'file'; readonly path: string }

/**
 * Work of loads that is done ahead, while the extract that they wait for still writes its rows. Nothing of the run goes by
 * it: steps start and end as ever, and a load that finds nothing done, or nothing of use, does all by itself.
 */
export class LoadsAhead implements AsyncDisposable {
  readonly #graph: Graph
  readonly #expect: (load: Node) => Expected
  /** By extract: the load that waits for nothing else. */
  readonly #loads = new Map<StepId, StepId>()
  /** By load: what waits for its rows. */
  readonly #opened = new Map<StepId, Promise<Opened>>()
  readonly #begun = new Map<StepId, Promise<WorkAhead | undefined>>()
  readonly #dropped = new Set<Promise<void>>()

  /**
   * `own`: the steps that are run here. Where only one may be at work, so it is. `expect`: what is known of a load before
   * its needs have ended; throws a `Failure` where that is not enough.
   */
  constructor(
    { graph, prior, concurrency }: RunRequest,
    own: readonly StepId[],
    expect: (load: Node) => Expected,
  ) {
    this.#graph = graph
    this.#expect = expect
    if (concurrency < 2) return
    const open = new Set(own.filter((id) => !prior.has(id)))
    for (const id of open) {
      const source = sourceOf(graph, nodeOf(graph, id))
      if (source !== undefined && open.has(source) && !this.#loads.has(source)) this.#loads.set(source, id)
    }
  }

  /** What an attempt of a step is given: who follows its rows, or what was done ahead of it. */
  async contextOf(id: StepId): Promise<Pick<StepContext, 'follow' | 'ahead'>> {
    const load = this.#loads.get(id)
    if (load !== undefined) {
      await this.#drop(load)
      return {
        follow: {
          wantsContent: goesToServer(nodeOf(this.#graph, load)),
          soon: () => this.#open(load),
          begin: (rows) => this.#begin(load, rows),
        },
      }
    }
    const ahead = await this.#begun.get(id)
    return ahead === undefined ? {} : { ahead }
  }

  #open(id: StepId): void {
    const expected = tried(() => this.#expect(nodeOf(this.#graph, id)))
    if (expected.ended === 'done') this.#opened.set(id, openLoad(expected.value))
  }

  #begin(id: StepId, { path, ...options }: WriterOptions): GrowingDataset | undefined {
    const opened = this.#opened.get(id)
    const growing = tried(() => new GrowingDataset(path, options))
    if (opened === undefined || growing.ended !== 'done') return undefined
    const rows = growing.value
    this.#begun.set(
      id,
      opened.then(({ begin }) => begin(rows)),
    )
    return rows
  }

  /** A step has ended: what was done ahead for its sake, or of it, and not taken up is dropped. */
  ended(id: StepId, isSuccess: boolean): void {
    const load = this.#loads.get(id)
    if (load !== undefined && !(isSuccess && this.#begun.has(load))) void this.#drop(load)
    void this.#drop(id)
  }

  #drop(load: StepId): Promise<void> {
    const [opened, begun] = [this.#opened.get(load), this.#begun.get(load)]
    this.#opened.delete(load)
    this.#begun.delete(load)
    if (opened === undefined) return Promise.resolve()
    const dropped = opened.then(async ({ drop }) => {
      await (await begun)?.drop()
      await drop()
    })
    this.#dropped.add(dropped)
    return dropped
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const load of this.#opened.keys()) void this.#drop(load)
    await Promise.all(this.#dropped)
  }
}

interface Opened {
  readonly begin: (rows: GrowingDataset) => WorkAhead | undefined
  /** Where rows have never come. */
  readonly drop: () => Promise<void>
}

async function openLoad(expected: Expected): Promise<Opened> {
  const drop = async (): Promise<void> => {}
  if (expected.of === 'file') {
    const { CsvAhead } = await import('../../steps/load/csv-ahead.ts')
    return { begin: (rows) => new CsvAhead(expected.path, rows), drop }
  }
  const { LoadAhead, canBeAhead } = await import('../../steps/load/load-ahead.ts')
  if (!canBeAhead(expected)) return { begin: notFollowed, drop }
  const ahead = new LoadAhead(expected)
  return { begin: (rows) => ahead.follow(rows), drop: () => ahead.drop() }
}

function notFollowed(rows: GrowingDataset): undefined {
  rows[Symbol.dispose]()
}

/** While a server takes the rows, the thread that sends them has no time for more, and the one that writes them has. */
function goesToServer({ step, scope }: Node): boolean {
  return factsOf(step).connection !== undefined && !wantsSqlite(step, scope.manifest.connections)
}

/** The extract that a load waits for, if nothing else is to be known before its work could begin. */
function sourceOf(graph: Graph, load: Node): StepId | undefined {
  const { step, scope, needs } = load
  const { mayBeAhead, from = '', connection } = factsOf(step)
  const id = load.datasets.get(from)
  if (mayBeAhead !== true || !isPlain(load) || id === undefined || needs.some((need) => need !== id))
    return undefined
  const source = nodeOf(graph, id)
  const { reads, incremental } = factsOf(source.step)
  if (reads === undefined || incremental !== undefined || source.step.strategy !== undefined) return undefined
  if (source.scope !== scope) return undefined
  const used = contextsUsed([step.options, step.env, scope.manifest.connections[connection?.name ?? '']])
  return used.has('needs') || used.has('window') ? undefined : id
}

/** It is run once, and just when its needs have succeeded, and takes no place of a pool. */
function isPlain(node: Node): boolean {
  const { strategy, if: condition, late, teardown } = node.step
  const isAlways = condition === undefined && teardown === undefined
  return isAlways && strategy === undefined && late === undefined && ownPools(node).length === 0
}
