import type { KeyWork } from '../cached/key-of-work.ts'
import { resolveOptions } from '../resolve-options.ts'

/** The options of a step as it would be run now, by name. Throws the `Failure` of an expression that has no value. */
export function ownOptions({ state, node }: Pick<KeyWork, 'state' | 'node'>): Record<string, unknown> {
  const options = resolveOptions(node.step, state.contexts(node.step.id))
  return typeof options === 'object' && options !== null ? Object.fromEntries(Object.entries(options)) : {}
}
