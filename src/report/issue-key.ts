/** The step that a failure of the planning itself is told under; no real step can be called so. */
export const planStep = '(plan)'

/**
 * What names the issue about a failing step, for ever. It travels as `<!-- millrace:KEY -->` in the first
 * line; whatever could end that comment, or be taken for another key, is percent-encoded.
 */
export function failureKey(pipeline: string, step: string): string {
  return `failure pipeline=${part(pipeline)} step=${step === planStep ? step : part(step)}`
}

/** The step of a key of this pipeline, or `undefined` when it is the key of something else. */
export function stepOfKey(key: string, pipeline: string): string | undefined {
  const prefix = failureKey(pipeline, '')
  if (!key.startsWith(prefix)) return undefined
  const step = key.slice(prefix.length)
  return step === planStep ? step : decoded(step)
}

/** The key in the first line of an issue's body; `undefined` when it bears none of ours. */
export function failureKeyIn(body: string): string | undefined {
  return /^\s*<!-- millrace:(failure pipeline=\S+ step=\S+) -->/.exec(body)?.[1]
}

/** The hidden line itself. */
export function keyLine(key: string): string {
  return `<!-- millrace:${key} -->`
}

function part(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('--', '-%2D')
    .replace(/^-|-$/, '%2D')
}

function decoded(text: string): string | undefined {
  return /%(?![0-9A-F]{2})/i.test(text) ? undefined : decodeURIComponent(text)
}
