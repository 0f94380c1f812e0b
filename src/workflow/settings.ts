import * as z from 'zod'
import { parseJson } from '../text/parse-json.ts'

/** What the generated files were made with, kept in a comment of each so that the next run makes them alike. */
export interface WorkflowSettings {
  /** How the workflows name our action: `owner/millrace@<sha>`, or `$/` in the repository that holds it. */
  readonly action: string
  /** Said beside a pinned commit, e.g. `v1.2.0`. */
  readonly version?: string
}

const mark = '# millrace: '

const settingsSchema = z.object({ action: z.string(), version: z.string().optional() })

export function settingsLine(settings: WorkflowSettings): string {
  return mark + JSON.stringify(settings)
}

/** The settings that a generated file was made with, if it is one. */
export function readSettings(text: string): WorkflowSettings | undefined {
  const line = text.split('\n', 10).find((candidate) => candidate.startsWith(mark))
  if (line === undefined) return undefined
  const parsed = settingsSchema.safeParse(parseJson(line.slice(mark.length)))
  if (!parsed.success) return undefined
  const { action, version } = parsed.data
  return version === undefined ? { action } : { action, version }
}
