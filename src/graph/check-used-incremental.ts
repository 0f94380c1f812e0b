import type { Diagnostic } from '../diagnostic/diagnostic.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { type JudgedLoad, judgeLoad, type NamedStep, twice, whyForOthers, whyTwice } from './judge-load.ts'
import { RowsThrough } from './rows-through.ts'
import { isIncremental } from './sees-window.ts'
import type { Manifests } from './used-file.ts'
import { reachedManifests } from './used-manifests.ts'

/**
 * As `checkIncremental`, of rows that an incremental extract of a pipeline hands on to this one, which uses it. Told is
 * what follows from this manifest; what is wrong without it is told of the other. Without recursion in what is used.
 */
export function checkUsedIncremental(manifest: Manifest, used: Manifests): Diagnostic[] {
  const { reached } = reachedManifests(manifest, used)
  if (![...reached.values()].some((one) => one.steps.some(isIncremental))) return []
  const rows = new RowsThrough(used)
  const here = rows.part(manifest)
  return rows.extractsOf(here).flatMap((extract) => {
    if (!extract.name.includes('/')) return []
    const own = rows.loadsOf(here, extract)
    const inner = rows.partsAround(extract, here).flatMap((part) => rows.loadsOf(part, extract))
    const all = [...own, ...inner]
    const [first] = own
    return [
      ...own.flatMap((load) => judgeLoad(extract, load, all.length - 1)),
      ...(first === undefined
        ? []
        : inner.flatMap((load) => joined(extract, { first, load, others: inner.length - 1 }))),
    ]
  })
}

/** A load of the pipeline that is used, which would append each row once if it were the only one. */
function joined(
  extract: NamedStep,
  { first, load, others }: { readonly first: NamedStep; readonly load: JudgedLoad; readonly others: number },
): Diagnostic[] {
  if (load.fills?.mode !== 'append' || whyTwice(extract, load, others) !== undefined) return []
  const [message, help] = twice(load, whyForOthers(extract))
  return [
    {
      code: 'manifest/incremental',
      severity: 'error',
      message: `beside "${first.name}", ${message}`,
      at: { file: first.file, path: [...first.step.path, 'load', 'from'], part: 'value' },
      related: [
        {
          at: { file: load.file, path: [...load.step.path, 'load'], part: 'key' },
          message: `"${load.name}" loads the rows, too`,
        },
      ],
      help: `there, ${help}`,
    },
  ]
}
