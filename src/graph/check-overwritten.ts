import type { Diagnostic, Place } from '../diagnostic/diagnostic.ts'
import type { Manifest, Step } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { factsOf } from '../steps/kinds.ts'
import { type Readers, isCode, plainPath, readsAnyTime, replacedSource } from './overwritten.ts'
import type { Edges } from './resolve-needs.ts'

/** Loads into a file that the pipeline is made of, or that its rows are read from. Of expressions the run tells. */
export function checkOverwritten(manifest: Manifest, edges: Edges): Diagnostic[] {
  const around: Readers = { steps: stepsById(manifest), edges, sourcesOf: literalSources }
  return manifest.steps.flatMap((step): Diagnostic[] => {
    const { writes } = factsOf(step)
    if (writes === undefined || writes.file.includes('${{')) return []
    const at: Place = { file: manifest.file, path: [...step.path, step.kind, ...writes.path], part: 'value' }
    return judge(step, plainPath(writes.file), { manifest, around, at })
  })
}

function judge(
  step: Step,
  file: string,
  { manifest, around, at }: { readonly manifest: Manifest; readonly around: Readers; readonly at: Place },
): Diagnostic[] {
  const wrong = { code: 'graph/overwritten', severity: 'error', at } as const
  if (isCode(file, manifest))
    return [{ ...wrong, message: `step "${step.id}" replaces "${file}", which is part of a pipeline`, help }]
  const source = replacedSource(step, file, around)
  if (source !== undefined)
    return [
      {
        ...wrong,
        message: `step "${step.id}" replaces "${file}", which its rows are read from by "${source.id}"`,
        related: [{ at: placeOf(source, manifest), message: `"${source.id}" reads it here` }],
        help,
      },
    ]
  return readsAnyTime(step, file, around)
    .slice(0, 1)
    .map((reader) => ({
      ...wrong,
      message: `"${reader.id}" reads "${file}", and it is not said whether before or after step "${step.id}" replaces it`,
      related: [{ at: placeOf(reader, manifest), message: `"${reader.id}" reads it here` }],
      help: 'write another file, or let one of them need the other',
    }))
}

const help = 'write another file, e.g. in `out/`'

function placeOf(step: Step, { file }: Manifest): Place {
  return { file, path: [...step.path, step.kind], part: 'key' }
}

function literalSources(step: Step): readonly string[] {
  return factsOf(step).files.flatMap(({ file, use }) =>
    use === 'source' && !file.includes('${{') ? [file] : [],
  )
}
