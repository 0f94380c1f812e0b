import { counted, number } from './quantities.ts'

/** How the legs of a mapped step ended: `40 legs`, or `37 of 40 legs, 2 failed, 1 cancelled`. */
export function endedLegsText(
  legs: Readonly<Record<'total' | 'success' | 'failure' | 'cancelled' | 'skipped', number>>,
): string {
  if (legs.success === legs.total) return counted(legs.total, 'leg')
  const others = [
    [legs.failure, 'failed'],
    [legs.cancelled, 'cancelled'],
    [legs.skipped, 'skipped'],
  ] as const
  const told = others.flatMap(([count, word]) => (count > 0 ? [`${number(count)} ${word}`] : []))
  return [`${number(legs.success)} of ${counted(legs.total, 'leg')}`, ...told].join(', ')
}
