import type { Rule } from './check.ts'
import type { Checked, Finding } from './checked.ts'
import { measureName, takeMeasure } from './measure.ts'

/** Numbers of earlier good runs, the last one first, each by what it is kept under. */
export type Measured = Readonly<Record<string, number>>

/** So few runs say nothing about what is usual. */
const fewest = 2

/** What a distribution came to: the number itself, to be remembered, and what is wrong with it. */
interface Drift {
  readonly finding: Finding
  readonly value: number | undefined
  /** Why nothing could be compared. */
  readonly unjudged?: string
}

/** Compares a number about the rows with the mean of the last good runs that told it. */
export async function findDrift(
  rule: Rule & { rule: 'distribution' },
  checked: Checked,
  history: readonly Measured[],
): Promise<Drift> {
  const name = measureName(rule)
  const value = await takeMeasure(rule, checked)
  const known = history.flatMap((run) => run[name] ?? []).slice(0, rule.last)
  if (known.length < fewest)
    return { finding: null, value, unjudged: `only ${known.length} good runs to compare with` }
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length
  const label = `distribution [${name}]`
  const usual = `the mean of the last ${known.length} good runs, ${shown(mean)}`
  if (value === undefined) return { finding: `${label}: there is no value; ${usual}`, value }
  const far = Math.abs(value - mean)
  if (far <= rule.within * Math.abs(mean)) return { finding: null, value }
  const off = mean === 0 ? '' : ` (${value > mean ? '+' : '−'}${shown((100 * far) / Math.abs(mean))}%)`
  return {
    finding: `${label}: ${shown(value)} is further than ${shown(rule.within * 100)}% from ${usual}${off}`,
    value,
  }
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4).replace(/\.?0+$/, '')
}
