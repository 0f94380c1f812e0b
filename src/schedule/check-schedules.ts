import type { Diagnostic, Path } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { nearest } from '../text/nearest.ts'
import { isTimezone, nextTicks } from './next-ticks.ts'
import { finestMinutes, parseCron } from './parse-cron.ts'

/** GitHub makes no schedule finer than this. */
const finest = 5

/** What GitHub would refuse about a manifest's schedules. */
export function checkSchedules({ file, schedules }: Manifest): Diagnostic[] {
  return schedules.flatMap(({ cron, timezone }, index) => {
    const path = ['on', 'schedule', index]
    return [
      ...checkCron(file, [...path, 'cron'], cron),
      ...checkTimezone(file, [...path, 'timezone'], timezone),
    ]
  })
}

function checkCron(file: string, path: Path, cron: string): Diagnostic[] {
  const at = { file, path, part: 'value' as const }
  const parsed = parseCron(cron)
  if ('fault' in parsed)
    return [
      {
        code: 'schedule/cron',
        severity: 'error',
        message: `"${cron}" is not a cron expression: ${parsed.fault}`,
        at,
        help: 'write five fields: minute hour day-of-month month day-of-week, e.g. "30 6 * * 1-5"',
      },
    ]
  if (nextTicks({ cron, timezone: 'UTC' }, new Date(0), 1).length === 0)
    return [
      {
        code: 'schedule/cron',
        severity: 'error',
        message: `"${cron}" never ticks: no month has such a day`,
        at,
        help: 'write a day that exists',
      },
    ]
  const minutes = finestMinutes(parsed)
  if (minutes >= finest) return []
  return [
    {
      code: 'schedule/too-often',
      severity: 'error',
      message: `"${cron}" ticks every ${minutes === 1 ? 'minute' : `${minutes} minutes`}; GitHub runs nothing more often than every ${finest}`,
      at,
      help: 'write "*/5 * * * *", or less often',
    },
  ]
}

function checkTimezone(file: string, path: Path, timezone: string): Diagnostic[] {
  if (isTimezone(timezone)) return []
  const near = nearest(timezone, Intl.supportedValuesOf('timeZone'))
  return [
    {
      code: 'schedule/timezone',
      severity: 'error',
      message: `"${timezone}" is not an IANA time zone${near === undefined ? '' : `; did you mean "${near}"?`}`,
      at: { file, path, part: 'value' },
      help: near === undefined ? 'write one like "Europe/Berlin" or "UTC"' : `write "${near}"`,
    },
  ]
}
