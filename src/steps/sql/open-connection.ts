import { Failure } from '../../diagnostic/failure.ts'
import type { Database } from '../../ports/database.ts'
import type { StepContext } from '../step.ts'

/** Opens a connection of the manifest. Throws a `Failure` (`database/connection`). */
export async function openConnection(
  { connections, ports, workspace, signal }: StepContext,
  name: string,
): Promise<Database> {
  const connection = connections[name]
  if (connection === undefined) throw new Failure('database/connection', `there is no connection "${name}"`)
  return ports.databases.open(connection, workspace, signal)
}
