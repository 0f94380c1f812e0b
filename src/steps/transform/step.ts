import type { StepContext, StepOutcome } from '../step.ts'
import type { TransformOptions } from './options.ts'
import { transformByDuckdb } from './duckdb/transform-by-duckdb.ts'
import { transformByModule } from './transform-by-module.ts'
import { transformInConnection } from './transform-in-connection.ts'
import { transformBySql } from './transform-by-sql.ts'

/** Makes a dataset out of those of the needs: by a query, or by a function of the author's. */
export async function transform(context: StepContext<TransformOptions>): Promise<StepOutcome> {
  const { options } = context
  if ('in' in options && options.in !== undefined) return transformInConnection({ ...context, options })
  if ('sql' in options && options.engine === 'duckdb') return transformByDuckdb({ ...context, options })
  if ('sql' in options) return transformBySql({ ...context, options })
  return transformByModule({ ...context, options })
}
