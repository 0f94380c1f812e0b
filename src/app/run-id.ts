/**
 * Names a run of this machine: sorts by its time, to the millisecond, safe as a folder's name, unlike that of a run in the
 * same millisecond.
 */
export function newRunId(now: Date, random: number): string {
  const time = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const millisecond = now.getMilliseconds().toString(36).padStart(2, '0')
  const suffix = Math.floor(random * 36 ** 4).toString(36)
  return `${time}-${millisecond}${suffix.padStart(4, '0')}`
}
