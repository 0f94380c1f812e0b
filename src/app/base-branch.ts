import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { buildGraph } from '../graph/build-graph.ts'
import type { Graph } from '../graph/graph.ts'
import { referencedFile } from '../graph/referenced-file.ts'
import { decodeManifest } from '../manifest/decode-manifest.ts'
import type { GitHub } from '../ports/github.ts'
import { parseSource } from '../source/source.ts'
import { blobSha } from '../text/blob-sha.ts'

/** `unsound`: the manifest there does not hold; `unread`: whether it is there, or what it says, is not known. */
export type BasePipeline = Graph | 'unsound' | 'unread' | undefined

/** What the base branch of a pull request has. */
export interface BaseBranch {
  readonly pipeline: (file: string) => BasePipeline
  /** The manifests that stood in `pipelines/`; those of one that cannot be listed whole are left out. */
  readonly manifests: readonly string[]
  /** Whether a file has the same bytes there and here; `undefined`: not known. */
  readonly sameFile: (path: string) => boolean | undefined
}

export interface BaseRequest {
  readonly github: Pick<GitHub, 'listFiles' | 'readFile'>
  readonly sha: string
  /** Absolute; and how GitHub names a path of it. */
  readonly workspace: string
  readonly inRepository: (path: string) => string
  /** Those to compare with, whose manifests are read there too. */
  readonly graphs: readonly Graph[]
}

/** So many folders are listed, and so many manifests read: more is not compared, and said. */
const mostAsked = 100

/** GitHub lists so many entries of a folder and no more. */
const mostListed = 1000

/**
 * Reads the base branch through the API, because a checkout of a pull request does not carry it. Only manifests whose
 * bytes differ are read; of other files git's names of their bytes are compared. Throws what GitHub refuses.
 */
export async function readBaseBranch(request: BaseRequest): Promise<BaseBranch> {
  const { graphs, workspace } = request
  const files = [...new Set(graphs.flatMap(filesOf))]
  const folders = await listFolders(request, ['pipelines', ...files.map((file) => posix.dirname(file))])
  const here = new Map(
    await Promise.all(files.map(async (file) => [file, await localSha(workspace, file)] as const)),
  )
  const sameFile = (path: string) => {
    const folder = folders.get(posix.dirname(path))
    const there = folder?.shas.get(path)
    if (there === undefined) return folder?.whole === true ? false : undefined
    return there === here.get(path)
  }
  const pipelines = new Map<string, BasePipeline>()
  let read = 0
  for (const graph of graphs) {
    const { file } = graph.manifest
    const folder = folders.get(posix.dirname(file))
    if (folder?.shas.has(file) !== true) pipelines.set(file, folder?.whole === true ? undefined : 'unread')
    else if (sameFile(file) === true) pipelines.set(file, graph)
    else pipelines.set(file, (read += 1) > mostAsked ? 'unread' : await readPipeline(request, file))
  }
  return {
    pipeline: (file) => pipelines.get(file),
    manifests: [...(folders.get('pipelines')?.shas.keys() ?? [])].filter(isManifest).toSorted(),
    sameFile,
  }
}

function filesOf({ manifest }: Graph): readonly string[] {
  return [manifest.file, ...manifest.steps.flatMap((step) => referencedFile(step) ?? [])]
}

interface Folder {
  readonly shas: ReadonlyMap<string, string>
  /** What is not in it, is not there. */
  readonly whole: boolean
}

async function listFolders(
  { github, sha, inRepository }: BaseRequest,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Folder>> {
  const folders = new Map<string, Folder>()
  for (const folder of [...new Set(wanted)].slice(0, mostAsked)) {
    const listed = await github.listFiles(inRepository(folder), sha)
    const shas = listed.map((file) => [posix.join(folder, posix.basename(file.path)), file.sha] as const)
    folders.set(folder, { shas: new Map(shas), whole: listed.length < mostListed })
  }
  return folders
}

async function readPipeline({ github, sha, inRepository }: BaseRequest, file: string): Promise<BasePipeline> {
  const bytes = await github.readFile(inRepository(file), sha)
  if (bytes === undefined) return undefined
  const manifest = decodeManifest(parseSource(file, new TextDecoder().decode(bytes)))
  if (!manifest.ok) return 'unsound'
  const graph = buildGraph(manifest.value)
  return graph.ok ? graph.value : 'unsound'
}

async function localSha(workspace: string, file: string): Promise<string | undefined> {
  try {
    return blobSha(await readFile(join(workspace, file)))
  } catch {
    return undefined
  }
}

function isManifest(path: string): boolean {
  return /\.ya?ml$/.test(path)
}
