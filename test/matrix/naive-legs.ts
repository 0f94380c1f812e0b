import type { Json, LegValues } from '../../src/manifest/manifest.ts'
import type { Axes } from '../../src/matrix/axes.ts'

/** The rules of GitHub's documentation, word for word, on lists: what the lazy ones are held against. */
export function naiveLegs({ axes, include, exclude }: Axes): LegValues[] {
  const names = Object.keys(axes)
  let combinations: Record<string, Json>[] = names.length === 0 ? [] : [{}]
  for (const name of names)
    combinations = combinations.flatMap((one) =>
      (axes[name] ?? []).map((value) => ({ ...one, [name]: value })),
    )
  combinations = combinations.filter((one) => !exclude.some((item) => agrees(one, item)))
  const originals = combinations.map((one) => ({ ...one }))
  const added: LegValues[] = []
  for (const item of include) {
    const shared = Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
    const fitting = originals.flatMap((one, index) => (agrees(one, shared) ? [index] : []))
    for (const index of fitting) Object.assign(combinations[index] ?? {}, { ...item, ...originals[index] })
    if (fitting.length === 0) added.push(item)
  }
  return [...combinations, ...added]
}

function agrees(one: LegValues, part: LegValues): boolean {
  return Object.entries(part).every(([name, value]) => JSON.stringify(one[name]) === JSON.stringify(value))
}
