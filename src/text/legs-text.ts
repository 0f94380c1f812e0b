import { counted } from './quantities.ts'

/** The legs of a planned step in a few words, and how many jobs share them; or those of one that has run. */
export function legsText(
  legs: { readonly count: number | null; readonly parts: number } | { readonly total: number },
): string {
  if ('total' in legs) return counted(legs.total, 'leg')
  const { count, parts } = legs
  const told = count === null ? '? legs' : counted(count, 'leg')
  return parts > 1 ? `${told} in ${parts} jobs` : told
}
