import { Usage } from '../diagnostic/failure.ts'

/** How a workflow names our action: `$/` in the repository that holds it, `owner/repo@commit # version` elsewhere. */
export type ActionReference = string

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}(?: # \S+)?$/

/** Takes what a person wrote after `--action`. Throws `Usage` for anything that could change under them. */
export function parseActionReference(text: string): ActionReference {
  if (text === '$/' || pinned.test(text)) return text
  throw new Usage(
    `"${text}" does not pin an action`,
    'write owner/millrace@<full commit sha>, with the version behind it: "owner/millrace@… # v1.2.3"',
  )
}

/** The line of a generated file's header that remembers the reference. */
export function rememberAction(action: ActionReference): string {
  return `# action: ${action}`
}

/** The reference that a generated file remembers. */
export function rememberedAction(text: string): ActionReference | undefined {
  const found = /^# action: (.+)$/m.exec(text)?.[1]
  return found !== undefined && (found === '$/' || pinned.test(found)) ? found : undefined
}
