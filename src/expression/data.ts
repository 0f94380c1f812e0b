import { data } from '@actions/expressions'

type ExpressionData = data.ExpressionData

/** GitHub's dictionary on a `Map`: the library's own looks names up in `{}`, where `constructor` is always there. */
class SafeDictionary extends data.Dictionary {
  readonly #entries = new Map<string, { key: string; value: ExpressionData }>()

  constructor(entries: readonly (readonly [string, unknown])[]) {
    super()
    for (const [key, value] of entries) this.#entries.set(key.toLowerCase(), { key, value: toData(value) })
  }
  override get(key: string): ExpressionData | undefined {
    return this.#entries.get(key.toLowerCase())?.value
  }
  override values(): ExpressionData[] {
    return [...this.#entries.values()].map(({ value }) => value)
  }
  override pairs(): { key: string; value: ExpressionData }[] {
    return [...this.#entries.values()]
  }
}

/** Plain data as expressions see it; what they have no word for (`undefined`, functions) is null. */
export function toData(value: unknown): ExpressionData {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return new data.Array(...value.map(toData))
  return typeof value === 'object' && value !== null ? toDictionary(value) : new data.Null()
}

export function toDictionary(value: object): data.Dictionary {
  return new SafeDictionary(Object.entries(value))
}

/** Plain data again. */
export function fromData(value: ExpressionData): string | number | boolean | null | object {
  if (
    value instanceof data.StringData ||
    value instanceof data.NumberData ||
    value instanceof data.BooleanData
  )
    return value.value
  if (value instanceof data.Array) return value.values().map(fromData)
  if (value instanceof data.Dictionary)
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]))
  return null
}
