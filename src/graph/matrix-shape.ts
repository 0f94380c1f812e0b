import { type Shape, plainProperties } from '../expression/shape.ts'
import type { Matrix } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'
import type { Surroundings } from './surroundings.ts'

const noun = 'a value of the matrix'

/** What `matrix` holds in each leg: the axes and what `include` adds, or the columns of the rows as far as declared. */
export function matrixShape(matrix: Matrix, around: Surroundings): Shape {
  if (matrix.kind === 'expression') return 'any'
  if (matrix.kind === 'rows') return rowsShape(matrix.from, around)
  if (typeof matrix.include === 'string') return 'any'
  const added = matrix.include.flatMap((item) => (typeof item === 'object' ? Object.entries(item) : []))
  const properties = new Map<string, Shape>()
  for (const [name, values] of Object.entries(matrix.axes)) properties.set(name, shapeOf(values))
  for (const [name, value] of added) properties.set(name, joined(properties.get(name), shapeOf([value])))
  return { noun, properties }
}

function rowsShape(from: string, { steps }: Surroundings): Shape {
  const step = steps.get(from)
  const columns = step === undefined ? undefined : factsOf(step).columns
  if (columns === undefined || step?.strategy !== undefined) return 'any'
  return plainProperties(
    noun,
    columns.map(({ name }) => name),
  )
}

/** Objects, and what an expression makes, may have any property. */
function shapeOf(values: string | readonly unknown[]): Shape {
  if (typeof values === 'string') return 'any'
  const open = (value: unknown) =>
    typeof value === 'string' ? value.includes('${{') : typeof value === 'object' && value !== null
  return values.some(open) ? 'any' : 'plain'
}

function joined(one: Shape | undefined, other: Shape): Shape {
  return one === 'any' || other === 'any' ? 'any' : 'plain'
}
