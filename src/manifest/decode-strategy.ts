import type { Tell } from '../steps/authored.ts'
import { checkMatrix } from './check-matrix.ts'
import type { Matrix, MaxFailures, Strategy } from './manifest.ts'
import type { AuthoredStrategy } from './schema-strategy.ts'

/** What a step is mapped over. `tell` speaks of places below the step. */
export function decodeStrategy(authored: AuthoredStrategy, tell: Tell): Strategy {
  const maxParallel = authored['max-parallel']
  const strategy: Strategy = {
    matrix: decodeMatrix(authored),
    ...(maxParallel === undefined ? {} : { maxParallel }),
    failFast: authored['fail-fast'] ?? true,
    maxFailures: decodeMaxFailures(authored['max-failures'] ?? 0),
  }
  if (authored.matrix !== undefined && authored.from !== undefined)
    tell(['strategy', 'from'], '`strategy` has both `matrix` and `from`', {
      part: 'key',
      help: 'keep one: `matrix` says the values, `from` takes them from rows',
    })
  else if (authored.matrix === undefined && authored.from === undefined)
    tell(['strategy'], '`strategy` must say what the legs are made of: `matrix` or `from`', {
      code: 'manifest/missing-key',
      part: 'key',
      help: 'add `matrix: { region: [eu, us] }`, or `from:` with the step whose rows become legs',
    })
  else checkMatrix(strategy.matrix, tell)
  return strategy
}

function decodeMatrix({ matrix, from }: AuthoredStrategy): Matrix {
  if (from !== undefined) return { kind: 'rows', from }
  if (typeof matrix === 'string') return { kind: 'expression', expression: matrix }
  const { include = [], exclude = [], ...axes } = matrix ?? {}
  return { kind: 'axes', axes, include, exclude }
}

function decodeMaxFailures(authored: number | string): MaxFailures {
  return typeof authored === 'number' ? { count: authored } : { share: Number.parseFloat(authored) / 100 }
}
