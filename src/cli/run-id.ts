/** Names a run of this machine: sorts by its time, safe as a folder's name, unlike that of a run in the same second. */
export function newRunId(now: Date, random: number): string {
  const time = now.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return `${time}-${Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`
}
