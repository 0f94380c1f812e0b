import assert from 'node:assert/strict'
import { buildGraph } from '../../src/graph/build-graph.ts'
import { decodeManifest } from '../../src/manifest/decode-manifest.ts'
import type { Manifest } from '../../src/manifest/manifest.ts'
import { parseSource } from '../../src/source/source.ts'
import { workflowFiles } from '../../src/workflow/generate.ts'

/** The workflows that `millrace workflow` writes for a repository of this manifest and those it uses, by their file's name. */
export function generatedWorkflows(
  file: string,
  text: string,
  used: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const children = Object.entries(used).map(([path, one]) => [path, decoded(path, one)] as const)
  const graph = buildGraph(decoded(file, text), new Map(children))
  assert.ok(graph.ok, JSON.stringify(graph))
  const files = workflowFiles([graph.value], { action: '$/' })
  return new Map(files.map(({ path, text: yaml }) => [path.replace('.github/workflows/', ''), yaml]))
}

function decoded(file: string, text: string): Manifest {
  const manifest = decodeManifest(parseSource(file, text))
  assert.ok(manifest.ok, JSON.stringify(manifest))
  return manifest.value
}
