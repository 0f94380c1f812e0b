import { unreachable } from '../../src/diagnostic/failure.ts'

/** A condition as it is drawn: written into the manifest as text, and judged by the model without that text. */
export type Condition =
  | { readonly is: 'status'; readonly name: 'success' | 'failure' | 'always' | 'cancelled' }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly is: 'result'; readonly need: string; readonly result: string }
  | { readonly is: 'any'; readonly result: string }
  | { readonly is: 'output'; readonly need: string }
  | { readonly is: 'constant'; readonly value: boolean }

/** What a condition asks about. */
export interface Asked {
  readonly status: Readonly<Record<'success' | 'failure' | 'always' | 'cancelled', boolean>>
  /** By the name that the step knows each of its needs by. */
  readonly needs: ReadonlyMap<string, { readonly result: string; readonly put: boolean }>
}

export function written(condition: Condition): string {
  switch (condition.is) {
    case 'status':
      return `${condition.name}()`
    case 'not':
      return `!(${written(condition.of)})`
    case 'and':
      return `(${written(condition.left)} && ${written(condition.right)})`
    case 'or':
      return `(${written(condition.left)} || ${written(condition.right)})`
    case 'result':
      return `needs.${condition.need}.result == '${condition.result}'`
    case 'any':
      return `contains(needs.*.result, '${condition.result}')`
    case 'output':
      return `needs.${condition.need}.outputs.put == 'yes'`
    case 'constant':
      return String(condition.value)
    default:
      return unreachable(condition)
  }
}

/** A condition without a status function asks for success too, and so does none at all. */
export function holds(condition: Condition | undefined, asked: Asked): boolean {
  if (condition === undefined) return asked.status.success
  return (asksForStatus(condition) || asked.status.success) && isTrue(condition, asked)
}

function asksForStatus(condition: Condition): boolean {
  if (condition.is === 'not') return asksForStatus(condition.of)
  if (condition.is === 'and' || condition.is === 'or')
    return asksForStatus(condition.left) || asksForStatus(condition.right)
  return condition.is === 'status'
}

function isTrue(condition: Condition, asked: Asked): boolean {
  switch (condition.is) {
    case 'status':
      return asked.status[condition.name]
    case 'not':
      return !isTrue(condition.of, asked)
    case 'and':
      return isTrue(condition.left, asked) && isTrue(condition.right, asked)
    case 'or':
      return isTrue(condition.left, asked) || isTrue(condition.right, asked)
    case 'result':
      return asked.needs.get(condition.need)?.result === condition.result
    case 'any':
      return [...asked.needs.values()].some(({ result }) => result === condition.result)
    case 'output':
      return asked.needs.get(condition.need)?.put === true
    case 'constant':
      return condition.value
    default:
      return unreachable(condition)
  }
}
