import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { isAbove, isOrdered, wholePattern } from './input-bounds.ts'
import { inputMistake, valueMistakes } from './input-mistake.ts'
import type { Input } from './manifest.ts'

/** `min`, `max` and `pattern` that go with no such type, are none themselves, or leave no value that could fit. */
export function checkInputBounds(file: string, name: string, input: Input): Diagnostic[] {
  const at = (key: string, part: 'key' | 'value' = 'value') => ({ file, path: ['inputs', name, key], part })
  const bounds = (['min', 'max'] as const).filter((key) => input[key] !== undefined)
  if (!isOrdered(input.type) && bounds.length > 0)
    return bounds.map((key) =>
      inputMistake(
        at(key, 'key'),
        `\`${key}\` goes with \`type: integer\`, \`number\`, \`date\` or \`datetime\`, not with \`type: ${input.type}\``,
        input.type === 'text' ? 'write `type: integer`, or a `pattern`' : `remove \`${key}\``,
      ),
    )
  return [
    ...bounds.flatMap((key) =>
      valueMistakes(
        at(key),
        `\`${key}\` of input "${name}"`,
        { type: input.type, required: false },
        input[key],
      ),
    ),
    ...emptyRange(file, name, input),
    ...checkPattern(file, name, input),
  ]
}

function emptyRange(file: string, name: string, { type, min, max }: Input): Diagnostic[] {
  if (min === undefined || max === undefined || typeof min !== typeof max || !isAbove(type, min, max))
    return []
  return [
    inputMistake(
      { file, path: ['inputs', name, 'min'] },
      `no value fits input "${name}": its least is ${min}, its greatest ${max}`,
      'exchange `min` and `max`',
    ),
  ]
}

function checkPattern(file: string, name: string, { type, pattern }: Input): Diagnostic[] {
  if (pattern === undefined) return []
  const path = ['inputs', name, 'pattern']
  if (type !== 'text')
    return [
      inputMistake(
        { file, path, part: 'key' },
        `\`pattern\` goes with \`type: text\`, not with \`type: ${type}\``,
        'remove `pattern`',
      ),
    ]
  if (wholePattern(pattern) !== undefined) return []
  return [
    inputMistake(
      { file, path },
      `\`pattern\` of input "${name}" is no regular expression: ${JSON.stringify(pattern)}`,
      'write one that JavaScript takes, e.g. "[a-z]{2}-[0-9]+"; it must match the whole value',
    ),
  ]
}
