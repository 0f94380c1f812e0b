import type { Manifest, Step } from '../manifest/manifest.ts'
import { findDataset } from '../graph/find-dataset.ts'
import type { Manifests } from '../graph/used-file.ts'
import { factsOf } from '../steps/kinds.ts'
import { nearest } from '../text/nearest.ts'

interface Around {
  readonly manifest: Manifest
  readonly edges: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  readonly used: Manifests
}

/** What to say of a table that a step's query reads and no need of the step makes. */
export function describeTable(
  name: string,
  step: Step,
  { manifest, edges, used }: Around,
): { message: string; help: string } {
  const found = findDataset(name, manifest, used)
  if (found !== undefined && 'lacking' in found) return found.lacking
  const message = `"${name}" is not a need of step "${step.id}"`
  const others = manifest.steps.filter(({ id }) => id !== step.id)
  const other = others.find(({ id }) => plain(id) === plain(name))
  if (other !== undefined && !factsOf(other).makesDataset)
    return {
      message: `"${name}" is a \`${other.kind}\` step that makes no dataset`,
      help: 'read from a step that makes rows',
    }
  if (other !== undefined)
    return { message, help: `add it to needs: \`needs: [${[...needsOf(step), other.id].join(', ')}]\`` }
  const needs = [...(edges.get(step.id)?.keys() ?? [])]
  const near = nearest(name, needs) ?? nearest(plain(name), needs.map(plain))
  if (near !== undefined) return { message: `${message}; did you mean "${near}"?`, help: `write "${near}"` }
  const far = nearest(
    name,
    others.map(({ id }) => id),
  )
  if (far !== undefined)
    return { message: `${message}; did you mean step "${far}"?`, help: `write "${far}", and add it to needs` }
  return {
    message,
    help:
      needs.length === 0
        ? 'add `needs:` with the steps whose rows it reads'
        : `its needs are ${needs.join(', ')}`,
  }
}

function needsOf({ needs }: Step): readonly string[] {
  return needs
}

function plain(name: string): string {
  return name.replaceAll('-', '_').toLowerCase()
}
