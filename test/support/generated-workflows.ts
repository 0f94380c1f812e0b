import assert from 'node:assert/strict'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import { parseSource } from '../../src/source/source.ts'
import { workflowFiles } from '../../src/workflow/generate.ts'

/** The workflows that `millrace workflow` writes for a repository of this one manifest, by their file's name. */
export function generatedWorkflows(file: string, text: string): ReadonlyMap<string, string> {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  const graph = buildGraph(manifest.value)
  assert.ok(graph.ok, JSON.stringify(graph))
  const files = workflowFiles([graph.value], { action: '$/' })
  return new Map(files.map(({ path, text: yaml }) => [path.replace('.github/workflows/', ''), yaml]))
}
