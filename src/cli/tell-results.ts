import { join, relative } from 'node:path'
import type { Graph } from '../graph/graph.ts'
import type { Report } from '../report/report.ts'
import type { RunStore } from '../ports/run-store.ts'
import { previewDataset } from '../adapters/terminal/preview-dataset.ts'
import type { Shell } from './shell.ts'

/** More previews than this push the summary off the screen. */
const shownAtMost = 2

/** Where the loaded tables and files are, with the first rows of the last ones, and where the report is. */
export function tellResults({
  graph,
  report,
  store,
  shell,
  mask,
}: {
  graph: Graph
  report: Report
  store: RunStore
  shell: Shell
  mask: (text: string) => string
}): void {
  const { bold, cyan, dim } = shell.paint.out
  const done = new Set(report.steps.filter(({ result }) => result === 'success').map(({ id }) => id))
  const loads = graph.manifest.steps.flatMap((step) =>
    step.kind === 'load' && done.has(step.id) ? [{ ...step.options, id: step.id }] : [],
  )
  for (const [index, load] of loads.entries()) {
    const place =
      load.target === 'file'
        ? cyan(load.file)
        : `table ${bold(load.table)} in ${cyan(connectionPlace(graph.manifest.connections[load.into], load.into))}`
    shell.out(` ${dim('→')} ${place}\n`)
    if (index < loads.length - shownAtMost) continue
    const path = join(store.folder, 'datasets', `${load.from}.sqlite`)
    const lines = previewDataset(path, (shell.stdout.columns ?? 80) - 4, { paint: shell.paint.out, mask })
    shell.out(`${lines.map((line) => `   ${line}\n`).join('')}\n`)
  }
  for (const { id } of report.steps.filter(({ result }) => result === 'failure'))
    shell.out(` ${dim('log   ')} ${cyan(relative(shell.cwd, join(store.folder, 'logs', `${id}.log`)))}\n`)
  shell.out(` ${dim('report')} ${cyan(relative(shell.cwd, join(store.folder, 'report.md')))}\n`)
}

/** The file of a SQLite connection; of any other only its name, because its URL holds a secret. */
function connectionPlace(url: string | undefined, name: string): string {
  const file = /^sqlite:(?:\/\/)?(.+)$/.exec(url ?? '')?.[1]
  return file === undefined || file.includes('${{') ? name : file
}
