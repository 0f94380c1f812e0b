import type { StepId } from '../manifest/manifest.ts'

/** Whether it is one of these steps, or stands inside one: what a mapped step uses is run with it. */
export function isAmong(steps: ReadonlySet<StepId>, id: StepId): boolean {
  const parts = id.split('/')
  return parts.some((_, index) => steps.has(parts.slice(0, index + 1).join('/')))
}
