import { nearest } from '../text/nearest.ts'
import type { Axes } from './axes.ts'
import { Product } from './product.ts'

/** More legs than any run should have: a product that got out of hand. */
export const maxLegs = 1_000_000
const maxCombinations = 10_000_000

/** Why a matrix is none, in one sentence; `undefined` when it is sound. */
export function matrixFault(matrix: Axes): string | undefined {
  const product = new Product(matrix.axes)
  if (product.size > maxCombinations || matrix.include.length > maxLegs)
    return `the matrix makes more than ${maxLegs.toLocaleString('en')} legs`
  if (matrix.include.some(isEmpty)) return 'an item of `include` has no values'
  if (matrix.exclude.some(isEmpty)) return 'an item of `exclude` has no values'
  const unknown = matrix.exclude
    .flatMap((item) => Object.keys(item))
    .find((key) => product.placeOf(key) === undefined)
  if (unknown === undefined) return undefined
  const near = nearest(unknown, Object.keys(matrix.axes))
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  return `\`exclude\` names "${unknown}", which is no axis of the matrix${hint}`
}

function isEmpty(item: object): boolean {
  return Object.keys(item).length === 0
}
