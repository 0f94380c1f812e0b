import { createHash } from 'node:crypto'

/**
 * The hidden line by which we find our own issues and comments again. A key may be anything: what could end the
 * HTML comment, or be altered by whoever edits the text around it, is hashed away.
 */
export function marker(key: string): string {
  const safe = /^[\w./:@#=%()+ -]{1,1000}$/.test(key) && !/--|^-|-$/.test(key)
  return `<!-- millrace:${safe ? key : createHash('sha256').update(key).digest('hex')} -->`
}

/** The body with its marker as the first line, so that truncating the end never loses it. */
export function withMarker(key: string, body: string): string {
  const line = marker(key)
  return body.startsWith(line) ? body : `${line}\n${body}`
}

export function hasMarker(key: string, body: string | null | undefined): boolean {
  return body?.trimStart().startsWith(marker(key)) ?? false
}
