import { type Command, InvalidArgumentError } from 'commander'
import { type Cell, renderTable } from '../../adapters/terminal/table.ts'
import { checkManifests } from '../../app/check.ts'
import { Usage } from '../../diagnostic/failure.ts'
import { isTimezone, nextTicks } from '../../schedule/next-ticks.ts'
import { parseCron } from '../../schedule/parse-cron.ts'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { allManifests, findPipeline } from '../find-manifests.ts'
import { formatOption } from '../format-option.ts'
import type { Shell } from '../shell.ts'
import { tellDiagnostics } from '../tell-diagnostics.ts'
import { printedJson } from '../../text/runner-command.ts'
import type { Verb } from '../verb.ts'
import { widthOf } from '../width-of.ts'

interface Options {
  readonly cron?: string
  readonly timezone: string
  readonly from?: Date
  readonly count: number
  readonly format: 'human' | 'json'
}

interface Tick {
  readonly at: Date
  readonly cron: string
  readonly timezone: string
  /** Of which pipeline, where it is one of several. */
  readonly pipeline?: string
}

export const next: Verb = {
  declare: (command) =>
    command
      .argument('[pipeline]', 'the path of a manifest, or its name in pipelines/')
      .option('--cron <expression>', 'instead of a pipeline: five fields, e.g. "30 6 * * 1-5"')
      .option('--timezone <zone>', 'with --cron: an IANA time zone', 'UTC')
      .option('--from <time>', 'the ticks after this time (ISO 8601; default: now)', parseTime)
      .option('--count <n>', 'how many', parseCount, 5)
      .addOption(formatOption('human', 'json')),
  perform: async (command, shell) => {
    const options = command.opts<Options>()
    const schedules = await schedulesOf(command, options, shell)
    if (schedules === undefined) return exitStatus.diagnostics
    return tell(upcoming(schedules, options), options, shell)
  },
}

type Schedules = readonly Omit<Tick, 'at'>[]

async function schedulesOf(command: Command, options: Options, shell: Shell): Promise<Schedules | undefined> {
  const [given] = command.args
  const { cron, timezone } = options
  if (cron !== undefined) {
    if (given !== undefined) throw new Usage('give a pipeline or --cron, not both')
    const parsed = parseCron(cron)
    if ('fault' in parsed) throw new Usage(`"${cron}" is not a cron expression: ${parsed.fault}`)
    if (!isTimezone(timezone)) throw new Usage(`"${timezone}" is not an IANA time zone`)
    return [{ cron, timezone }]
  }
  if (given === undefined) return allSchedules(shell)
  const { workspace, file } = findPipeline(given, shell.cwd)
  const { pipelines, diagnostics } = await checkManifests([file], workspace)
  await tellDiagnostics(diagnostics, workspace, shell)
  return pipelines[0]?.graph.manifest.schedules
}

/** Those of every pipeline that has no mistake. */
async function allSchedules(shell: Shell): Promise<Schedules | undefined> {
  const manifests = allManifests(shell.cwd)
  const workspace = manifests[0]?.workspace ?? shell.cwd
  const { graphs, diagnostics } = await checkManifests(
    manifests.map(({ file }) => file),
    workspace,
  )
  const status = await tellDiagnostics(diagnostics, workspace, shell)
  if (status !== exitStatus.done && graphs.length === 0) return undefined
  return graphs.flatMap(({ manifest: { id, schedules } }) =>
    schedules.map(({ cron, timezone }) => ({ cron, timezone, pipeline: id })),
  )
}

/** The first so many ticks of all schedules together. */
function upcoming(schedules: Schedules, { from = new Date(), count }: Options): Tick[] {
  return schedules
    .flatMap((schedule) => nextTicks(schedule, from, count).map((at) => ({ ...schedule, at })))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .slice(0, count)
}

function tell(ticks: readonly Tick[], { format }: Options, shell: Shell): ExitStatus {
  if (format === 'json') {
    const rows = ticks.map(({ at, cron, timezone, pipeline }) => ({
      ...(pipeline === undefined ? {} : { pipeline }),
      at: at.toISOString(),
      local: localTime(at, timezone),
      cron,
      timezone,
    }))
    shell.out(`${printedJson({ schema: 1, ticks: rows }, 2)}\n`)
  } else if (ticks.length === 0) shell.out('there is no schedule: it runs by hand\n')
  else for (const line of renderTable(table(ticks, shell), widthOf(shell))) shell.out(`${line}\n`)
  return exitStatus.done
}

function table(ticks: readonly Tick[], { paint }: Shell): Cell[][] {
  const several = ticks.some(({ pipeline }) => pipeline !== undefined)
  const names = [...(several ? ['pipeline'] : []), 'local time', 'zone', 'UTC', 'schedule']
  const head = names.map((text): Cell => ({ text, paint: paint.out.dim }))
  const rows = ticks.map(({ at, cron, timezone, pipeline }): Cell[] => [
    ...(several ? [{ text: pipeline ?? '' }] : []),
    { text: localTime(at, timezone), paint: paint.out.bold, whole: true },
    { text: timezone },
    { text: `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`, whole: true },
    { text: cron, paint: paint.out.dim },
  ])
  return [head, ...rows]
}

/** `Mon 2026-11-23 06:30`, the wall clock of the zone. */
function localTime(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${part['weekday']} ${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}`
}

function parseTime(text: string): Date {
  const time = new Date(/T.*(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('Write it as 2026-11-23T06:00Z.')
  return time
}

function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 1 && count <= 1000) return count
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
}
