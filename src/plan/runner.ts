import type { Node } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'

/** One text for a runner's label or labels, so that two can be compared. */
export function runnerKey(runsOn: Step['runsOn']): string {
  return typeof runsOn === 'string' ? runsOn : [...runsOn].toSorted().join('\u0000')
}

/** The runners that these steps ask for, each once, that of most of them first. */
export function runnersByUse(nodes: Iterable<Node>): readonly Step['runsOn'][] {
  const kinds = [...Map.groupBy(nodes, ({ step }) => runnerKey(step.runsOn)).values()]
  const ordered = kinds.toSorted((one, other) => other.length - one.length)
  return ordered.flatMap(([first]) => (first === undefined ? [] : [first.step.runsOn]))
}

/**
 * Whether a label is one of GitHub's standard runners. A larger runner has whatever name its owner gave it and counts
 * as one's own.
 */
export function isHosted(runsOn: Step['runsOn']): boolean {
  const [label = '', ...more] = typeof runsOn === 'string' ? [runsOn] : runsOn
  return more.length === 0 && /^(ubuntu|windows|macos)-/.test(label)
}

/** When GitHub ends a job: after six hours on its own runners, after five days on others. */
export function longestJobMinutes(runsOn: Step['runsOn']): number {
  return isHosted(runsOn) ? 360 : 7200
}

/**
 * US dollars a minute on GitHub's standard runners in private repositories, 2026
 * (docs.github.com, billing/reference/actions-runner-pricing). In public repositories they cost nothing.
 */
const prices: readonly (readonly [RegExp, number])[] = [
  [/^ubuntu-slim/, 0.002],
  [/^ubuntu-.*arm/, 0.005],
  [/^ubuntu-/, 0.006],
  [/^windows-/, 0.01],
  [/^macos-/, 0.062],
]

/** Zero for runners that GitHub does not bill or whose price we do not know. */
export function pricePerMinute(runsOn: Step['runsOn']): number {
  if (typeof runsOn !== 'string') return 0
  return prices.find(([label]) => label.test(runsOn))?.[1] ?? 0
}
