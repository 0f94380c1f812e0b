import { renderRunSummary } from '../../adapters/terminal/run-summary.ts'
import { processOfRun } from '../../adapters/run-folder/run-process.ts'
import { decodePlan, reportRun } from '../../app/report.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { decodeAuthored } from '../../manifest/decode-manifest.ts'
import type { RunStore } from '../../ports/run-store.ts'
import type { Intent } from '../../report/intent.ts'
import { intents } from '../../report/intents.ts'
import { renderMarkdown } from '../../report/render-markdown.ts'
import { renderReportJson } from '../../report/render-report-json.ts'
import type { Report } from '../../report/report.ts'
import { counted } from '../../text/quantities.ts'
import { eventsOf } from '../../run/events/decode-events.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { formatOption } from '../format-option.ts'
import type { Shell } from '../shell.ts'
import { findRun } from '../stored-run.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'
import { workspaceOf } from '../workspace.ts'
import { widthOf } from '../width-of.ts'

export const report: Verb = {
  declare: (command) =>
    command
      .argument('<run>', 'the id that a run printed, or "latest"')
      .option('--dry-run', 'print the issues and commits a scheduled run would have meant to make, as JSON')
      .addOption(formatOption('human', 'json', 'markdown')),
  perform: async (command, shell) => {
    const { format, dryRun } = command.opts<{ format: 'human' | 'json' | 'markdown'; dryRun?: true }>()
    const store = findRun(command.args[0] ?? '', workspaceOf(shell.cwd, shell.cwd))
    const owner = processOfRun(store.folder)
    if (owner !== undefined) return stillRunning(store, owner, format === 'human' && dryRun !== true, shell)
    const told = await reportRun(store)
    if (dryRun === true) shell.out(`${printedJson({ schema: 1, intents: await intended(store, told) }, 2)}\n`)
    else if (format === 'json') shell.out(renderReportJson(told))
    else if (format === 'markdown') shell.out(renderMarkdown(told))
    else shell.out(renderRunSummary(told, shell.paint.out, widthOf(shell)))
    return exitStatus.done
  },
}

/** A run that has not ended has no report yet. Throws a `Failure` where nobody reads along. */
async function stillRunning(
  store: RunStore,
  owner: number,
  human: boolean,
  { out }: Shell,
): Promise<ExitStatus> {
  const steps = decodePlan((await store.read('plan.json')) ?? '').steps.length
  const ended = [...eventsOf(store.lines('events.jsonl'), ['step-finished'])].length
  const said = `the run is still at work (process ${owner}): ${ended} of ${counted(steps, 'step')} ended so far`
  if (!human)
    throw new Failure('run/running', said, { help: 'ask again when it has ended: there is no report yet' })
  out(`${said}\n`)
  return exitStatus.done
}

/** What the run would change on GitHub had it been a scheduled one on the default branch. */
async function intended(store: RunStore, told: Report): Promise<Intent[]> {
  const plan = decodePlan((await store.read('plan.json')) ?? '')
  const manifest = decodeAuthored(plan.file, plan.manifest)
  if (!manifest.ok)
    throw new Failure('run/manifest', 'the manifest kept with this run does not decode any more')
  return intents(told, {
    trigger: 'schedule',
    onDefaultBranch: true,
    onFailure: manifest.value.onFailure,
    steps: manifest.value.steps.map(({ id }) => id),
    openIssues: [],
  })
}
