import { planPipeline } from '../app/plan.ts'
import { checkManifests } from '../app/check.ts'
import { checkOptions, planShape } from './check-options.ts'
import { ManifestError } from './manifest-error.ts'
import type { Diagnostic, Plan } from './told.ts'

export interface PlanOptions {
  /** The repository's root; manifests and the paths in them are relative to it. Default: the current folder. */
  readonly workspace?: string
  readonly inputs?: Readonly<Record<string, unknown>>
  /** The moment of the run. Default: now. */
  readonly now?: Date
  /** The date the run is for, e.g. `2026-03-29`. */
  readonly date?: string
  /** Which steps are to run, as with `--select`. */
  readonly select?: string
}

/** Everything that is wrong with these manifests, all of it at once; nothing is run. */
export async function validate(
  files: string | readonly string[],
  { workspace = process.cwd() }: { readonly workspace?: string } = {},
): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await checkManifests(typeof files === 'string' ? [files] : files, workspace)
  return diagnostics
}

/** Plans one run of a manifest. Throws a `ManifestError`, or a `Usage` when an input or the selection does not fit. */
export async function plan(file: string, options: PlanOptions = {}): Promise<Plan> {
  checkOptions(options, planShape)
  const { inputs = {}, workspace = process.cwd(), now = new Date(), date, select } = options
  const planned = await planPipeline({
    file,
    workspace,
    inputs,
    trigger: 'cli',
    runId: 'plan',
    now,
    ...(date === undefined ? {} : { date }),
    ...(select === undefined ? {} : { select }),
  })
  if (!planned.ok) throw new ManifestError(planned.diagnostics)
  const { manifest: _manifest, used: _used, ...told } = planned.plan
  return told
}
