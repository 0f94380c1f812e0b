import { Failure } from '../../diagnostic/failure.ts'
import { findNulls } from '../checks/find-nulls.ts'
import { findRepeats } from '../checks/find-repeats.ts'
import type { Checked } from '../checks/checked.ts'

/** A merge goes by key: each row has one, and no two rows the same. Throws a `Failure` (`rows/key`). */
export async function requireKeys(key: readonly string[], checked: Checked): Promise<void> {
  const missing = key.filter((name) => !checked.columns.some((column) => column.name === name))
  if (missing.length > 0) {
    throw new Failure('rows/key', `"${checked.name}" has no column "${missing[0]}" for the key`, {
      help: `Its columns are ${checked.columns.map(({ name }) => name).join(', ')}`,
    })
  }
  const findings = [
    await findNulls({ rule: 'not-null', columns: key }, checked),
    await findRepeats({ columns: key }, checked),
  ].filter((finding) => finding !== null)
  if (findings.length === 0) return
  throw new Failure(
    'rows/key',
    `the rows of "${checked.name}" cannot be merged by key (${key.join(', ')}):\n${findings.map((finding) => `- ${finding}`).join('\n')}`,
    { help: 'Make the key unique in a transform (group by, or distinct), or choose other columns' },
  )
}
