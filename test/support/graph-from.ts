import assert from 'node:assert/strict'
import { buildGraph } from '../../src/graph/build-graph.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import { parseSource } from '../../src/source/source.ts'

/** The graph of a manifest that is written out and holds. */
export function graphFrom(text: string, file = 'pipelines/sales.yml'): Graph {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  const graph = buildGraph(manifest.value)
  assert.ok(graph.ok, JSON.stringify(graph))
  return graph.value
}
