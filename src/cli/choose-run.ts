import { Usage } from '../diagnostic/failure.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { nearest } from '../text/nearest.ts'

/** The run of that id, the only one whose id begins so, or by `latest` the newest. `runs`: newest first. */
export function chooseRun(runs: readonly LedgerEntry[], wanted: string): LedgerEntry {
  const exact = wanted === 'latest' ? runs[0] : runs.find(({ run }) => run.id === wanted)
  if (exact !== undefined) return exact
  const begun = runs.filter(({ run }) => run.id.startsWith(wanted))
  if (begun.length === 1 && begun[0] !== undefined) return begun[0]
  const ids = begun.map(({ run }) => run.id)
  if (ids.length > 1) {
    const more = ids.length > 3 ? ', …' : ''
    throw new Usage(
      `"${wanted}" begins the ids of ${ids.length} runs`,
      `there are: ${ids.slice(0, 3).join(', ')}${more}`,
    )
  }
  if (runs.length === 0) throw new Usage(`there is no run "${wanted}": none is kept here yet`)
  const near = nearest(
    wanted,
    runs.slice(0, 100).map(({ run }) => run.id),
  )
  throw new Usage(
    `there is no run "${wanted}"`,
    near === undefined ? 'list them with: millrace runs' : `did you mean "${near}"?`,
  )
}
