import type { Diagnostic } from '../diagnostic/diagnostic.ts'

/**
 * Without what says again that an expression cannot stand where it stands: to others it is a text in place of a number,
 * or the name of a step that is not there.
 */
export function withoutEchoes(found: readonly Diagnostic[]): Diagnostic[] {
  const told = new Set(found.filter(({ code }) => code === 'expression/not-here').map(placeOf))
  return found.filter((each) => each.code.startsWith('expression/') || !told.has(placeOf(each)))
}

function placeOf({ at }: Diagnostic): string {
  return JSON.stringify([at.file, at.part, at.path])
}
