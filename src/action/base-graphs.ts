import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { decodeManifest } from '../manifest/decode-manifest.ts'
import type { GitHub } from '../ports/github.ts'
import { parseSource } from '../source/source.ts'

const mostManifests = 100

/**
 * The pipelines of the base branch by their file, as far as they hold; read through the API, because a checkout of
 * a pull request does not carry its base.
 */
export async function readBaseGraphs(
  github: GitHub,
  folder: string,
  sha: string,
): Promise<ReadonlyMap<string, Graph>> {
  const files = (await github.listFiles(folder, sha)).filter((path) => /\.ya?ml$/.test(path))
  const graphs = new Map<string, Graph>()
  for (const file of files.slice(0, mostManifests)) {
    const bytes = await github.readFile(file, sha)
    const graph = bytes === undefined ? undefined : graphOf(file, new TextDecoder().decode(bytes))
    if (graph !== undefined) graphs.set(file, graph)
  }
  return graphs
}

function graphOf(file: string, text: string): Graph | undefined {
  const manifest = decodeManifest(parseSource(file, text))
  if (!manifest.ok) return undefined
  const graph = buildGraph(manifest.value)
  return graph.ok ? graph.value : undefined
}
