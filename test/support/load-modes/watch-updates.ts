import type { OpenTarget } from '../load-target.ts'

/** Notes the ids of rows that are updated from now on. */
export async function watchUpdates(database: OpenTarget): Promise<void> {
  await database.run('create table updated (id bigint)')
  const note = 'insert into updated values (new.id)'
  if (database.dialect === 'postgres')
    await database.run(
      `create function note() returns trigger language plpgsql as 'begin ${note}; return new; end'`,
      'create trigger noted after update on people for each row execute function note()',
    )
  else if (database.dialect === 'sqlite')
    await database.run(`create trigger noted after update on people begin ${note}; end`)
  else await database.run(`create trigger noted after update on people for each row ${note}`)
}

export async function updates(database: OpenTarget): Promise<unknown[]> {
  return (await database.run('select id from updated order by id')).map((row) => row['id'])
}
