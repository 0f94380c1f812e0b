/** A run's own folder: `plan.json`, `events.jsonl`, `report.md`, `report.json`, `logs/`, `datasets/`, `rejects/`, `files/`. */
export interface RunStore {
  /** Absolute. */
  readonly folder: string
  /** Whole or not at all: written beside, then renamed. */
  write(name: string, text: string): Promise<void>
  read(name: string): Promise<string | undefined>
  /** The lines of a file that may be too large for one text; none if it is not there. */
  lines(name: string): Iterable<string>
}
