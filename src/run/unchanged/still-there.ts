import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { hashFile } from '../../cache/hash-file.ts'
import type { StepMark } from '../../plan/step-past.ts'
import { stillStands } from '../../steps/load/still-stands.ts'
import { attempt } from '../attempts/attempt.ts'
import type { KeyWork } from '../cached/key-of-work.ts'
import { resolveConnections } from '../resolve-connections.ts'
import type { RunState } from '../run-state.ts'
import { ownOptions } from './own-options.ts'

/** So long a database is asked. */
const mostMs = 30_000

/** By run: each load is asked about once. */
const asked = new WeakMap<RunState, Map<string, Promise<boolean>>>()

/**
 * Whether what a load put somewhere is still what is there: of a table, that no other load has undone it since, of a file,
 * its bytes. What cannot be asked is not there.
 */
export function isStillThere(work: KeyWork, mark: StepMark): Promise<boolean> {
  const { state, node } = work
  const answers = asked.get(state) ?? new Map<string, Promise<boolean>>()
  asked.set(state, answers)
  const answer = answers.get(node.step.id) ?? ask(work, mark)
  answers.set(node.step.id, answer)
  return answer
}

async function ask({ state, node }: KeyWork, mark: StepMark): Promise<boolean> {
  const { ports, signal } = state.request
  const limits = { clock: ports.clock, timeoutMs: mostMs, graceMs: 1_000, cancel: signal }
  const answer = await attempt((within) => look(state, { node, mark, signal: within }), limits)
  return answer.ended === 'done' && answer.value
}

async function look(
  state: RunState,
  { node, mark, signal }: Pick<KeyWork, 'node'> & { readonly mark: StepMark; readonly signal: AbortSignal },
): Promise<boolean> {
  const { plan, ports, workspace } = state.request
  const { step, scope } = node
  if (step.kind !== 'load') return false
  const contexts = state.contexts(step.id)
  const { target, into, table, file } = ownOptions({ state, node })
  if (target === 'file') {
    const path = resolve(workspace, String(file))
    return mark.file !== undefined && existsSync(path) && (await hashFile(path)) === mark.file
  }
  const connection = resolveConnections(scope.manifest.connections, contexts)[String(into)]
  if (connection === undefined) return false
  const load = { pipeline: plan.pipeline, step: step.id, run: mark.since, target: String(table) }
  return stillStands(load, { databases: ports.databases, connection, workspace, signal })
}
