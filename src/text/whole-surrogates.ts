/** Whether each surrogate that a JSON text has as an escape is one of a pair: no text and no database holds half a character. */
export function hasWholeSurrogates(json: string): boolean {
  if (!/\\ud/i.test(json)) return true
  const escapes = json.replaceAll(/\\[^u]/g, ' ')
  return !/\\ud[89ab]..(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]/i.test(escapes)
}
