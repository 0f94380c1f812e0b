import type { InputValue } from '../../manifest/manifest.ts'
import type { FailureRecord } from '../event.ts'

/** Whether a pipeline that a step uses is run, and with which inputs. */
export type Gate =
  | { readonly open: true; readonly inputs: Readonly<Record<string, InputValue>> }
  | { readonly open: false; readonly outcome: 'skipped' | 'cancelled'; readonly reason: string }
  | {
      readonly open: false
      readonly outcome: 'failure'
      readonly failure: FailureRecord
      readonly tolerated: boolean
    }
