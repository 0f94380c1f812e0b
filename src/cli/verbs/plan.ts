import { cacheFolder, createLocalCache } from '../../adapters/cache/local.ts'
import { environmentOf } from '../../adapters/environment/dot-env.ts'
import { forecastBy } from '../../app/forecast-cache.ts'
import { lostOnGitHub } from '../../app/lost-on-github.ts'
import { planPipeline, type PlanRequest } from '../../app/plan.ts'
import { mermaid } from '../../report/mermaid.ts'
import { dateOption } from '../date-option.ts'
import { exitStatus } from '../exit-status.ts'
import { findPipeline } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import { inputOption } from '../input-option.ts'
import { renderPlan } from '../render-plan.ts'
import { pastRunsHere } from '../local-ledger.ts'
import { newRunId } from '../../app/run-id.ts'
import type { Shell } from '../shell.ts'
import { selectOption } from '../select-option.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { tellNotes } from '../tell-notes.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'
import { widthOf } from '../width-of.ts'

export const plan: Verb = {
  declare: (command) =>
    command
      .argument('<pipeline>', 'the path of a manifest, or its name in pipelines/')
      .addOption(inputOption())
      .addOption(dateOption())
      .addOption(selectOption())
      .option('--no-cache', 'as if no step had a cache')
      .addOption(formatOption('human', 'json', 'mermaid')),
  perform: async (command, shell) => {
    const { format, input, date, select, cache } = command.opts<{
      format: 'human' | 'json' | 'mermaid'
      input: Readonly<Record<string, string>>
      date?: string
      select?: string
      cache: boolean
    }>()
    const { workspace, file } = findPipeline(command.args[0] ?? '', shell.cwd)
    const now = new Date()
    const planned = await planPipeline({
      file,
      workspace,
      inputs: input,
      trigger: 'cli',
      runId: newRunId(now, Math.random()),
      now,
      pastRuns: pastRunsHere(workspace, shell),
      ...(cache ? { forecast: forecastHere(workspace, shell, now) } : {}),
      ...(date === undefined ? {} : { date }),
      ...(select === undefined ? {} : { select }),
    })
    await tellDiagnostics(planned.diagnostics, workspace, shell)
    if (!planned.ok) return exitStatus.diagnostics
    await tellNotes(lostOnGitHub(planned.graph.manifest), shell)
    if (format === 'json') shell.out(`${printedJson(withoutManifests(planned.plan), 2)}\n`)
    else if (format === 'mermaid') shell.out(`${mermaid(planned.plan)}\n`)
    else shell.out(renderPlan(planned.plan, shell.paint.out, widthOf(shell)))
    return exitStatus.done
  },
}

/** Secrets that are not set are no reason not to plan. */
function forecastHere(workspace: string, shell: Shell, now: Date): NonNullable<PlanRequest['forecast']> {
  const store = createLocalCache(cacheFolder(workspace))
  const lookup = environmentOf(process.env, workspace, () => {})
  return forecastBy({ store, lookup, env: shell.env, github: {}, workspace, now })
}

/** What other jobs need of a plan beyond what it says: the manifests themselves, which the reader has. */
function withoutManifests<Whole extends { readonly manifest?: unknown; readonly used?: unknown }>(
  whole: Whole,
): Omit<Whole, 'manifest' | 'used'> {
  const { manifest: _manifest, used: _used, ...rest } = whole
  return rest
}
