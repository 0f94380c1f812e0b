/** SQL as an author gives it: itself, or the path of a `.sql` file, whose text `app/sql-files.ts` fills in. */
export function sqlText(authored: string): { readonly sql: string; readonly file?: string } {
  return /^\S+\.sql$/.test(authored.trim()) ? { sql: '', file: authored } : { sql: authored }
}
