import { Failure } from './failure.ts'

/**
 * Where in the text of a statement its database found fault: an offset (UTF-16), a line from 1 with the text from there
 * on, or only the name that is wrong.
 */
export type SqlPlace =
  | { readonly offset: number }
  | { readonly line: number; readonly near: string }
  | { readonly name: string }

/** What a database said of a statement, with the place it told. */
export class SqlFailure extends Failure {
  readonly place: SqlPlace

  constructor(failure: Failure, place: SqlPlace) {
    const { code, message, retryable, help, facts } = failure
    super(code, message, { retryable, facts, ...(help === undefined ? {} : { help }) })
    this.name = 'SqlFailure'
    this.place = place
  }
}
