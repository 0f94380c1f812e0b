import { escapeMarkdown } from '../text/markdown.ts'

/** A tick as the clocks of its zone show it and in UTC: `Mon 23 Nov 06:30 Europe/Berlin (05:30 UTC)`. */
export function tickText({ at, timezone }: { readonly at: string; readonly timezone: string }): string {
  const time = new Date(at)
  const utc = clock(time, 'UTC')
  const local = /^(Etc\/)?UTC$/.test(timezone) ? undefined : clock(time, timezone)
  if (local === undefined) return `${utc?.text} UTC`
  return `${local.text} ${escapeMarkdown(timezone)} (${utc?.time} UTC)`
}

/** `undefined` for a zone that there is not. */
function clock(at: Date, timeZone: string): { text: string; time: string } | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const time = `${part['hour']}:${part['minute']}`
    return { text: `${part['weekday']} ${part['day']} ${part['month']} ${time}`, time }
  } catch {
    return undefined
  }
}
