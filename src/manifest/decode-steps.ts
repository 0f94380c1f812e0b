import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { asList, asTexts } from '../steps/authored.ts'
import { decodeChecks } from '../steps/checks/decode-checks.ts'
import { type StepOptions, decodeOptions, kindNames } from '../steps/kinds.ts'
import { unwrapCondition } from '../text/unwrap-condition.ts'
import { parseDuration } from '../text/duration.ts'
import { decodeWith } from './decode-with.ts'
import { decodeStrategy } from './decode-strategy.ts'
import { checkTeardown } from './check-teardown.ts'
import { checkRetry } from './check-retry.ts'
import { checkStepKeys } from './check-step-keys.ts'
import { decodeRetry } from './decode-retry.ts'
import { findLateValues } from './late-values.ts'
import type { Cache, Step } from './manifest.ts'
import { placeValues } from './place-values.ts'
import { teller } from './teller.ts'
import type { AuthoredCache, AuthoredHead, AuthoredStep } from './schema.ts'
import { stepSchema } from './schema.ts'

type Defaults = NonNullable<AuthoredHead['defaults']>

/** One step, or `undefined` when too little of it can be read; what is wrong is added to `found`. */
export function decodeStep(
  file: string,
  id: string,
  authored: unknown,
  defaults: Defaults,
  found: Diagnostic[],
): Step | undefined {
  const path = ['steps', id]
  const before = found.length
  const whole = stepSchema.safeParse(authored)
  // Looked for only where the schema refuses the step: to it an expression in place of a number is a mistake.
  const late = whole.success ? [] : findLateValues(authored)
  const standing = late.length === 0 ? authored : placeValues(authored, late, ({ standIn }) => standIn)
  const step = whole.success ? whole.data : decodeWith(stepSchema, standing, { file, path }, found)
  if (step === undefined) return undefined
  const options = decodeKind(file, id, step, found)
  if (options === undefined) return undefined
  const isWhole = found.length === before
  const tell = teller(file, path, found)
  checkTeardown(step, tell)
  checkStepKeys(options.kind, step, tell)
  if (step.retry !== undefined)
    checkRetry(step.retry, defaults.retry ?? {}, teller(file, [...path, 'retry'], found))
  return {
    id,
    ...options,
    needs: [...new Set(asList(step.needs))],
    ...(step.if === undefined ? {} : { if: unwrapCondition(String(step.if)) }),
    retry: decodeRetry({ ...defaults.retry, ...step.retry }),
    timeoutMs: (step['timeout-minutes'] ?? defaults['timeout-minutes'] ?? 30) * 60_000,
    continueOnError: step['continue-on-error'] ?? step.teardown !== undefined,
    env: { ...asTexts(defaults.env), ...asTexts(step.env) },
    runsOn: step['runs-on'] ?? defaults['runs-on'] ?? 'ubuntu-latest',
    with: step.with ?? {},
    ...(step.strategy === undefined
      ? {}
      : { strategy: decodeStrategy(step.strategy, isWhole ? tell : () => {}) }),
    ...(step.cache === undefined || step.cache === false ? {} : { cache: decodeCache(step.cache) }),
    ...(step.teardown === undefined ? {} : { teardown: step.teardown }),
    ...(step.pool === undefined ? {} : { pool: step.pool }),
    tags: [...new Set(asList(step.tags))],
    checks: decodeChecks(step.checks ?? [], teller(file, [...path, 'checks'], found)),
    ...(late.length === 0 ? {} : { late: { values: late, authored } }),
    path,
  }
}

function decodeKind(
  file: string,
  id: string,
  step: AuthoredStep,
  found: Diagnostic[],
): StepOptions | undefined {
  const [kind, ...others] = kindNames.filter((each) => step[each] !== undefined)
  for (const other of others) found.push(twoKinds(file, id, kind ?? other, other))
  const authored = kind === undefined ? undefined : step[kind]
  if (kind !== undefined && authored !== undefined)
    return decodeOptions(kind, authored, teller(file, ['steps', id, kind], found))
  found.push(noKind(file, id))
  return undefined
}

function decodeCache(authored: true | Exclude<AuthoredCache, boolean>): Cache {
  if (authored === true) return { env: [], files: [] }
  const maxAge = authored['max-age']
  return {
    env: asList(authored.env),
    files: asList(authored.files),
    ...(maxAge === undefined ? {} : { maxAgeMs: parseDuration(maxAge) ?? 0 }),
  }
}

function twoKinds(file: string, id: string, kind: string, other: string): Diagnostic {
  return {
    code: 'manifest/step-kind',
    severity: 'error',
    message: `step "${id}" has two kinds, \`${kind}\` and \`${other}\`; a step does one thing`,
    at: { file, path: ['steps', id, other], part: 'key' },
    related: [{ at: { file, path: ['steps', id, kind], part: 'key' }, message: `\`${kind}\` is here` }],
    help: `move \`${other}\` into a step of its own`,
  }
}

function noKind(file: string, id: string): Diagnostic {
  return {
    code: 'manifest/step-kind',
    severity: 'error',
    message: `step "${id}" has no kind; expected one of ${kindNames.join(', ')}`,
    at: { file, path: ['steps', id], part: 'key' },
    help: 'say what it does, e.g. `extract: { csv: data/orders.csv }`',
  }
}
