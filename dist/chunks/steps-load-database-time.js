import { u as sql } from "./vendor/kysely.js";

// src/steps/load/database-time.ts
async function databaseTime(connection, at) {
	await using database = await at.databases.open(connection, at.workspace, at.signal);
	const ms = await database.transaction(void 0, (transaction) => epochMs(transaction));
	return new Date(ms);
}
async function epochMs({ db, dialect }) {
	const query = {
		sqlite: sql`select cast(unixepoch('subsec') * 1000 as integer) as ms`,
		postgres: sql`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
		mysql: sql`select floor(unix_timestamp(now(3)) * 1000) as ms`
	}[dialect];
	const { rows } = await sql`${query}`.execute(db);
	return Number(rows[0]?.ms);
}

export { databaseTime };