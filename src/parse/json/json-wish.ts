/** A value beside the rows: a text, a number with the digits it has, true, false or null. */
export type Scalar = string | boolean | null

/** What is looked for in a document, by the keys that lead to it. */
export interface JsonWish {
  /** The keys from the outside to here. */
  readonly path: readonly string[]
  readonly keys: Map<string, JsonWish>
  /** The list that stands here is that of the rows. */
  rows: boolean
  /** The rows are here or within. */
  leads: boolean
  /** A scalar that stands here is kept, under this path as it was written. */
  also: string | undefined
}

/** The wish for the rows, and for values beside them: their paths by how they were written. */
export function wishFor(rows: readonly string[], also: ReadonlyMap<string, readonly string[]>): JsonWish {
  const root = wish([])
  let at = root
  at.leads = true
  for (const key of rows) {
    at = within(at, key)
    at.leads = true
  }
  at.rows = true
  for (const [written, path] of also) {
    let place = root
    for (const key of path) place = within(place, key)
    place.also = written
  }
  return root
}

function within(parent: JsonWish, key: string): JsonWish {
  const known = parent.keys.get(key)
  if (known !== undefined) return known
  const made = wish([...parent.path, key])
  parent.keys.set(key, made)
  return made
}

function wish(path: readonly string[]): JsonWish {
  return { path, keys: new Map(), rows: false, leads: false, also: undefined }
}
