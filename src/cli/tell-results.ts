import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Graph } from '../graph/graph.ts'
import { counted } from '../text/quantities.ts'
import type { Report } from '../report/report.ts'
import type { RunStore } from '../ports/run-store.ts'
import { previewDataset } from '../adapters/terminal/preview-dataset.ts'
import { sqlitePath } from '../text/sqlite-path.ts'
import { isInTarget } from './is-in-target.ts'
import type { Shell } from './shell.ts'

/** More previews than this push the summary off the screen. */
const shownAtMost = 2
const logsAtMost = 3

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
  const done = new Map(
    report.steps.filter(({ result }) => result === 'success').map((step) => [step.id, step]),
  )
  const loads = [...graph.nodes.values()].flatMap(({ step, scope, datasets }) =>
    step.kind === 'load' && done.has(step.id)
      ? [{ ...step.options, id: step.id, maker: datasets.get(step.options.from), scope }]
      : [],
  )
  for (const [index, load] of loads.entries()) {
    const place =
      load.target === 'file'
        ? cyan(known(load.file) ?? `the file of ${load.id}`)
        : `table ${bold(known(load.table) ?? `of ${load.id}`)} in ${cyan(connectionPlace(load.scope.manifest.connections[load.into]?.url, load.into))}`
    const step = done.get(load.id)
    const isLast = index >= loads.length - shownAtMost
    const previewed = isLast && step !== undefined && isInTarget(load, step)
    const said = previewed || step === undefined ? '' : dim(loadedBy(step))
    if (previewed && index > 0) shell.out('\n')
    shell.out(` ${dim('→')} ${place}${said}\n`)
    if (!previewed) continue
    const path = datasetPath(store.folder, load.maker ?? load.from, load.from)
    const lines = previewDataset(path, (shell.stdout.columns ?? 80) - 4, { paint: shell.paint.out, mask })
    shell.out(lines.map((line) => `   ${line}\n`).join(''))
  }
  if (loads.length > 0) shell.out('\n')
  tellLogs(report, store, shell)
  shell.out(` ${dim('report')} ${cyan(relative(shell.cwd, join(store.folder, 'report.md')))}\n`)
}

function loadedBy({ rows, counts }: Report['steps'][number]): string {
  if (rows === 0 && counts !== undefined && counts.unchanged > 0) return ' · unchanged'
  return rows === null ? '' : ` · ${counted(rows, 'row')}`
}

/** A mapped step that uses a pipeline has a dataset for each that the pipeline declares. */
function datasetPath(folder: string, maker: string, from: string): string {
  const path = join(folder, 'datasets', `${maker}.sqlite`)
  return existsSync(path) ? path : join(folder, 'datasets', maker, `${from.split('/').at(-1)}.sqlite`)
}

/** A name as it stands in the manifest; `undefined` for one that only an expression tells: the step's own line has it. */
function known(name: string): string | undefined {
  return name.includes('${{') ? undefined : name
}

function tellLogs({ steps }: Report, store: RunStore, { out, cwd, paint: { out: paint } }: Shell): void {
  const failed = steps.filter(({ result, attempts }) => result === 'failure' && attempts > 0)
  const logs = relative(cwd, join(store.folder, 'logs'))
  for (const { id, logOf = id } of failed.slice(0, logsAtMost))
    out(` ${paint.dim('log   ')} ${paint.cyan(join(logs, `${logOf}.log`))}\n`)
  const hidden = failed.length - logsAtMost
  if (hidden > 0) out(` ${paint.dim(`       … and ${counted(hidden, 'more log')} in`)} ${paint.cyan(logs)}\n`)
}

/** The file of a SQLite connection; of any other only its name, because its URL holds a secret. */
function connectionPlace(url: string | undefined, name: string): string {
  const file = sqlitePath(url ?? '') ?? ''
  return file === '' || file.includes('${{') ? name : file
}
