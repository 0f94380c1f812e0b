/** Where each of `wanted` stands among `names`, -1 where it does not; quick also for thousands of them. */
export function placesIn(wanted: readonly string[], names: readonly string[]): number[] {
  const places = new Map<string, number>()
  for (const [at, name] of names.entries()) if (!places.has(name)) places.set(name, at)
  return wanted.map((name) => places.get(name) ?? -1)
}

/** Those of `wanted` that stand among `names`, and where. */
export function foundIn(
  wanted: readonly string[],
  names: readonly string[],
): { readonly name: string; readonly at: number }[] {
  const places = placesIn(wanted, names)
  return wanted.map((name, index) => ({ name, at: places[index] ?? -1 })).filter(({ at }) => at >= 0)
}

/** Adds to `names` those of `others` that are not among them. */
export function unite(names: string[], others: readonly string[]): void {
  const there = new Set(names)
  for (const name of others) if (!there.has(name)) names.push(name)
}
