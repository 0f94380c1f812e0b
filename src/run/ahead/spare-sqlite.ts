import { nodeOf } from '../../graph/graph.ts'
import type { Step, StepId } from '../../manifest/manifest.ts'
import { factsOf } from '../../steps/kinds.ts'
import { sqlitePath } from '../../text/sqlite-path.ts'
import type { RunRequest } from '../run-request.ts'

/**
 * Starts a process for SQLite where steps behind an extract are known to want one, so that it is there when the rows
 * are. Disposed of, it ends if nobody took it.
 */
export function spareSqlite({ graph, prior, ports }: RunRequest, own: readonly StepId[]): Disposable {
  const open = own.filter((id) => !prior.has(id)).map((id) => nodeOf(graph, id))
  const reads = open.some(({ step }) => factsOf(step).reads !== undefined)
  const isWanted = open.some(({ step, scope }) => wantsSqlite(step, scope.manifest.connections))
  return (reads && isWanted ? ports.sqlite.prepare?.() : undefined) ?? { [Symbol.dispose]() {} }
}

/** Whether the step needs SQLite, as far as can be told: a connection whose address is an expression is not known yet. */
export function wantsSqlite(
  step: Step,
  connections: Readonly<Record<string, { readonly url: string }>>,
): boolean {
  const { connection } = factsOf(step)
  if (connection !== undefined) return sqlitePath(connections[connection.name]?.url ?? '') !== undefined
  return step.kind === 'transform' && 'sql' in step.options
}
