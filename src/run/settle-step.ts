import { Failure } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateJson } from '../expression/evaluate-json.ts'
import { decodeStrategy } from '../manifest/decode-strategy.ts'
import { hasLate } from '../manifest/has-late.ts'
import type { LateValue, Step } from '../manifest/manifest.ts'
import { placeValues } from '../manifest/place-values.ts'
import { stepSchema } from '../manifest/schema.ts'
import { zodDiagnostics } from '../manifest/zod-issues.ts'
import type { Tell } from '../steps/authored.ts'
import { decodeChecks } from '../steps/checks/decode-checks.ts'
import { decodeOptions } from '../steps/kinds.ts'

/**
 * The step with the values that its expressions have now: its time-out, `continue-on-error`, checks and those options
 * that are no text. Throws a `Failure` that names the step and the key: `expression/type` for a value that is not what
 * the key wants. An expression that comes to null is as if the key were not there.
 */
export function settleStep(step: Step, contexts: Contexts): Step {
  if (step.late === undefined) return step
  const { late: _, ...plain } = step
  const authored = settled(step, contexts, ({ path }) => path[0] !== 'strategy')
  const part = authored[step.kind]
  if (part === undefined) return plain
  return {
    ...plain,
    ...decodeOptions(step.kind, part, refusing(step)),
    checks: decodeChecks(authored.checks ?? [], refusing(step)),
    ...timeout(authored['timeout-minutes']),
    ...tolerance(step, authored['continue-on-error']),
  }
}

/**
 * A mapped step with the values that belong to it as a whole: how many of its legs may be at work or fail, and whether
 * its failure is tolerated. What its legs settle, each with its own `matrix`, is still open. Throws like `settleStep`.
 */
export function settleMapping(step: Step, contexts: Contexts): Step {
  if (!hasLate(step, 'strategy') && !hasLate(step, 'continue-on-error')) return step
  const mapping = new Set(['strategy', 'continue-on-error'])
  const authored = settled(step, contexts, ({ path }) => mapping.has(String(path[0])))
  const { strategy } = authored
  return {
    ...step,
    ...tolerance(step, authored['continue-on-error']),
    ...(strategy === undefined || step.strategy === undefined
      ? {}
      : { strategy: { ...decodeStrategy(strategy, () => {}), matrix: step.strategy.matrix } }),
  }
}

/** Without a value the step keeps what it has without the key: that of `defaults`, or 30 minutes. */
function timeout(minutes: number | undefined): Pick<Step, 'timeoutMs'> | object {
  return minutes === undefined ? {} : { timeoutMs: minutes * 60_000 }
}

function tolerance(step: Step, authored: boolean | undefined): Pick<Step, 'continueOnError'> | object {
  return hasLate(step, 'continue-on-error')
    ? { continueOnError: authored ?? step.teardown !== undefined }
    : {}
}

/** The step as authored, with those values; of the others it has what stands in for them. */
function settled(step: Step, contexts: Contexts, isWanted: (late: LateValue) => boolean) {
  const { values = [], authored } = step.late ?? {}
  const whole = placeValues(authored, values, (late) => {
    return isWanted(late) ? (evaluateJson(late.text, contexts) ?? undefined) : late.standIn
  })
  const read = stepSchema.safeParse(whole)
  if (read.success) return read.data
  const [first] = zodDiagnostics('', step.path, whole, read.error.issues, { inManifest: false })
  throw notFitting(step, first?.message ?? 'a value does not fit', first?.help)
}

/** What does not go together is told while the manifest is checked; here the values decide, and the rest is left out. */
function refusing(step: Step): Tell {
  return (_path, message, { code = 'manifest/conflict', help } = {}) => {
    if (code !== 'manifest/conflict') throw notFitting(step, message, help)
  }
}

function notFitting(step: Step, message: string, help: string | undefined): Failure {
  return new Failure('expression/type', `step "${step.id}": ${message}`, {
    help: help ?? 'change what the expression comes to; `fromJSON(…)` makes a number or a list of a text',
  })
}
