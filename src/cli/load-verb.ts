import type { Verb } from './verb.ts'
import type { VerbName } from './verb-names.ts'

const modules: Readonly<Record<VerbName, () => Promise<Verb>>> = {
  init: async () => (await import('./verbs/init.ts')).init,
  validate: async () => (await import('./verbs/validate.ts')).validate,
  plan: async () => (await import('./verbs/plan.ts')).plan,
  run: async () => (await import('./verbs/run.ts')).run,
  backfill: async () => (await import('./verbs/backfill.ts')).backfill,
  runs: async () => (await import('./verbs/runs.ts')).runs,
  report: async () => (await import('./verbs/report.ts')).report,
  workflow: async () => (await import('./verbs/workflow.ts')).workflow,
  next: async () => (await import('./verbs/next.ts')).next,
  infer: async () => (await import('./verbs/infer.ts')).infer,
  schema: async () => (await import('./verbs/schema.ts')).schema,
}

/** Loads a verb's own code and nothing of the others. */
export function loadVerb(name: VerbName): Promise<Verb> {
  return modules[name]()
}
