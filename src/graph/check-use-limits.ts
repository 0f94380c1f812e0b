import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { deepest } from './dataset-names.ts'
import { type Manifests, isUses, usedFile } from './used-file.ts'
import { placeOfUses } from './used-manifests.ts'

/** Steps of a pipeline that uses others, all of theirs counted each time they are used; and needs between them. */
const mostSteps = 100_000
const mostNeeds = 2_000_000

/** What a pipeline comes to when all it uses is written into it. */
interface Weight {
  readonly depth: number
  readonly steps: number
  readonly needs: number
  /** Steps that wait for nothing of their own: in a pipeline that uses this one they wait for what it waits for. */
  readonly roots: number
}

/** A pipeline that becomes too large, or too deep, by what it uses. Counted, not built: each manifest is weighed once. */
export function checkUseLimits(manifest: Manifest, used: Manifests): Diagnostic[] {
  if (!manifest.steps.some(isUses)) return []
  const weights = new Map<string, Weight>()
  const { depth, steps, needs } = weigh(manifest, used, weights)
  const worst = (by: (weight: Weight) => number) =>
    manifest.steps.filter(isUses).reduce((most, step) => {
      const of = (one: typeof step) => by(weights.get(usedFile(one)) ?? none)
      return of(step) > of(most) ? step : most
    })
  if (depth > deepest)
    return [
      {
        ...tooMuch,
        message: `pipelines are used ${depth} levels deep; at most ${deepest} are inlined`,
        at: placeOfUses(
          manifest,
          worst((weight) => weight.depth),
        ),
      },
    ]
  if (steps <= mostSteps && needs <= mostNeeds) return []
  return [
    {
      ...tooMuch,
      message:
        steps > mostSteps
          ? `with all that it uses the pipeline has ${amount(steps)} steps; at most ${amount(mostSteps)} are inlined`
          : `with all that it uses the pipeline has ${amount(needs)} needs; at most ${amount(mostNeeds)} are inlined`,
      at: placeOfUses(
        manifest,
        worst((weight) => (steps > mostSteps ? weight.steps : weight.needs)),
      ),
    },
  ]
}

const tooMuch = {
  code: 'graph/too-large',
  severity: 'error',
  help: 'use fewer pipelines inside each other, or map one over a list with `strategy`',
} as const

const none: Weight = { depth: 0, steps: 0, needs: 0, roots: 0 }

function weigh(manifest: Manifest, used: Manifests, known: Map<string, Weight>): Weight {
  const found = known.get(manifest.file)
  if (found !== undefined) return found
  const sum = { depth: 0, steps: 0, needs: 0, roots: 0 }
  for (const step of manifest.steps) {
    const own = step.needs.length
    const child = isUses(step) ? used.get(usedFile(step)) : undefined
    const inside = child === undefined ? none : weigh(child, used, known)
    if (child !== undefined) sum.depth = Math.max(sum.depth, inside.depth + 1)
    sum.steps += 1 + inside.steps
    sum.needs += own + inside.needs + own * inside.roots + (child?.steps.length ?? 0)
    sum.roots += own === 0 ? 1 + inside.roots : 0
  }
  known.set(manifest.file, sum)
  return sum
}

function amount(count: number): string {
  return count < 1e12 ? count.toLocaleString('en-US') : 'more than a trillion'
}
