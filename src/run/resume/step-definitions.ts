import { resolve } from 'node:path'
import * as z from 'zod'
import { hashOf } from '../../cache/cache-key.ts'
import { hashFile } from '../../cache/hash-file.ts'
import { type Graph, type Node, nodeOf } from '../../graph/graph.ts'
import type { Manifest, StepId } from '../../manifest/manifest.ts'
import { factsOf } from '../../steps/kinds.ts'
import { parseJson } from '../../text/parse-json.ts'
import { isCode, moduleFiles, scriptFiles } from '../cached/code-files.ts'

/** By step, a hash of what it is: as it is written, and the bytes of its code. */
export type Definitions = ReadonlyMap<StepId, string>

/** In a run's folder: the definitions that its steps were begun with. */
export const definitionsFile = 'definitions.json'

const stored = z.object({ schema: z.literal(1), steps: z.record(z.string(), z.string()) })

type ContentOf = (path: string) => Promise<string>

/**
 * What each step is, as written and by its code (a module with what it imports, a script's files, SQL), not by what it
 * reads: inputs, data and the environment may differ. How long it may take, how it is retried and where it runs do not count.
 * A step that uses a pipeline for each leg is also all that the pipeline is.
 */
export async function definitionsOf(graph: Graph, workspace: string): Promise<Definitions> {
  const hashes = new Map<string, Promise<string>>()
  return definitionsIn(graph, workspace, (path) => {
    const known = hashes.get(path) ?? hashFile(path)
    hashes.set(path, known)
    return known
  })
}

async function definitionsIn(graph: Graph, workspace: string, contentOf: ContentOf): Promise<Definitions> {
  const definitions = new Map<StepId, string>()
  for (const id of graph.order) {
    const node = nodeOf(graph, id)
    const code: string[] = []
    for (const file of codeOf(node, workspace)) code.push(await contentOf(file))
    const inner = node.inner && (await definitionsIn(node.inner, workspace, contentOf))
    const used = node.inner?.manifest ?? node.ends?.manifest
    definitions.set(
      id,
      hashOf([written(node), code, used === undefined ? null : head(used), [...(inner ?? [])]]),
    )
  }
  return definitions
}

/** What a pipeline takes and gives. */
function head({ inputs, outputs, datasets }: Manifest): unknown {
  return [inputs, outputs, datasets]
}

export function encodeDefinitions(definitions: Definitions): string {
  return `${JSON.stringify({ schema: 1, steps: Object.fromEntries(definitions) })}\n`
}

/** The definitions that a run's folder holds; none if it holds no such file. */
export function decodeDefinitions(text: string | undefined): Definitions {
  const decoded = stored.safeParse(parseJson(text ?? ''))
  return new Map(decoded.success ? Object.entries(decoded.data.steps) : [])
}

function written({ step, needs, scope }: Node): unknown {
  const { kind, options, env, checks, if: condition, with: given, strategy, teardown, late } = step
  const { connection } = factsOf(step)
  return [
    kind,
    options,
    env,
    checks,
    condition ?? null,
    given,
    strategy?.matrix ?? null,
    late?.values ?? null,
    teardown ?? null,
    needs,
    scope.manifest.env,
    connection === undefined ? null : (scope.manifest.connections[connection.name] ?? null),
  ]
}

function codeOf({ step: { options } }: Node, workspace: string): string[] {
  if ('module' in options) return moduleFiles(resolve(workspace, options.module), workspace)
  if (!('script' in options)) return []
  const folder = resolve(workspace, options.workingDirectory ?? '.')
  return scriptFiles(options, folder, workspace).filter(isCode)
}
