import { join } from 'node:path'
import { Failure } from '../../diagnostic/failure.ts'
import type { Node } from '../../graph/graph.ts'
import { factsOf } from '../../steps/kinds.ts'
import type { Expected } from './loads-ahead.ts'
import type { TableLoad } from '../../steps/load/options.ts'
import { resolveConnections } from '../resolve-connections.ts'
import { resolveOptions, resolveTemplates } from '../resolve-options.ts'
import type { RunState } from '../run-state.ts'

/** What is known of a load before its needs have ended. Throws the `Failure` of an expression that has no value yet. */
export function expectedLoad(state: RunState, { step, scope }: Node): Expected {
  const { workspace, ports, folder } = state.request
  const { connection: used } = factsOf(step)
  if (used === undefined)
    return { of: 'file', path: join(folder, 'scratch', `${step.id.replaceAll('/', '.')}.ahead`) }
  const { name } = used
  const outer = state.contexts(step.id)
  const contexts = { ...outer, env: { ...outer.env, ...resolveTemplates(step.env, outer) } }
  const wanted = Object.entries(scope.manifest.connections).filter(([each]) => each === name)
  const connection = resolveConnections(Object.fromEntries(wanted), outer)[name]
  if (connection === undefined) throw new Failure('database/connection', `there is no connection "${name}"`)
  // oxlint-disable-next-line no-unsafe-type-assertion -- only a load into a table may be ahead
  const options = resolveOptions(step, contexts) as TableLoad
  return { of: 'table', options, checks: step.checks, connection, workspace, databases: ports.databases }
}
