/**
 * Every code a diagnostic can carry: a contract with whoever filters on them. A test demands for each a section
 * in `docs/diagnostics.md` and a folder in `test/cases/` that triggers it.
 */
export const codes = {
  'source/unreadable': {
    title: 'The file cannot be read',
    why: 'It is missing, a directory, empty, binary, or not UTF-8.',
  },
  'source/too-large': {
    title: 'The manifest is too large',
    why: 'A manifest has at most 16 MiB, and its aliases expand to at most a million values.',
  },
  'source/syntax': {
    title: 'The YAML does not parse',
    why: 'All syntax mistakes of the file are told; the rest of it is judged once it parses.',
  },
  'source/duplicate-key': {
    title: 'A key is written twice',
    why: 'YAML forbids it, and of two values one would be lost in silence. So are steps with the same id.',
  },
  'manifest/unknown-key': {
    title: 'A key that does not exist',
    why: 'A misspelt key would otherwise do nothing, unseen.',
  },
  'manifest/missing-key': {
    title: 'A key that must be there is missing',
    why: 'Without it there is nothing to do, or no telling what.',
  },
  'manifest/wrong-type': {
    title: 'A value of the wrong type or out of range',
    why: 'The message says what was expected and what was found.',
  },
  'manifest/step-kind': {
    title: 'A step has no kind, or more than one',
    why: 'A step does exactly one of extract, transform, load, run.',
  },
  'manifest/conflict': {
    title: 'Keys that do not go together',
    why: 'Each is fine alone; together one of them would be ignored.',
  },
  'manifest/name': {
    title: 'A name that GitHub or a file system would refuse',
    why: 'Names become job ids, artifact names, files and tables, on systems that ignore case. So does the name of the manifest.',
  },
  'manifest/inputs': {
    title: 'An input that GitHub or the pipeline cannot take',
    why: 'The manual-run form of GitHub takes 25 inputs, and each value must fit its type.',
  },
  'manifest/connection': {
    title: 'A connection that nobody declares',
    why: 'A load can only go into a connection that the manifest declares.',
  },
  'manifest/unused-connection': {
    title: 'A connection that no step uses',
    why: 'Its secret would be handed to runs that do not need it. A warning.',
  },
  'manifest/pool': {
    title: 'A pool that nobody declares',
    why: 'A step can only take a place in a pool that the manifest declares.',
  },
  'manifest/unused-pool': {
    title: 'A pool that no step is in',
    why: 'It limits nothing, which is hardly what was meant. A warning.',
  },
  'manifest/strategy': {
    title: 'Legs that cannot be told apart from a mistake',
    why: 'A matrix has at least one leg, and `exclude` names what is there.',
  },
  'manifest/retry': {
    title: 'Retries that cannot be as they are written',
    why: 'A pattern that is none is an error; retries that never come are a warning.',
  },
  'manifest/append': {
    title: 'A load that adds its rows with each run',
    why: 'Without `mode` a load appends: the next run, unlike a retry, adds the same rows again. A warning.',
  },
  'manifest/cache': {
    title: 'A cache of what does not last',
    why: 'What a tear-down removes is not there in the next run: an error. What a URL answers may change without a sign: a warning.',
  },
  'manifest/incremental': {
    title: 'An incremental extract whose rows would be lost or doubled',
    why: 'Each run reads only what is new, and some of it again: its loads must add to what is there, by key where rows come twice.',
  },
  'manifest/missing': {
    title: 'A load that could take rows put aside for missing ones',
    why: 'Rows that were rejected or put in quarantine are not missing in the source. `missing: delete` and `mark` fail in a run that puts rows aside: a warning.',
  },
  'manifest/file': {
    title: 'A file that is not there',
    why: 'Modules, SQL and local sources are looked up in the repository, unless an earlier step may make them.',
  },
  'manifest/timeout': {
    title: 'A time-out that no job could wait for',
    why: 'GitHub ends a job on its own runners after 360 minutes and on others after five days, whatever was asked for.',
  },
  'schedule/cron': {
    title: 'A cron expression that GitHub would refuse',
    why: 'GitHub takes five fields, and would otherwise drop the schedule.',
  },
  'schedule/too-often': {
    title: 'A schedule finer than five minutes',
    why: 'GitHub starts no schedule more often than every five minutes.',
  },
  'schedule/timezone': {
    title: 'A time zone that does not exist',
    why: 'Time zones are those of the IANA database.',
  },
  'schedule/same-cron': {
    title: 'Two schedules with one cron expression',
    why: 'GitHub tells a run nothing of its schedule but the expression: time zone and inputs are those of the first.',
  },
  'schedule/catch-up': {
    title: 'Ticks made up for by runs that do not wait for each other',
    why: 'With `catch-up: all` each run takes the oldest tick that had none, which holds as long as there is one run at a time (`concurrency: queue`, the default).',
  },
  'graph/missing-need': {
    title: 'A need that no step meets',
    why: 'The step would wait for something that never comes.',
  },
  'graph/cycle': {
    title: 'Steps that wait for each other',
    why: 'None of these steps could ever start. Each knot is told once, with the place of every need.',
  },
  'graph/recursion': {
    title: 'A pipeline that uses itself',
    why: 'It would never end. The message shows the way around: which file uses which.',
  },
  'graph/used-pipeline': {
    title: 'A used pipeline with mistakes',
    why: 'A pipeline that uses it can be neither planned nor run. Its own mistakes are told in its own file.',
  },
  'graph/too-large': {
    title: 'Pipelines inside pipelines that become too many',
    why: 'What a pipeline uses is written into it: at most 10 levels deep, 100,000 steps in all.',
  },
  'graph/below-join': {
    title: 'A step below the join of a branch that is skipped with the branch',
    why: 'A step without `if` looks at all steps above it, so it is skipped with a branch that was not taken, and the run is green. A warning.',
  },
  'graph/no-dataset': {
    title: 'A dataset that nobody makes',
    why: 'Only extracts, transforms and scripts with an `output` hand rows on.',
  },
  'graph/input-name': {
    title: 'Two needs that a script would find under one name',
    why: 'The path of each need is in an environment variable, whose name has neither case nor dashes.',
  },
  'graph/same-target': {
    title: 'Two steps, or all legs of one, that write the same file or replace the same table',
    why: 'What the first wrote would be gone, and which is the first is not said. Steps with an `if` may be alternatives.',
  },
  'graph/overwritten': {
    title: 'A load that replaces a file its pipeline is made of, or reads',
    why: 'The source would be gone, or the next run would read what this one made of it. A file may grow: with rows of another source beside its own it may be written again. Told of what is written out; where an expression names the file, the step fails.',
  },
  'checks/column': {
    title: 'A column that the dataset does not have',
    why: 'Told when the columns are declared; else it is found when the step runs.',
  },
  'checks/type': {
    title: 'A check that does not go with the type of its column',
    why: 'Of texts the letters would be compared, so that a `range` of numbers could be kept by any value. Told when the columns are declared; else it is found when the step runs.',
  },
  'sql/syntax': {
    title: 'SQL that does not parse',
    why: 'Queries are compiled by the SQLite that runs them, against empty tables of their needs.',
  },
  'sql/not-a-query': {
    title: 'SQL that is not one query',
    why: 'A transform or a check is one `select`, `with` or `values`: it only reads.',
  },
  'sql/unknown-table': {
    title: 'A table that the query cannot see',
    why: 'A transform sees the datasets of its needs by the names of their steps; a check sees the rows it judges.',
  },
  'sql/unknown-column': {
    title: 'A column that no table of the query has',
    why: 'Told when the columns are declared, or follow from the query of an earlier step; else it is found when the step runs.',
  },
  'sql/unknown-function': {
    title: 'A function that does not exist',
    why: "There are SQLite's own functions and those of `docs/sql.md`.",
  },
  'sql/long-decimal': {
    title: 'A decimal past 15 digits that is taken for a number',
    why: 'SQLite keeps such a decimal as text, so that no digit is lost: by `<`, `max` and `order by` its letters are compared, and `sum` rounds. There are `decimal_cmp`, `decimal_max`, `decimal_key`, `decimal_sum` and others (`docs/sql.md`).',
  },
  'sql/text-sum': {
    title: 'Texts that are added up',
    why: 'SQLite adds what number each text begins with, without a word: of `1.250,50` that is 1.25, of `n/a` 0. A column of numbers is text when some value is no number as its source writes them; `millrace infer` shows which.',
  },
  'sql/duplicate-column': {
    title: 'Two columns of one name',
    why: 'What a query selects becomes a dataset, whose columns have each a name of their own, letter case aside.',
  },
  'module/syntax': {
    title: 'A module that Node could not run',
    why: "TypeScript is read by Node's own parser, which removes types and nothing else.",
  },
  'module/export': {
    title: 'A function that its module does not export',
    why: 'Modules are read, not run: one that hands on all of another module is not judged.',
  },
  'expression/syntax': {
    title: 'An expression that does not parse',
    why: "Expressions are read by GitHub's own parser.",
  },
  'expression/unknown': {
    title: 'An expression that names what does not exist',
    why: 'In a workflow an unknown name is empty in silence; here it is a mistake.',
  },
  'expression/not-here': {
    title: 'An expression where none can stand',
    why: 'What an expression can name depends on where it stands, as in a workflow.',
  },
  'expression/script': {
    title: 'An expression inside a script',
    why: 'An expression in a script is script injection; environment variables are not.',
  },
  'expression/secret-in-sql': {
    title: 'A secret inside SQL',
    why: 'Datasets are kept as artifacts, and must not hold secrets.',
  },
  'diagnostic/more': {
    title: 'More mistakes than are shown',
    why: 'Of each file the first 200 mistakes are told, and the rest counted.',
  },
} as const satisfies Record<string, { readonly title: string; readonly why: string }>

export type Code = keyof typeof codes
