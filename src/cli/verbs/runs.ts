import { readRemoteLedger } from '../../adapters/ledger/git-ledger.ts'
import { localLedger } from '../../adapters/ledger/local-ledger.ts'
import { renderRunList } from '../../adapters/terminal/run-list.ts'
import { renderRunRecord } from '../../adapters/terminal/run-record.ts'
import type { LedgerEntry } from '../../ledger/record.ts'
import { failedSteps, loadedRows } from '../../ledger/tell-run.ts'
import type { LedgerQuery, LedgerRuns } from '../../ports/ledger.ts'
import { printedJson } from '../../text/runner-command.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { formatOption } from '../format-option.ts'
import { chooseRun } from '../choose-run.ts'
import { recordKilled } from '../local-ledger.ts'
import { runsAtWork } from '../runs-at-work.ts'
import type { Shell } from '../shell.ts'
import { tellNotes } from '../tell-notes.ts'
import type { Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { workspaceOf } from '../workspace.ts'
import { widthOf } from '../width-of.ts'

interface Options {
  readonly format: 'human' | 'json'
  readonly pipeline?: string
  readonly limit: number
  readonly remote?: true
}

/** So far back a run is looked for by its id. */
const searched = 100_000

export const runs: Verb = {
  declare: (command) =>
    command
      .argument('[run]', 'one run: its id, the beginning of it, or "latest"')
      .option('--pipeline <name>', 'only the runs of this pipeline')
      .option('--limit <n>', 'how many runs to list', wholeNumber, 20)
      .option('--remote', 'the runs on GitHub: fetches the branch millrace-ledger of origin')
      .addOption(formatOption('human', 'json')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const workspace = workspaceOf(shell.cwd, shell.cwd)
    if (options.remote !== true) await recordKilled(workspace, shell)
    const read = (limit: number) => readRuns(workspace, options, limit)
    const [wanted] = command.args
    if (wanted !== undefined)
      return showRun(await read(wanted === 'latest' ? 1 : searched), wanted, options, shell)
    return listRuns(await read(options.limit), { options, workspace }, shell)
  },
}

function readRuns(workspace: string, { pipeline, remote }: Options, limit: number): Promise<LedgerRuns> {
  const query: LedgerQuery = { limit, ...(pipeline === undefined ? {} : { pipeline }) }
  return remote === true ? readRemoteLedger(workspace, query) : localLedger(workspace).read(query)
}

async function listRuns(
  { runs: past, notes }: LedgerRuns,
  {
    options: { format, pipeline, remote },
    workspace,
  }: { readonly options: Options; readonly workspace: string },
  shell: Shell,
): Promise<ExitStatus> {
  const known = new Set(past.map(({ run }) => run.id))
  const atWork = remote === true ? [] : (await runsAtWork(workspace)).filter(({ id }) => !known.has(id))
  const wanted = atWork.filter((run) => pipeline === undefined || run.pipeline === pipeline)
  if (format === 'json') {
    shell.out(`${printedJson({ schema: 1, running: wanted, runs: past.map(listed), notes }, 2)}\n`)
    return exitStatus.done
  }
  await tellNotes(notes, shell)
  if (past.length + wanted.length === 0)
    await tellNotes([`no run${pipeline === undefined ? '' : ` of "${pipeline}"`} is kept here yet`], shell)
  else shell.out(renderRunList(wanted, past, shell.paint.out, widthOf(shell)))
  return exitStatus.done
}

async function showRun(
  { runs: past, notes }: LedgerRuns,
  wanted: string,
  { format }: Options,
  shell: Shell,
): Promise<ExitStatus> {
  const found = chooseRun(past, wanted)
  if (format === 'json') {
    const { schema, run: _run, ...rest } = found
    shell.out(`${printedJson({ schema, run: listed(found), ...rest, notes }, 2)}\n`)
    return exitStatus.done
  }
  await tellNotes(notes, shell)
  shell.out(renderRunRecord(found, shell.paint.out, widthOf(shell)))
  return exitStatus.done
}

function listed(entry: LedgerEntry): object {
  return { ...entry.run, rows: loadedRows(entry), failed: failedSteps(entry) }
}
