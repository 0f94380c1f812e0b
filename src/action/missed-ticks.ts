import type { Planned } from '../app/plan.ts'
import { dueTicks } from '../ledger/due-ticks.ts'
import { dateIn } from '../schedule/day-start.ts'
import { counted } from '../text/quantities.ts'
import type { Action } from './action.ts'
import { pastRunsOf } from './keep-run.ts'

/** More dates than this are not named. */
const namedDates = 10

/** Of a schedule that wants all its ticks: tells which of those before this run's own had none. */
export async function tellMissedTicks(
  action: Action,
  { graph, plan }: Extract<Planned, { ok: true }>,
): Promise<void> {
  const { manifest } = graph
  const schedule = manifest.schedules.find(({ cron }) => cron === action.context.event.schedule)
  if (schedule?.catchUp !== 'all' || plan.run.dated === true) return
  const at = new Date(plan.run.at)
  const due = dueTicks(schedule, await pastRunsOf(action, manifest.id), at)
  const missed = due.filter((tick) => tick < at)
  if (missed.length === 0) return
  const dates = [...new Set(missed.map((tick) => dateIn(schedule.timezone, tick)))]
  const more = dates.length > namedDates ? ', …' : ''
  const named = `${dates.slice(0, namedDates).join(', ')}${more}`
  const message =
    `${counted(missed.length, 'tick')} of "${schedule.cron}" had no run: ${named}\n` +
    `Run what is missing by hand: millrace run ${manifest.file} --date ${dates[0] ?? ''}`
  action.runner.annotate({ level: 'warning', title: 'Millrace', message })
}
