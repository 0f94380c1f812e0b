import type { InputType, InputValue } from './manifest.ts'

/** The text of a value as a command line takes it back: `parseInput` reads the same value from it. */
export function inputText(type: InputType | undefined, value: InputValue): string {
  if (type === 'json') return JSON.stringify(value)
  if (typeof value === 'object') return isPlainList(value) ? value.join(',') : JSON.stringify(value)
  return String(value)
}

/** Items that stand between commas as they are. */
function isPlainList(value: InputValue): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each, index) =>
        typeof each === 'string' &&
        each !== '' &&
        each === each.trim() &&
        !each.includes(',') &&
        !(index === 0 && each.startsWith('[')),
    )
  )
}
