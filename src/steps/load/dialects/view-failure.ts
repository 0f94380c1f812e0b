import { Failure } from '../../../diagnostic/failure.ts'

/** For a name under which there is no table to load into. */
export function viewFailure(name: string): Failure {
  return new Failure('table/kind', `"${name}" is not a table but a view`, {
    help: 'Load into a table of its own',
  })
}
