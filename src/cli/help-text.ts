import { verbs } from './verb-names.ts'

const synopses: Readonly<Record<keyof typeof verbs, string>> = {
  init: 'init',
  validate: 'validate [PATH…]',
  plan: 'plan PIPELINE',
  run: 'run PIPELINE',
  report: 'report RUN',
  workflow: 'workflow',
  next: 'next PIPELINE',
  schema: 'schema',
}

/** What `millrace --help` prints. */
export function helpText(): string {
  const width = Math.max(...Object.values(synopses).map((synopsis) => synopsis.length))
  const lines = Object.entries(verbs).map(
    ([name, does]) => `  ${synopses[name as keyof typeof verbs].padEnd(width)}  ${does}`,
  )
  return `Data pipelines that live in a repository and run on GitHub Actions.

Usage: millrace <verb> [options]

${lines.join('\n')}

PIPELINE is the path of a manifest, or its name: daily is pipelines/daily.yml.
RUN is the id that a run prints, or "latest".

  millrace <verb> --help   what a verb takes
  millrace --version       the version

Exit status: 0 done, 1 mistakes in a manifest, 2 the run failed, 3 degraded,
64 wrong usage, 70 a bug.
`
}
