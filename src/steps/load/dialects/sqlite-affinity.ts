import type { TargetColumn } from './dialect.ts'

/** What a column of SQLite makes of values, by the words of its type. */
export type Affinity = 'integer' | 'text' | 'none' | 'real' | 'numeric'

export function affinityOf({ type, strict }: TargetColumn): Affinity {
  if (/int/iu.test(type)) return 'integer'
  if (/char|clob|text/iu.test(type)) return 'text'
  if (type === '' || /blob/iu.test(type) || (strict === true && /^any$/iu.test(type))) return 'none'
  return /real|floa|doub/iu.test(type) ? 'real' : 'numeric'
}
