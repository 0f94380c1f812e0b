/** A place where a query takes for a number what SQLite keeps as text. */
export interface TakenForNumber {
  readonly code: 'sql/long-decimal' | 'sql/text-sum'
  readonly message: string
  readonly help: string
  readonly start: number
  readonly end: number
}
