import { Failure } from '../diagnostic/failure.ts'
import type { Contexts } from '../expression/contexts.ts'
import { evaluateJson } from '../expression/evaluate-json.ts'
import type { Json, LegValues, Matrix } from '../manifest/manifest.ts'
import type { Axes } from './axes.ts'

/** A matrix whose expressions have their values. Throws the `Failure` of an expression, or `matrix/shape` for a value that is no matrix. */
export function evaluateMatrix(matrix: Exclude<Matrix, { readonly kind: 'rows' }>, contexts: Contexts): Axes {
  if (matrix.kind === 'axes') {
    const { axes, include, exclude } = matrix
    const lists = Object.entries(axes).map(([name, values]) => {
      const list = evaluateJson(typeof values === 'string' ? values : [...values], contexts)
      return [name, listOf(list, `axis "${name}"`)] as const
    })
    return {
      axes: Object.fromEntries(lists),
      include: objectsOf(evaluateJson(written(include), contexts), '`include`'),
      exclude: objectsOf(evaluateJson(written(exclude), contexts), '`exclude`'),
    }
  }
  const value = evaluateJson(matrix.expression, contexts)
  if (Array.isArray(value)) return { axes: {}, include: objectsOf(value, 'the matrix'), exclude: [] }
  if (!isObject(value)) throw noMatrix('the matrix', value, 'a list of objects, or an object of lists')
  const { include = [], exclude = [], ...axes } = value
  return {
    axes: Object.fromEntries(
      Object.entries(axes).map(([name, list]) => [name, listOf(list, `axis "${name}"`)]),
    ),
    include: objectsOf(include, '`include`'),
    exclude: objectsOf(exclude, '`exclude`'),
  }
}

function written(list: readonly LegValues[] | string): Json {
  return typeof list === 'string' ? list : list.map((item) => ({ ...item }))
}

function listOf(value: Json, what: string): readonly Json[] {
  if (Array.isArray(value)) return value
  throw noMatrix(what, value, 'a list')
}

function objectsOf(value: Json, what: string): readonly LegValues[] {
  if (!Array.isArray(value)) throw noMatrix(what, value, 'a list of objects')
  return value.map((item) => {
    if (isObject(item)) return item
    throw noMatrix(what, item, 'a list of objects', 'holds')
  })
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function noMatrix(what: string, value: Json, wanted: string, verb = 'is'): Failure {
  const text = JSON.stringify(value)
  const shown = text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text
  const help =
    typeof value === 'string'
      ? 'An output is text: make it data with `fromJSON(…)`'
      : 'Write one object for each leg, or an axis: `matrix: { name: ${{ … }} }`'
  return new Failure('matrix/shape', `${what} ${verb} ${shown}, and must be ${wanted}`, { help })
}
