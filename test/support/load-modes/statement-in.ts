/** The statement that people are told to run. */
export function statementIn(help = ''): string {
  return /alter table [^;]*/.exec(help)?.[0] ?? ''
}
