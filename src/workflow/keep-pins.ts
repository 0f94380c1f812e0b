import type { WorkflowFile } from './render-workflow.ts'
import { readSettings } from './settings.ts'

const pin = /^(\s*(?:- )?uses: )([^\s@]+)@([0-9a-f]{40})( # .*)?$/gm

/**
 * The files that there should be, with the commits of actions as they are pinned in the generated files that are there:
 * Dependabot moves these, and a newer commit is no drift. An action that is pinned to several commits, or that is `said`,
 * is pinned as it should be.
 */
export function keepPins(
  wanted: readonly WorkflowFile[],
  present: readonly WorkflowFile[],
  said?: string,
): WorkflowFile[] {
  const pins = pinsIn(present)
  const keep = (line: string, key: string, action: string) => {
    const [only, ...others] = pins.get(action) ?? []
    return only === undefined || others.length > 0 || action === said?.split('@')[0] ? line : key + only
  }
  return wanted.map(({ path, text }) => ({ path, text: text.replaceAll(pin, keep) }))
}

/** By action, each `owner/action@commit # version` that stands in generated files. */
function pinsIn(present: readonly WorkflowFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const pins = new Map<string, Set<string>>()
  for (const { text } of present) {
    if (readSettings(text) === undefined) continue
    for (const [, , action = '', commit = '', version = ''] of text.matchAll(pin))
      pins.set(action, (pins.get(action) ?? new Set()).add(`${action}@${commit}${version}`))
  }
  return pins
}
