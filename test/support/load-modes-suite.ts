import type { LoadTarget } from './load-target.ts'
import { describeChecks } from './load-modes/checks-suite.ts'
import { describeDroppedRows } from './load-modes/dropped-rows-suite.ts'
import { loadsInto } from './load-modes/loads-into.ts'
import { describeMerge } from './load-modes/merge-suite.ts'
import { describeReferences } from './load-modes/references-suite.ts'
import { describeRemedies } from './load-modes/remedies-suite.ts'
import { describeRepeatedKeys } from './load-modes/repeated-keys-suite.ts'
import { describeTable } from './load-modes/table-suite.ts'
import { describeVersions } from './load-modes/versions-suite.ts'

/** How loads of every mode behave, whatever the database. */
export function describeLoadModes(name: string, target: LoadTarget): void {
  const within = loadsInto(target)
  for (const suite of [
    describeMerge,
    describeVersions,
    describeRemedies,
    describeRepeatedKeys,
    describeTable,
    describeChecks,
    describeDroppedRows,
    describeReferences,
  ])
    suite(name, within)
}
