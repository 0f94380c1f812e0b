import * as z from 'zod'
import { expressible, type Tell } from '../authored.ts'

/** What an extract does with what the last good run knew of it. */
export interface LastRunOptions {
  /** Absent: `skip` where all sources are addresses, else `run`. */
  readonly unchanged?: 'skip' | 'run'
  /** Absent: the columns are what the source has, or what `columns` says. */
  readonly contract?: Contract
}

export type Contract = (typeof contracts)[number]

const contracts = ['evolve', 'freeze', 'discard-column', 'discard-row'] as const

export const lastRunShape = {
  unchanged: expressible(z.enum(['skip', 'run']))
    .optional()
    .describe(
      'What becomes of the steps that need it when its source is as it was in the last good run: with `skip` they are not run, unless something else has changed for them. Default: `skip` for http(s), `run` for files.',
    ),
  contract: expressible(z.enum(contracts))
    .optional()
    .describe(
      'What a change of the columns does, against `columns` or those of the last good run: `evolve` takes it over, `freeze` fails the step, `discard-column` leaves new columns out, `discard-row` rejects the rows that use them. Default: declared columns must be there and others are left out; inferred ones evolve.',
    ),
}

interface Authored {
  readonly unchanged?: 'skip' | 'run' | undefined
  readonly contract?: Contract | undefined
  readonly incremental?: unknown
}

export function decodeLastRun(authored: Authored, tell: Tell, format: string): LastRunOptions {
  const { unchanged, contract } = authored
  if (format === 'sql' && unchanged === 'skip')
    tell(['unchanged'], '`unchanged: skip` goes with files and addresses, not with `sql`', {
      part: 'key',
      help: 'remove `unchanged`; `incremental` reads only what is new',
    })
  else if (authored.incremental !== undefined && unchanged === 'skip')
    tell(['unchanged'], '`unchanged: skip` does not go with `incremental`: each run reads another part', {
      part: 'key',
      help: 'remove `unchanged`',
    })
  return {
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(contract === undefined ? {} : { contract }),
  }
}
