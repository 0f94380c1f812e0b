import type { Shell } from './shell.ts'

/** How many columns results may take: those of the terminal; of a file or a pipe, which cuts nothing, as many as `COLUMNS` says, or any. */
export function widthOf({ stdout, env }: Pick<Shell, 'stdout' | 'env'>): number {
  const said = Number(env['COLUMNS'])
  return stdout.columns ?? (said > 0 ? said : Infinity)
}
