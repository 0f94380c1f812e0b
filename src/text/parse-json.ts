/** What a text of JSON holds; `undefined`, which no such text can mean, when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
