import { Failure } from '../../diagnostic/failure.ts'

/** A document that is damaged as a whole. */
export function jsonSyntax(what: string): Failure {
  return new Failure('json/syntax', `the JSON cannot be read: ${what}`)
}
