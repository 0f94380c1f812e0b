import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { buildGraph } from '../graph/build-graph.ts'
import { type Graph, manifestsOf } from '../graph/graph.ts'
import { referencedFile } from '../graph/referenced-file.ts'
import { isUses, usedFile } from '../graph/used-file.ts'
import { decodeManifest } from '../manifest/decode-manifest.ts'
import type { Manifest } from '../manifest/manifest.ts'
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
  const manifestAt = manifestReader(request, sameFile)
  for (const graph of graphs) {
    const { file } = graph.manifest
    const folder = folders.get(posix.dirname(file))
    if (folder?.shas.has(file) !== true) pipelines.set(file, folder?.whole === true ? undefined : 'unread')
    else if (manifestsOf(graph).every((one) => sameFile(one.file) === true)) pipelines.set(file, graph)
    else pipelines.set(file, await readPipeline(file, manifestAt))
  }
  return {
    pipeline: (file) => pipelines.get(file),
    manifests: [...(folders.get('pipelines')?.shas.keys() ?? [])].filter(isManifest).toSorted(),
    sameFile,
  }
}

function filesOf(graph: Graph): readonly string[] {
  return manifestsOf(graph).flatMap(({ file, steps }) => [
    file,
    ...steps.flatMap((step) => referencedFile(step) ?? []),
  ])
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

type ReadManifest = Manifest | 'unsound' | 'unread' | undefined
type ManifestReader = (file: string) => Promise<ReadManifest>

/** Reads each manifest once; those with the same bytes as here are here. */
function manifestReader(
  { github, sha, inRepository, graphs }: BaseRequest,
  sameFile: BaseBranch['sameFile'],
): ManifestReader {
  const known = new Map<string, ReadManifest>()
  const here = new Map(graphs.flatMap(manifestsOf).map((manifest) => [manifest.file, manifest]))
  let read = 0
  const readThere = async (file: string): Promise<ReadManifest> => {
    if ((read += 1) > mostAsked) return 'unread'
    const bytes = await github.readFile(inRepository(file), sha)
    if (bytes === undefined) return undefined
    const manifest = decodeManifest(parseSource(file, new TextDecoder().decode(bytes)))
    return manifest.ok ? manifest.value : 'unsound'
  }
  return async (file) => {
    if (known.has(file)) return known.get(file)
    const same = sameFile(file) === true ? here.get(file) : undefined
    const manifest = same ?? (await readThere(file))
    known.set(file, manifest)
    return manifest
  }
}

async function readPipeline(file: string, manifestAt: ManifestReader): Promise<BasePipeline> {
  const manifest = await manifestAt(file)
  if (typeof manifest !== 'object') return manifest
  const used = new Map<string, Manifest>()
  const open = [manifest]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const child of new Set(one.steps.filter(isUses).map(usedFile))) {
      if (used.has(child)) continue
      const read = await manifestAt(child)
      if (typeof read !== 'object') return read === 'unread' ? 'unread' : 'unsound'
      used.set(child, read)
      open.push(read)
    }
  const graph = buildGraph(manifest, used)
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
