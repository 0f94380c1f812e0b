import fc from 'fast-check'
import type { Condition } from './condition.ts'
import type { DrawnStep, Fate } from './drawn-step.ts'

export interface Drawing {
  /** Whether steps may use other pipelines, may be mapped. */
  readonly uses: boolean
  readonly legs: boolean
  /** Whether each step waits for the one before it. */
  readonly inLine?: boolean
}

const results = ['success', 'failure', 'cancelled', 'skipped'] as const

/** Conditions name needs by a number: which of the needs that is, is known only when the step has some. */
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      is: fc.constant('status' as const),
      name: fc.constantFrom('success' as const, 'failure' as const, 'always' as const, 'cancelled' as const),
    }),
    fc.record({ is: fc.constant('any' as const), result: fc.constantFrom(...results) }),
    fc.record({
      is: fc.constant('result' as const),
      need: fc.constantFrom('0', '1', '2'),
      result: fc.constantFrom(...results),
    }),
    fc.record({ is: fc.constant('output' as const), need: fc.constantFrom('0', '1', '2') }),
    fc.record({ is: fc.constant('constant' as const), value: fc.boolean() }),
    fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      is: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
  ),
}))

const fate = fc.constantFrom<Fate>('ok', 'ok', 'fail', 'again')
const rarely = (n: number) => fc.nat(n).map((drawn) => drawn === n)

/** Nothing in all cases but a share of them. */
function sometimes<T>(drawn: fc.Arbitrary<T>, share: number): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 100 - share },
    { arbitrary: drawn, weight: share },
  )
}

const plain = fc.record({
  needs: fc.array(fc.nat(3), { minLength: 1, maxLength: 3, size: 'max' }),
  if: sometimes(condition, 45),
  continueOnError: rarely(4),
  teardown: sometimes(fc.nat(4), 15),
  maxAttempts: fc.constantFrom(1, 1, 2, 3),
  fates: fc.array(fate, { maxLength: 3, size: 'max' }),
  runsOn: fc.constantFrom('ubuntu-latest', 'ubuntu-latest', 'macos-15'),
  legs: sometimes(fc.array(fc.constantFrom<Fate>('ok', 'ok', 'fail'), { maxLength: 7 }), 25),
  maxFailures: fc.constantFrom(0, 0, 1, 2, '15%' as const, '34%' as const, '50%' as const),
  failFast: fc.boolean(),
})

type Raw = (typeof plain extends fc.Arbitrary<infer T> ? T : never) & {
  readonly uses?: readonly Raw[] | undefined
}

/** Pipelines of a few steps. */
export function drawnSteps({ uses, legs, inLine = false }: Drawing): fc.Arbitrary<readonly DrawnStep[]> {
  const child = fc.array(plain, { minLength: 1, maxLength: 4, size: 'max' })
  const step: fc.Arbitrary<Raw> = fc
    .tuple(plain, uses ? sometimes(child, 20) : fc.constant(undefined))
    .map(([one, inside]) => ({ ...one, uses: inside }))
  return fc
    .array(step, { minLength: 1, maxLength: 9, size: 'max' })
    .map((raw) => named(legs ? raw : raw.map((one) => withoutLegs(one)), 's'))
    .map((steps) => (inLine ? chained(steps) : steps))
}

function withoutLegs(raw: Raw): Raw {
  const inside = raw.uses?.map((one) => withoutLegs(one))
  return { ...raw, legs: undefined, uses: inside }
}

/** Numbers become the names of steps that are written so far before. */
function named(raw: readonly Raw[], letter: string): readonly DrawnStep[] {
  return raw.map((one, index): DrawnStep => {
    const before = (numbers: readonly number[]) =>
      [...new Set(numbers.filter((number) => number < index))].map((back) => `${letter}${index - 1 - back}`)
    const { continueOnError, maxAttempts, fates, runsOn, maxFailures, failFast } = one
    const needs = before(one.needs)
    const common = {
      id: `${letter}${index}`,
      needs,
      continueOnError,
      maxAttempts,
      fates,
      runsOn,
      maxFailures,
      failFast,
    }
    if (one.uses !== undefined) {
      const legs = one.legs === undefined ? {} : { legs: one.legs.slice(0, 3) }
      return { ...common, ...conditionOf(one, needs), ...legs, uses: named(one.uses, 'c') }
    }
    const [setup] = one.teardown === undefined ? [] : before([one.teardown])
    if (setup !== undefined) return { ...common, teardown: setup, continueOnError: true }
    const mapped = one.legs === undefined ? {} : { legs: one.legs }
    return { ...common, ...conditionOf(one, needs), ...mapped }
  })
}

function conditionOf({ if: drawn }: Raw, needs: readonly string[]): { if?: Condition } {
  return drawn === undefined ? {} : { if: resolved(drawn, needs) }
}

function resolved(drawn: Condition, needs: readonly string[]): Condition {
  if (drawn.is === 'not') return { ...drawn, of: resolved(drawn.of, needs) }
  if (drawn.is === 'and' || drawn.is === 'or')
    return { ...drawn, left: resolved(drawn.left, needs), right: resolved(drawn.right, needs) }
  if (drawn.is !== 'result' && drawn.is !== 'output') return drawn
  const need = needs[Number(drawn.need)]
  return need === undefined ? { is: 'constant', value: false } : { ...drawn, need }
}

/** The same, each after the one before: what of several would be at work first is then no question. */
function chained(steps: readonly DrawnStep[]): readonly DrawnStep[] {
  return steps.map((step, index) => {
    const before = steps[index - 1]?.id
    const inside = step.uses === undefined ? {} : { uses: chained(step.uses) }
    const needs = before === undefined ? step.needs : [...new Set([...step.needs, before])]
    return { ...step, ...inside, needs }
  })
}
