import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import { idPattern } from '../steps/authored.ts'

/** The generated workflows that check pull requests: a pipeline of such a name would be written over theirs. */
export const checkWorkflows = { pullRequest: 'pull-request', comment: 'comment' } as const

const idRule = 'letters, digits, "-" and "_", beginning with a letter or "_", at most 100 characters'

/** What names a pipeline in commands, workflows, artifacts and issues: its file's name without folder and ending. */
export function pipelineId(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.ya?ml$/i, '')
}

/** Why a manifest's file cannot name its pipeline. */
export function checkPipelineId(file: string): Diagnostic[] {
  const id = pipelineId(file)
  if (!idPattern.test(id)) {
    const better = id.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z_]+|-+$/g, '')
    const name = better === '' ? '' : `, e.g. "${better.slice(0, 60)}.yml"`
    return [misnamed(file, `the file's name cannot name a pipeline on GitHub: ${idRule}`, name)]
  }
  if (!Object.values<string>(checkWorkflows).includes(id.toLowerCase())) return []
  return [misnamed(file, `"${id}" is the name of a workflow that checks pull requests`)]
}

/** Manifests whose pipelines would share their workflow, their queue and their issues. Told at the later ones. */
export function repeatedIds(files: readonly string[]): Diagnostic[] {
  const first = new Map<string, string>()
  return [...new Set(files)].flatMap((file) => {
    const id = pipelineId(file)
    const other = first.get(id.toLowerCase())
    if (other !== undefined)
      return [misnamed(file, `"${other}" is the manifest of a pipeline "${id}" already`)]
    first.set(id.toLowerCase(), file)
    return []
  })
}

function misnamed(file: string, message: string, example = ''): Diagnostic {
  return {
    code: 'manifest/name',
    severity: 'error',
    message,
    at: { file, path: [], part: 'value', span: { start: 0, end: 0 } },
    help: `rename the file${example}`,
  }
}
