/**
 * What is known of a value before there is one. `any`: nothing, so every property may be there; `plain`: a text, number
 * or boolean, which has none.
 */
export type Shape = 'any' | 'plain' | Properties

export interface Properties {
  /** What one of them is called in a message: `a need of this step`. */
  readonly noun: string
  readonly properties: ReadonlyMap<string, Shape>
  /** Told when a property that others of its kind have is not there. */
  readonly refusals?: Pick<ReadonlyMap<string, { readonly message: string; readonly help: string }>, 'get'>
  /** Beside its properties it may have others: an unknown one is a mistake only if it resembles one, and then a doubt. */
  readonly open?: true
  /** Names that it has beside its properties, without being told of. */
  readonly also?: (name: string) => boolean
}

/** Properties that hold plain values. */
export function plainProperties(noun: string, names: Iterable<string>): Properties {
  return { noun, properties: new Map(Array.from(names, (name) => [name, 'plain'] as const)) }
}

/** GitHub's names have no case. */
export function propertyOf({ properties }: Properties, name: string): Shape | undefined {
  const exact = properties.get(name)
  if (exact !== undefined) return exact
  const lower = name.toLowerCase()
  return properties.entries().find(([each]) => each.toLowerCase() === lower)?.[1]
}
