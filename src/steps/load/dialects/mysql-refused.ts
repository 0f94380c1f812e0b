/** Of what a user may not do: with the database, or with a table. */
const refused: readonly unknown[] = [1044, 1142]

/** What the work answers; nothing where the user has no right to do it. */
export async function whereAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error) || !refused.includes(Reflect.get(error, 'errno'))) throw error
    return undefined
  }
}
