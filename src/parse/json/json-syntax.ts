import { Failure } from '../../diagnostic/failure.ts'

/** A document that is damaged as a whole. */
export function jsonSyntax(what: string, help?: string): Failure {
  return new Failure('json/syntax', `the JSON cannot be read: ${what}`, help === undefined ? {} : { help })
}

/** A document that ends before it is whole. */
export function jsonCutOff(what: string): Failure {
  return jsonSyntax(what, 'Its end is missing: have it made or fetched again, all of it')
}
