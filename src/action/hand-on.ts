import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StepId } from '../manifest/manifest.ts'
import { carriedOn } from '../run/resume/prior-results.ts'
import type { RunRequest } from '../run/run-request.ts'
import { type Action, folded } from './action.ts'
import { attemptFile, carriedFile, packJob } from '../adapters/run-folder/hand-over.ts'

interface Done {
  /** The artifact's name. */
  readonly artifact: string
  readonly steps: readonly StepId[]
  readonly folder: string
  readonly prior: RunRequest['prior']
  readonly mask: (text: string) => string
}

/** Uploads what the job leaves. `false`: something shows a secret and was left out. */
export async function handOn(
  action: Action,
  { artifact, steps, folder, prior, mask }: Done,
): Promise<boolean> {
  const { artifacts, context, inputs, runner } = action
  const out = join(context.temp, 'millrace-out')
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const lines = carriedOn(prior).map((event) => `${JSON.stringify(event)}\n`)
  await writeFile(join(folder, carriedFile), lines.join(''))
  const { leaks } = await packJob(folder, steps, out, mask)
  await writeFile(join(out, attemptFile), String(context.attempt))
  for (const path of leaks) {
    const message = `${path} shows a secret and is not uploaded: what needs it cannot go on`
    runner.annotate({ level: 'error', title: 'Millrace', message })
  }
  const days = { retentionDays: inputs.retentionDays }
  await folded(action, 'Hand on what it made', () => artifacts.upload(artifact, out, days))
  return leaks.length === 0
}
