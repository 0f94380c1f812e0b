import type { CommitFiles } from './intent.ts'
import type { Report } from './report.ts'

/** The events that may change the repository: a pull request's run may not, and on a laptop the files are there. */
const committing = ['schedule', 'workflow_dispatch', 'push', 'repository_dispatch', 'workflow_run']

/** One commit with all files that steps of this run made to be committed. */
export function commitIntents(
  report: Report,
  facts: { readonly trigger: string; readonly branch?: string },
): CommitFiles[] {
  if (!committing.includes(facts.trigger)) return []
  const files = report.steps.flatMap(({ result, commit, commits = [] }) => {
    const own = result === 'success' && commit !== undefined ? [commit] : []
    return [...own, ...commits].map(({ path, file }) => ({ path, source: file }))
  })
  if (files.length === 0) return []
  const { branch } = facts
  return [
    {
      type: 'commit-files',
      ...(branch === undefined ? {} : { branch }),
      message: message(report, files),
      files,
    },
  ]
}

function message({ name, run }: Report, files: readonly { readonly path: string }[]): string {
  const [first] = files
  const what = files.length === 1 && first !== undefined ? first.path : `${files.length} files`
  return `${line(`Update ${what}`)}\n\n${line(`${name}, ${run.date}`)}\n`
}

/** One line, in which nobody is mentioned and no issue is closed. */
function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[@#]/g, '$&\u2060')
}
