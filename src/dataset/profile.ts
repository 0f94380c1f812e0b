import type { Batch } from './batch.ts'
import type { Column } from './column.ts'
import { Bug } from '../diagnostic/failure.ts'

/** Why a column has its type: the row that ruled the narrower ones out, or that every value fits. */
export interface Proof {
  readonly column: string
  readonly type: Column['type']
  /** E.g. `line 17: "00601" is no integer (it would come back as 601)` or `all 1,204 values`. */
  readonly because: string
}

/** Finds for each column the narrowest type in which every value survives text → type → text, over all rows. */
export class Profile {
  /** `names` may grow while batches come (as `openJson`'s do); rows seen before have null there. */
  constructor(_names: readonly string[]) {}

  add(_batch: Batch): void {
    throw new Bug('not built yet')
  }

  /** The columns found; those of `declared` (by name) as they were declared. */
  columns(_declared: readonly Column[] = []): readonly Column[] {
    throw new Bug('not built yet')
  }

  proof(): readonly Proof[] {
    throw new Bug('not built yet')
  }
}
