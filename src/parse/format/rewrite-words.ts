import { type ColumnFormat, type Rewrite, misfit } from './column-format.ts'

const usual = { true: ['true', 't', '1'], false: ['false', 'f', '0'] } as const
const wordTrue = 't'.charCodeAt(0)
const wordFalse = 'f'.charCodeAt(0)

/** Rewrites words that mean true and false, as they are written; where only one side is said, the other has its usual words. */
export function rewriteWords({ true: yes, false: no }: Pick<ColumnFormat, 'true' | 'false'>): Rewrite {
  const known = new Map<string, number>()
  for (const word of yes ?? []) known.set(word, wordTrue)
  for (const word of no ?? []) known.set(word, wordFalse)
  const others = new Map<string, number>()
  for (const word of yes === undefined ? usual.true : []) others.set(word, wordTrue)
  for (const word of no === undefined ? usual.false : []) others.set(word, wordFalse)
  const longest = Math.max(...[...known.keys(), ...others.keys()].map((word) => Buffer.byteLength(word)))
  return (bytes, from, to, out) => {
    if (to - from > longest) return misfit.text
    const text = bytes.toString('utf8', from, to)
    const found = known.get(text) ?? others.get(text.toLowerCase())
    if (found === undefined) return misfit.text
    bytes[out] = found
    return out + 1
  }
}
