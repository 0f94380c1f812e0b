import type { Graph } from '../../src/graph/graph.ts'
import type { Manifest, Strategy } from '../../src/manifest/manifest.ts'
import { writtenGraph, writtenManifest, writtenStep } from './written.ts'

/** A step as a test writes it: its id, its needs, and where it runs. */
export interface Sketch {
  readonly id: string
  readonly needs?: readonly string[]
  readonly runsOn?: string
  readonly strategy?: Strategy
  readonly pool?: string
}

/** The graph of steps that are given in topological order. */
export function graphOf(sketches: readonly Sketch[], part: Partial<Manifest> = {}): Graph {
  return writtenGraph(writtenManifest(sketches.map(writtenStep), { name: 'Sales', ...part }))
}
