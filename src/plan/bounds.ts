/** GitHub makes at most 256 jobs of one matrix. */
export const maxJobsPerWave = 256

/** GitHub's toolkit lists a thousand artifacts of a run; each job leaves one, and there are the plan's and others. */
export const maxJobs = 900
