import type { Manifest, Step } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { factsOf } from '../steps/kinds.ts'
import { judgeNeeds } from './build-graph.ts'
import { datasetStep, declaredAs } from './dataset-names.ts'
import type { JudgedLoad, NamedStep } from './judge-load.ts'
import type { Edges } from './resolve-needs.ts'
import { handsOn, isIncremental } from './sees-window.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'

/** One manifest among those that are looked through. */
export interface Part {
  readonly manifest: Manifest
  readonly edges: Edges
  /** What its steps' names begin with: `clean/`, nothing for the outermost. */
  readonly prefix: string
}

type StepIn = readonly [step: Step, part: Part]

/** Where rows come from and go to, also through pipelines that are used. Without recursion in what is used. */
export class RowsThrough {
  readonly #used: Manifests
  readonly #edges = new Map<Manifest, Edges>()
  readonly #makers = new Map<string, ReadonlyMap<string, StepIn>>()

  constructor(used: Manifests) {
    this.#used = used
  }

  part(manifest: Manifest, prefix = ''): Part {
    const edges = this.#edges.get(manifest) ?? judgeNeeds(manifest).edges
    this.#edges.set(manifest, edges)
    return { manifest, edges, prefix }
  }

  /** The pipelines that an extract stands in, within this one, the outermost first. */
  partsAround({ name }: NamedStep, part: Part): Part[] {
    const parts: Part[] = []
    let around = part
    for (const id of name.slice(part.prefix.length).split('/').slice(0, -1)) {
      const step = stepsById(around.manifest).get(id)
      const child = step !== undefined && isUses(step) ? this.#childOf(step, around) : undefined
      if (child === undefined) return parts
      parts.push(child)
      around = child
    }
    return parts
  }

  /** The incremental extracts whose rows come to loads of one of them. */
  extractsOf(part: Part): NamedStep[] {
    const makers = part.manifest.steps
      .filter(handsOn)
      .flatMap((step) => [...this.#makersOf(step, part).values()])
      .filter(([step]) => isIncremental(step))
      .map(([step, place]) => named(step, place))
    return [...new Map(makers.map((one) => [one.name, one])).values()]
  }

  /** The loads of one of them to which the rows of an extract come, each with the steps that these come through. */
  loadsOf(part: Part, extract: NamedStep): JudgedLoad[] {
    return part.manifest.steps.filter(handsOn).flatMap((step) => {
      const all = this.#makersOf(step, part)
      if (!all.has(extract.name)) return []
      const makers = [...all.values()].filter((maker) => this.#makersOf(...maker).has(extract.name))
      const { fills } = factsOf(step)
      return [{ ...named(step, part), fills, makers: makers.map((maker) => named(...maker)) }]
    })
  }

  /** By name, itself included. */
  #makersOf(step: Step, part: Part): ReadonlyMap<string, StepIn> {
    const own = named(step, part).name
    const known = this.#makers.get(own)
    if (known !== undefined) return known
    const open: StepIn[] = [[step, part]]
    const found = new Map<string, StepIn>()
    this.#makers.set(own, found)
    for (const [at, place] of open) {
      const { name } = named(at, place)
      if (found.has(name)) continue
      found.set(name, [at, place])
      for (const read of this.#rowsRead(at, place)) {
        const maker = this.#makerOf(read, place)
        if (maker !== undefined) open.push(maker)
      }
    }
    return found
  }

  /** The names of the datasets that it surely reads: of a pipeline with several, only the one that `from` names. */
  #rowsRead(step: Step, { manifest, edges }: Part): readonly string[] {
    const { from, readsFromOnly } = factsOf(step)
    if (readsFromOnly === true && from !== undefined) return [from]
    return [...(edges.get(step.id)?.keys() ?? [])].filter((id) => {
      const need = stepsById(manifest).get(id)
      if (need === undefined || !isUses(need)) return need !== undefined
      return Object.keys(this.#used.get(usedFile(need))?.datasets ?? {}).length === 1
    })
  }

  #makerOf(name: string, part: Part): StepIn | undefined {
    const step = stepsById(part.manifest).get(datasetStep(name))
    if (step === undefined || !isUses(step)) return step && [step, part]
    const child = this.#childOf(step, part)
    const made = child && declaredAs(name, step.id, child.manifest.datasets)
    return child === undefined || made === undefined ? undefined : this.#makerOf(made, child)
  }

  #childOf(step: UsesStep, { prefix }: Part): Part | undefined {
    const child = this.#used.get(usedFile(step))
    return child && this.part(child, `${prefix}${step.id}/`)
  }
}

function named(step: Step, { manifest, prefix }: Part): NamedStep {
  return { step, name: prefix + step.id, file: manifest.file }
}
