import { Failure } from '../../diagnostic/failure.ts'
import type { StepContext } from '../step.ts'
import type { ExtractOptions } from './options.ts'
import type { Spooled } from './spool.ts'

/** Throws a `Failure` (`rows/empty`) unless the author expects that there may be no rows. */
export function requireAllowedEmpty(
  { options }: StepContext<ExtractOptions>,
  sources: readonly Pick<Spooled, 'label'>[],
): void {
  if (options.allowEmpty) return
  const labels = sources.map(({ label }) => `"${label}"`).join(', ')
  throw new Failure('rows/empty', `${labels} ${sources.length === 1 ? 'holds' : 'hold'} no rows`, {
    help: 'Set "allow-empty: true" if that is to be expected',
  })
}
