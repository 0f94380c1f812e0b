import type { Json, LegValues, Matrix } from '../manifest/manifest.ts'
import { holdsExpression } from '../text/holds-expression.ts'
import type { Axes } from './axes.ts'
import { matrixFault } from './matrix-fault.ts'
import { openLegs } from './open-legs.ts'

/** The matrix as written, when no value of it waits for an expression or for rows. */
export function staticAxes(matrix: Matrix): Axes | undefined {
  if (matrix.kind !== 'axes') return undefined
  const { include, exclude } = matrix
  if (typeof include === 'string' || typeof exclude === 'string') return undefined
  const axes: Record<string, readonly Json[]> = {}
  for (const [name, values] of Object.entries(matrix.axes)) {
    if (typeof values === 'string') return undefined
    axes[name] = values
  }
  const written: readonly LegValues[] = [...include, ...exclude]
  const decides = written.length > 0 ? [axes, written] : []
  return decides.some(holdsExpression) ? undefined : { axes, include, exclude }
}

/** How many legs a matrix has; `null` when only the run can tell, or when the matrix is none. */
export function legCount(matrix: Matrix): number | null {
  const written = staticAxes(matrix)
  if (written === undefined || matrixFault(written) !== undefined) return null
  return openLegs(written).count
}
