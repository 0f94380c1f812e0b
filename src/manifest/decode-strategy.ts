import type { LegValues, Matrix, MaxFailures, Strategy } from './manifest.ts'
import type { AuthoredStrategy } from './schema.ts'

export function decodeStrategy(authored: AuthoredStrategy): Strategy {
  const maxParallel = authored['max-parallel']
  return {
    matrix: decodeMatrix(authored),
    ...(maxParallel === undefined ? {} : { maxParallel }),
    failFast: authored['fail-fast'] ?? true,
    maxFailures: decodeMaxFailures(authored['max-failures'] ?? 0),
  }
}

function decodeMatrix({ matrix, from }: AuthoredStrategy): Matrix {
  if (from !== undefined) return { kind: 'rows', from }
  if (typeof matrix === 'string') return { kind: 'expression', expression: matrix }
  const { include = [], exclude = [], ...axes } = matrix ?? {}
  return { kind: 'axes', axes, include: legList(include), exclude: legList(exclude) }
}

function legList(list: string | LegValues[]): string | LegValues[] {
  return list
}

function decodeMaxFailures(authored: number | string): MaxFailures {
  return typeof authored === 'number' ? { count: authored } : { share: Number(authored.slice(0, -1)) / 100 }
}
