import { verbs } from './verb-names.ts'

/** What follows a verb on the command line. */
const operands: Readonly<Record<string, string>> = {
  validate: ' [PATH…]',
  plan: ' PIPELINE',
  run: ' PIPELINE',
  runs: ' [RUN]',
  report: ' RUN',
  next: ' [PIPELINE]',
}

/** What `millrace --help` prints. */
export function helpText(): string {
  const lines = Object.entries(verbs).map(
    ([name, does]) => `  ${`${name}${operands[name] ?? ''}`.padEnd(17)} ${does}`,
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
