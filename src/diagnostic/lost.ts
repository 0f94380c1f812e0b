/** The code of a step whose job ended without telling how it went. */
export const lostCode = 'runner/lost'

/** What to do about so many jobs that were. */
export function lostHelp(jobs: number): string {
  return jobs === 1
    ? 'open the log of that job: it may have been out of memory or disk, past its time limit, or its runner was lost'
    : 'open the logs of those jobs: they may have been out of memory or disk, past their time limit, or their runners were lost'
}
