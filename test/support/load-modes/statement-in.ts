/** The statement that people are told to run. */
export function statementIn(help = ''): string {
  return /\((alter table .*)\), or/.exec(help)?.[1] ?? /alter table [^;]*/.exec(help)?.[0] ?? ''
}
