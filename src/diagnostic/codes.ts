/**
 * Every code a diagnostic can carry: a contract with whoever filters on them. A test demands for each a section
 * in `docs/diagnostics.md` and a folder in `test/cases/` that triggers it.
 */
export const codes = {
  'source/unreadable': { title: 'The file cannot be read' },
  'source/too-large': { title: 'The manifest is too large' },
  'source/syntax': { title: 'The YAML does not parse' },
  'source/duplicate-key': { title: 'A key is written twice' },
  'manifest/unknown-key': { title: 'A key that does not exist' },
  'manifest/missing-key': { title: 'A key that must be there is missing' },
  'manifest/wrong-type': { title: 'A value of the wrong type or out of range' },
  'manifest/step-kind': { title: 'A step has no kind, or more than one' },
  'manifest/conflict': { title: 'Keys that do not go together' },
  'manifest/name': { title: 'A name that GitHub or a file system would refuse' },
  'manifest/inputs': { title: 'An input that GitHub or the pipeline cannot take' },
  'manifest/connection': { title: 'A connection that nobody declares' },
  'manifest/unused-connection': { title: 'A connection that no step uses' },
  'manifest/file': { title: 'A file that is not there' },
  'schedule/cron': { title: 'A cron expression that GitHub would refuse' },
  'schedule/too-often': { title: 'A schedule finer than five minutes' },
  'schedule/timezone': { title: 'A time zone that does not exist' },
  'graph/missing-need': { title: 'A need that no step meets' },
  'graph/cycle': { title: 'Steps that wait for each other' },
  'graph/no-dataset': { title: 'A dataset that nobody makes' },
  'checks/column': { title: 'A column that the dataset does not have' },
  'expression/syntax': { title: 'An expression that does not parse' },
  'expression/unknown': { title: 'An expression that names what does not exist' },
  'expression/not-here': { title: 'An expression where none can stand' },
  'expression/script': { title: 'An expression inside a script' },
  'expression/secret-in-sql': { title: 'A secret inside SQL' },
  'diagnostic/more': { title: 'More mistakes than are shown' },
} as const satisfies Record<string, { readonly title: string }>

export type Code = keyof typeof codes
