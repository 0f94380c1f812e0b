import { type Graph, nodeOf } from '../graph/graph.ts'
import type { LedgerEntry } from '../ledger/record.ts'
import { stepsBefore } from '../ledger/steps-before.ts'
import type { Plan } from '../plan/plan.ts'
import { hashOfInputs } from '../report/ledger-entry.ts'
import { readBy } from '../run/verdict/unselected-step.ts'
import { factsOf } from '../steps/kinds.ts'

interface Past {
  readonly runs: readonly LedgerEntry[]
  readonly branch: string | undefined
  /** The plan of the run that is gone on with: it knows what it knew. */
  readonly resumed: Plan | undefined
}

/** A plan with what the last good runs knew of its steps; the same plan where they knew nothing. */
export function withPast(graph: Graph, plan: Plan, { runs, branch, resumed }: Past): Plan {
  if (resumed !== undefined) return resumed.before === undefined ? plan : { ...plan, before: resumed.before }
  const steps = graph.order.map((id) => {
    const node = nodeOf(graph, id)
    const reads = [...readBy(node)].flatMap(({ maker, takes }) => (takes === 'rows' ? [maker] : []))
    return [id, { pure: factsOf(node.step).isPure === true, reads }] as const
  })
  const before = stepsBefore(runs, {
    except: plan.run.id,
    inputs: hashOfInputs(plan.inputs),
    steps: new Map(steps),
    ...(branch === undefined ? {} : { branch }),
  })
  return before.size === 0 ? plan : { ...plan, before: Object.fromEntries(before) }
}
