import type { Tell } from '../steps/authored.ts'
import type { AuthoredStep } from './schema.ts'

/** Keys that mean nothing on a tear-down: when it runs is settled, and what it undoes differs from run to run. */
const refused = {
  if: 'a tear-down runs whenever its set-up succeeded, so `if` cannot decide it',
  strategy: 'a tear-down undoes one set-up once, so it has no legs',
  cache: 'a tear-down that is not run undoes nothing, so it cannot be cached',
  uses: 'a tear-down is one step, not a pipeline',
} as const

const remedy = {
  if: 'remove `if`; for a step that runs in any case write `if: always()` without `teardown`',
  strategy: 'remove `strategy`, or undo all in one script',
  cache: 'remove `cache`',
  uses: 'write `teardown` in the pipeline that is used, beside its set-up',
} as const

/** What does not go together with `teardown`. */
export function checkTeardown(step: AuthoredStep, tell: Tell): void {
  if (step.teardown === undefined) return
  for (const key of ['if', 'strategy', 'cache', 'uses'] as const)
    if (step[key] !== undefined) tell([key], refused[key], { help: remedy[key], part: 'key' })
}
