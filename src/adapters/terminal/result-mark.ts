import type { Palette } from './palette.ts'

type Word = 'success' | 'failure' | 'skipped' | 'cancelled' | 'degraded' | 'running'

const looks: Readonly<
  Record<Word, readonly [mark: string, colour: 'green' | 'red' | 'dim' | 'yellow' | 'cyan']>
> = {
  success: ['✔', 'green'],
  failure: ['✖', 'red'],
  skipped: ['○', 'dim'],
  cancelled: ['■', 'yellow'],
  degraded: ['▲', 'yellow'],
  running: ['▶', 'cyan'],
}

/** How the result of a run or step is marked, and its colour. */
export function resultMark(word: Word, paint: Palette): { mark: string; colour: (text: string) => string } {
  const [mark, colour] = looks[word]
  return { mark, colour: paint[colour] }
}
