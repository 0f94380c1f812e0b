/** What becomes of the values under the keys of a row. */
export type Flatten = number | ReadonlyMap<string, readonly string[]>

/**
 * One key that rows have, or one place of a list: whether its value makes a column, and whether it is entered. It
 * remembers which key came behind it the last time, for the next row most likely has the same keys in the same order.
 */
export class JsonKey {
  /** Its own name, without those above it. */
  readonly name: string
  /** What its column is called. */
  title: string
  /** As it stands in a source, without quotes; empty when it cannot stand there without escapes. */
  readonly raw: Buffer
  /** Whether its value makes a column, or would if it had one. */
  wanted: boolean
  /** Whether an object there is entered. */
  opens: boolean
  /** Its column's place; -1 as long as no whole row has had a value there. */
  column = -1
  /** Only nulls have been seen where objects may stand. */
  onlyNulls = false
  /** The row in which it was seen last. */
  row = 0
  readonly keys = new Map<string, JsonKey>()
  /** Of a list: the elements that are wanted. */
  items: (JsonKey | undefined)[] | undefined
  /** The first key within it, and the one behind it, the last time. */
  first: JsonKey | undefined
  next: JsonKey | undefined

  /** How deep in the row it lies: 1 for the row's own keys. */
  readonly level: number

  constructor(
    name: string,
    title: string,
    { wanted, opens, level = 0 }: { wanted: boolean; opens: boolean; level?: number },
  ) {
    this.name = name
    this.level = level
    this.title = title
    this.wanted = wanted
    this.opens = opens
    this.raw = /["\\\p{Cc}]/u.test(name) || !name.isWellFormed() ? Buffer.alloc(0) : Buffer.from(name)
  }

  /** Whether the key at `at`, behind its opening quote, is this one. */
  standsAt(bytes: Buffer, at: number): boolean {
    const raw = this.raw
    const size = raw.length
    if (size === 0 || bytes[at + size] !== 0x22) return false
    for (let i = 0; i < size; i++) if (bytes[at + i] !== raw[i]) return false
    return true
  }
}

/** The tree of a map of columns to paths: only what it names is wanted. */
export function keysOfPaths(paths: ReadonlyMap<string, readonly string[]>): JsonKey {
  const root = new JsonKey('', '', { wanted: false, opens: true })
  let column = 0
  for (const [title, path] of paths) {
    let key = root
    for (const [depth, name] of path.entries()) {
      const last = depth === path.length - 1
      key = within(key, name, last ? title : '', last)
    }
    key.column = column++
  }
  return root
}

function within(parent: JsonKey, name: string, title: string, wanted: boolean): JsonKey {
  parent.opens = true
  const key = parent.keys.get(name) ?? new JsonKey(name, '', { wanted: false, opens: false })
  if (wanted) {
    key.wanted = true
    key.title = title
  }
  parent.keys.set(name, key)
  if (/^(0|[1-9]\d{0,8})$/u.test(name)) (parent.items ??= [])[Number(name)] = key
  return key
}
