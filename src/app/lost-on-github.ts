import type { Manifest } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'

/**
 * What GitHub would not keep: of a pipeline with a schedule, the SQLite files that its steps load into. They lie on the
 * runner and are gone when the job ends. One sentence for each connection.
 */
export function lostOnGitHub({ file, schedules, steps, connections }: Manifest): string[] {
  if (schedules.length === 0) return []
  const used = new Set(steps.flatMap((step) => factsOf(step).connection?.name ?? []))
  return [...used]
    .filter(
      (name) =>
        connections[name]?.url.startsWith('sqlite:') === true && connections[name].dialect === undefined,
    )
    .map(
      (name) =>
        `${file}: on GitHub the file of connection "${name}" is gone when its job ends; ` +
        'load into a server, or publish a file with `commit: true`',
    )
}
