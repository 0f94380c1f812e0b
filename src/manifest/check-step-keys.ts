import type { Tell } from '../steps/authored.ts'
import { type KindName, ignoredBy } from '../steps/kinds.ts'
import type { AuthoredStep } from './schema.ts'

/** Keys of a step that its kind would ignore. */
export function checkStepKeys(kind: KindName, step: AuthoredStep, tell: Tell): void {
  if (step.with !== undefined && step.uses === undefined)
    tell(['with'], `\`with\` goes with \`uses\`, not with \`${kind}\``, {
      part: 'key',
      help:
        step.transform === undefined
          ? 'hand values to a script over in `env`, and remove `with`'
          : 'put `with` below `transform`, beside `module`',
    })
  for (const [key, { message, help }] of Object.entries(ignoredBy(kind))) {
    const value: unknown = Reflect.get(step, key)
    if (value !== undefined && value !== false) tell([key], message, { part: 'key', help })
  }
  if (step.uses !== undefined && step['runs-on'] !== undefined && step.strategy === undefined)
    tell(['runs-on'], '`runs-on` goes with `uses` only where legs are shared out, with `strategy`', {
      part: 'key',
      help: 'write it at the steps of that pipeline, or in its `defaults`',
    })
}
