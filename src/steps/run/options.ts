import type { Column } from '../../dataset/column.ts'

/** What `run:` holds, decoded. `run: ./x.sh` is short for `run: { script: ./x.sh }`. */
export interface RunOptions {
  readonly script: string
  readonly shell: 'bash' | 'sh' | 'python'
  readonly workingDirectory?: string
  /** The form in which the needs' datasets are laid out as files. Absent: none are. */
  readonly input?: 'csv' | 'ndjson' | 'sqlite'
  /** The form of the dataset it writes. Absent: it makes none. */
  readonly output?: 'csv' | 'ndjson'
  readonly columns?: readonly Column[]
}
