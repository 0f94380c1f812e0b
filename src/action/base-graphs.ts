import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { decodeManifest } from '../manifest/decode-manifest.ts'
import type { ListedFile } from '../ports/github.ts'
import { parseSource } from '../source/source.ts'
import { blobSha } from '../text/blob-sha.ts'
import { type Action, inRepository } from './action.ts'

/** A pipeline of the base branch; `undefined` where its manifest does not hold. */
export type BaseGraphs = ReadonlyMap<string, Graph | undefined>

const mostRead = 100

/**
 * The pipelines of the base branch by their file, read through the API, because a checkout of a pull request does
 * not carry its base. A manifest whose bytes are those of the checkout is not read again.
 */
export async function readBaseGraphs(
  action: Action,
  head: readonly Graph[],
  sha: string,
): Promise<BaseGraphs> {
  const github = await action.github()
  const here = new Map(head.map((graph) => [graph.manifest.file, graph]))
  const listed = (await github.listFiles(inRepository(action, 'pipelines'), sha)).filter(isManifest)
  const graphs = new Map<string, Graph | undefined>()
  let read = 0
  for (const entry of listed) {
    const file = posix.join('pipelines', posix.basename(entry.path))
    const same = here.get(file)
    if (same !== undefined && (await localSha(join(action.workspace, file))) === entry.sha) {
      graphs.set(file, same)
    } else if (read < mostRead) {
      read += 1
      const bytes = await github.readFile(entry.path, sha)
      graphs.set(file, bytes && graphOf(file, new TextDecoder().decode(bytes)))
    }
  }
  return graphs
}

function isManifest({ path }: ListedFile): boolean {
  return /\.ya?ml$/.test(path)
}

async function localSha(path: string): Promise<string | undefined> {
  try {
    return blobSha(await readFile(path))
  } catch {
    return undefined
  }
}

function graphOf(file: string, text: string): Graph | undefined {
  const manifest = decodeManifest(parseSource(file, text))
  if (!manifest.ok) return undefined
  const graph = buildGraph(manifest.value)
  return graph.ok ? graph.value : undefined
}
