import type { StepReport } from './report.ts'

/** How many rows a step rejected, or of a pipeline that it uses for each leg the steps inside: as far as they were counted. */
export function rejectedRows({ rejects, inside = [] }: Pick<StepReport, 'rejects' | 'inside'>): number {
  return inside.reduce((sum, { counts }) => sum + counts.rejected, rejects?.rows ?? 0)
}
