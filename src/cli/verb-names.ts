/** Every verb, in the order of `--help`, with what it does. */
export const verbs = {
  init: 'write a first pipeline and its workflows',
  validate: 'find every mistake of every manifest at once',
  plan: 'show what would run, in which jobs and waves, and what it would cost',
  run: 'run a pipeline here',
  backfill: 'run a pipeline for each window of a range that is not done',
  runs: 'list past runs, or show one',
  report: 'show what a finished run did, and the issues and comments it means to write',
  workflow: 'write the GitHub workflows that the manifests need',
  next: 'show when a pipeline, or each of them, runs next',
  infer: 'find the columns of a file or of what a step reads, and write them into the manifest',
  schema: 'print the JSON Schema of the manifest',
} as const

export type VerbName = keyof typeof verbs

export function isVerb(name: string): name is VerbName {
  return Object.hasOwn(verbs, name)
}
