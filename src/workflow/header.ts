import { rememberAction, type ActionReference } from './action-reference.ts'

/** The first words of every generated file: how `--check` knows one that is left over. */
export const headerStart = '# Written by `millrace workflow`'

export function header(source: string, action: ActionReference): string {
  return `${headerStart} from ${source}.
# Do not edit: change the manifest, run \`millrace workflow\` again and commit both.
${rememberAction(action)}
`
}

export function isGenerated(text: string): boolean {
  return text.startsWith(headerStart)
}
