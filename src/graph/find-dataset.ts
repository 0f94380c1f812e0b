import type { Manifest, Step } from '../manifest/manifest.ts'
import { stepsById } from '../manifest/steps-by-id.ts'
import { nearest } from '../text/nearest.ts'
import { datasetStep } from './dataset-names.ts'
import { type Manifests, type UsesStep, isUses, usedFile } from './used-file.ts'

/** Where a dataset comes from, by the name that a step of a manifest knows it by; or why there is none. */
export type FoundDataset =
  /** The step that makes it, and the manifest that this one stands in. `mapped`: once for each leg of a pipeline. */
  | { readonly maker: Step; readonly manifest: Manifest; readonly mapped: boolean }
  | { readonly lacking: { readonly message: string; readonly help: string } }
  /** Too little could be read to tell, or the step is not there, which is told elsewhere. */
  | undefined

/** Follows a name like `clean/daily` through the pipelines that are used to the step that makes the rows. */
export function findDataset(name: string, manifest: Manifest, used: Manifests): FoundDataset {
  return follow(name, manifest, used, new Set())
}

function follow(name: string, manifest: Manifest, used: Manifests, way: ReadonlySet<string>): FoundDataset {
  const id = datasetStep(name)
  const step = stepsById(manifest).get(id)
  if (step === undefined || way.has(manifest.file)) return undefined
  if (!isUses(step)) return ofStep(name, step, manifest)
  const child = used.get(usedFile(step))
  if (child === undefined) return undefined
  const made = declared(name, step, child)
  if (typeof made !== 'string') return made
  const found = follow(made, child, used, new Set([...way, manifest.file]))
  return found !== undefined && 'maker' in found && step.strategy !== undefined
    ? { ...found, mapped: true }
    : found
}

function ofStep(name: string, step: Step, manifest: Manifest): FoundDataset {
  if (name === step.id) return { maker: step, manifest, mapped: false }
  const message = `"${step.id}" is a \`${step.kind}\` step: it has one dataset, called "${step.id}"`
  return { lacking: { message, help: `write "${step.id}"` } }
}

/** The step that makes the dataset inside the pipeline that is used. */
function declared(name: string, step: UsesStep, child: Manifest): string | FoundDataset {
  const names = Object.keys(child.datasets)
  const [only = ''] = names
  const asked = name === step.id ? only : name.slice(step.id.length + 1)
  if (names.length === 0) {
    const message = `"${step.id}" hands on no dataset: ${child.file} declares none`
    return { lacking: { message, help: `add \`datasets: { rows: STEP }\` to ${child.file}` } }
  }
  const all = names.map((each) => `"${step.id}/${each}"`).join(', ')
  if (name === step.id && names.length > 1)
    return {
      lacking: { message: `"${step.id}" hands on ${names.length} datasets`, help: `write one of ${all}` },
    }
  if (Object.hasOwn(child.datasets, asked)) return child.datasets[asked]
  const near = nearest(asked, names)
  const hint = near === undefined ? '' : `; did you mean "${step.id}/${near}"?`
  return {
    lacking: {
      message: `"${asked}" is not a dataset of ${child.file}${hint}`,
      help: near === undefined ? `write one of ${all}` : `write "${step.id}/${near}"`,
    },
  }
}
