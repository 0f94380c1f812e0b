import { dirname } from 'node:path/posix'
import type { Graph } from '../graph/graph.ts'
import type { Step } from '../manifest/manifest.ts'
import { factsOf } from '../steps/kinds.ts'

/** The paths a pull request must touch to be checked: the manifests' folders, what they refer to, and the workflows. */
export function referencedPaths(graphs: readonly Graph[]): string[] {
  const manifests = graphs.map(({ manifest }) => `${dirname(manifest.file)}/**`)
  const files = graphs.flatMap(({ manifest }) => manifest.steps.flatMap(filesOf))
  const covered = (path: string) => manifests.some((folder) => path.startsWith(folder.slice(0, -2)))
  const rest = files.map((file) => file.replace(/^\.\//, '')).filter((file) => !covered(file))
  return [...new Set([...manifests, ...rest, '.github/workflows/millrace-*.yml', '.env.example'])].toSorted()
}

/** What is part of the pipeline itself; of the data it reads a pull request says nothing. */
function filesOf(step: Step): string[] {
  return factsOf(step).files.flatMap(({ file, use }) => (use === 'code' ? [file] : []))
}
