import type { Report } from './report.ts'

/** The report for machines, `report.json`; its shape is versioned by `schema`. */
export function renderReportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
