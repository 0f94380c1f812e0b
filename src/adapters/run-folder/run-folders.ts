import type { RunFolders } from '../../run/run-folders.ts'
import { earlierEnds } from './earlier-ends.ts'
import { reopenRun } from './reopen-run.ts'
import { wholeEnd } from './whole-dataset.ts'

/** The folders of the runs of this machine. */
export const runFolders: RunFolders = { wholeEnd, reopen: reopenRun, earlierEnds }
