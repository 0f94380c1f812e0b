import { resolve } from 'node:path'
import * as z from 'zod'
import { hashOf } from '../cache/cache-key.ts'
import { hashFile } from '../cache/hash-file.ts'
import { type Node, stepsOf } from '../graph/graph.ts'
import type { StepId } from '../manifest/manifest.ts'
import type { Graph } from '../graph/graph.ts'
import { factsOf } from '../steps/kinds.ts'
import { parseJson } from '../text/parse-json.ts'
import { moduleFiles, scriptFiles } from './cached/code-files.ts'

/** By step, a hash of what it is: as it is written, and the bytes of its code. */
export type Definitions = ReadonlyMap<StepId, string>

/** In a run's folder: the definitions that its steps were begun with. */
export const definitionsFile = 'definitions.json'

const stored = z.object({ schema: z.literal(1), steps: z.record(z.string(), z.string()) })

/**
 * What each step is, as written and by its code (a module with what it imports, a script's files, SQL), not by what it
 * reads: inputs, data and the environment may differ. How long it may take, how it is retried and where it runs do not count.
 */
export async function definitionsOf(graph: Graph, workspace: string): Promise<Definitions> {
  const hashes = new Map<string, Promise<string>>()
  const contentOf = (path: string): Promise<string> => {
    const known = hashes.get(path) ?? hashFile(path)
    hashes.set(path, known)
    return known
  }
  const definitions = new Map<StepId, string>()
  for (const node of stepsOf(graph)) {
    const files = codeOf(node, workspace)
    const code: string[] = []
    for (const file of files) code.push(await contentOf(file))
    definitions.set(node.step.id, hashOf([written(node), code]))
  }
  return definitions
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
  return scriptFiles(options.script, resolve(workspace, options.workingDirectory ?? '.'), workspace)
}
