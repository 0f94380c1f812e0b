import type { Intent } from '../../report/intent.ts'
import { intents } from '../../report/intents.ts'
import { renderMarkdown } from '../../report/render-markdown.ts'
import { renderReportJson } from '../../report/render-report-json.ts'
import { summarize } from '../../report/summarize.ts'
import { renderRunSummary } from '../../adapters/terminal/run-summary.ts'
import { decodeAuthored } from '../../manifest/decode-manifest.ts'
import { exitStatus } from '../exit-status.ts'
import { Failure } from '../../diagnostic/failure.ts'
import { formatOption } from '../format-option.ts'
import { findRun, readStoredRun, type StoredRun } from '../stored-run.ts'
import type { Verb } from '../verb.ts'
import { workspaceOf } from '../workspace.ts'

export const report: Verb = {
  declare: (command) =>
    command
      .argument('<run>', 'the id that a run printed, or "latest"')
      .option('--dry-run', 'print the issues, comments and commits that it means to make, as JSON')
      .addOption(formatOption('human', 'json', 'markdown')),
  perform: async (command, shell) => {
    const { format, dryRun } = command.opts<{ format: 'human' | 'json' | 'markdown'; dryRun?: true }>()
    const stored = await readStoredRun(findRun(command.args[0] ?? '', workspaceOf(shell.cwd, shell.cwd)))
    const told = summarize(stored.plan, stored.events)
    if (dryRun === true) shell.out(`${JSON.stringify({ schema: 1, intents: intended(stored) }, null, 2)}\n`)
    else if (format === 'json') shell.out(renderReportJson(told))
    else if (format === 'markdown') shell.out(renderMarkdown(told))
    else shell.out(renderRunSummary(told, shell.paint.out, shell.stdout.columns ?? 80))
    return exitStatus.done
  },
}

/** What the run would change on GitHub had it been a scheduled one on the default branch. */
function intended({ plan, events }: StoredRun): Intent[] {
  const manifest = decodeAuthored(plan.file, plan.manifest)
  if (!manifest.ok)
    throw new Failure('run/unreadable', 'the manifest kept with this run does not decode any more')
  return intents(summarize(plan, events), {
    trigger: 'schedule',
    onDefaultBranch: true,
    onFailure: manifest.value.onFailure,
    steps: manifest.value.steps.map(({ id }) => id),
    openIssues: [],
  })
}
