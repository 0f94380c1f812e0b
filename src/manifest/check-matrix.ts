import type { Tell } from '../steps/authored.ts'
import { nearest } from '../text/nearest.ts'
import type { Json, Matrix } from './manifest.ts'

type Axes = Extract<Matrix, { kind: 'axes' }>

const root = ['strategy', 'matrix']

/** A matrix that can have no legs, or items of `exclude` that leave nothing out. */
export function checkMatrix(matrix: Matrix, tell: Tell): void {
  if (matrix.kind !== 'axes') return
  const names = Object.keys(matrix.axes)
  if (names.length === 0 && matrix.include.length === 0)
    return tell(root, 'the matrix has no axis, so there is no leg to run', {
      code: 'manifest/strategy',
      part: 'key',
      help: 'add one: `matrix: { region: [eu, us] }`',
    })
  for (const [name, values] of Object.entries(matrix.axes))
    if (values.length === 0)
      tell([...root, name], `the axis "${name}" is empty, so there is no leg to run`, {
        code: 'manifest/strategy',
        help: 'add values, or remove the axis',
      })
  for (const list of ['include', 'exclude'] as const) checkItems(list, matrix, tell)
}

function checkItems(list: 'include' | 'exclude', matrix: Axes, tell: Tell): void {
  const items = matrix[list]
  if (typeof items === 'string') return
  for (const [index, item] of items.entries()) {
    const keys = Object.keys(item)
    if (keys.length === 0)
      tell([...root, list, index], `this item of \`${list}\` has no values`, { code: 'manifest/strategy' })
    if (list === 'exclude')
      for (const key of keys) checkExcluded(key, item[key], [...root, list, index, key], matrix, tell)
  }
}

function checkExcluded(
  key: string,
  value: Json | undefined,
  path: readonly (string | number)[],
  { axes }: Axes,
  tell: Tell,
): void {
  const name = Object.keys(axes).find((each) => each.toLowerCase() === key.toLowerCase())
  const values = name === undefined ? undefined : axes[name]
  if (values === undefined) {
    const near = nearest(key, Object.keys(axes))
    return tell(
      path,
      `"${key}" is not an axis of the matrix${near === undefined ? '' : `; did you mean "${near}"?`}`,
      {
        code: 'manifest/strategy',
        part: 'key',
        help: near === undefined ? 'name an axis, or remove it' : `write "${near}"`,
      },
    )
  }
  const wanted = scalarText(value)
  const there = typeof values === 'string' ? [] : values.map(scalarText)
  if (wanted === undefined || there.length === 0) return
  const texts = there.flatMap((each) => each ?? [])
  if (texts.length < there.length || texts.some((each) => each.toLowerCase() === wanted.toLowerCase())) return
  const near = nearest(wanted, texts)
  tell(path, `no value of the axis "${key}" is ${JSON.stringify(value)}, so this leaves nothing out`, {
    code: 'manifest/strategy',
    severity: 'warning',
    help: near === undefined ? `use one of ${texts.slice(0, 20).join(', ')}` : `write ${near}`,
  })
}

/** A value as loose comparison sees it; `undefined` for what is not known or no single value. */
function scalarText(value: Json | undefined): string | undefined {
  if (value === undefined || (typeof value === 'object' && value !== null)) return undefined
  const text = String(value)
  return text.includes('${{') ? undefined : text
}
