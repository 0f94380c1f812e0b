import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Tell } from '../steps/authored.ts'

/** Adds what is told of a value to `found`; `root` is where the value stands. */
export function teller(file: string, root: Path, found: Diagnostic[]): Tell {
  return (path, message, { help, code = 'manifest/conflict', severity = 'error', part = 'value' } = {}) => {
    found.push({
      code,
      severity,
      message,
      at: { file, path: [...root, ...path], part },
      ...(help === undefined ? {} : { help }),
    })
  }
}
