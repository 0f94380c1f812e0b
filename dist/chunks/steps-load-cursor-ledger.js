import { u as sql } from "./vendor/kysely.js";
import { r as tableId } from "./steps-sql-identifier.js";
import { n as ledgerText, t as createLedger } from "./steps-load-ledger-table.js";

// src/steps/load/cursor-ledger.ts
const table = { name: "_millrace_cursors" };
var CursorLedger = class {
	#transaction;
	constructor(transaction) {
		this.#transaction = transaction;
	}
	async prepare() {
		const { db, dialect } = this.#transaction;
		if (await this.exists()) return;
		if (dialect === "postgres") await sql`select pg_advisory_xact_lock(hashtext(${table.name}))`.execute(db);
		const text = ledgerText(dialect);
		const made = db.schema.createTable(table.name).addColumn("pipeline", text, (column) => column.notNull()).addColumn("step", text, (column) => column.notNull()).addColumn("source", text, (column) => column.notNull()).addColumn("value", text, (column) => column.notNull()).addColumn("at", text, (column) => column.notNull()).addPrimaryKeyConstraint("_millrace_cursors_key", [
			"pipeline",
			"step",
			"source"
		]);
		await createLedger(made, dialect);
	}
	async exists() {
		const { db, dialect } = this.#transaction;
		return (await {
			sqlite: sql`select 1 from sqlite_schema where type = 'table' and name = ${table.name}`,
			postgres: sql`select 1 where to_regclass(${table.name}) is not null`,
			mysql: sql`select 1 from information_schema.tables
        where table_schema = database() and table_name = ${table.name}`
		}[dialect].execute(db)).rows.length > 0;
	}
	async read({ pipeline, source }) {
		const { rows } = await sql`
      select step, value from ${tableId(table)} where pipeline = ${pipeline} and source = ${source}`.execute(this.#transaction.db);
		return new Map(rows.map(({ step, value }) => [String(step), String(value)]));
	}
	async take({ pipeline, step, source }) {
		const { db, dialect } = this.#transaction;
		if (dialect === "postgres") await sql`select pg_advisory_xact_lock(hashtext(${JSON.stringify([
			pipeline,
			step,
			source
		])}))`.execute(db);
		const { rows } = await sql`
      select value from ${tableId(table)}
      where pipeline = ${pipeline} and step = ${step} and source = ${source}
      ${dialect === "mysql" ? sql`for update` : sql``}`.execute(db);
		const [row] = rows;
		return row === void 0 ? void 0 : String(row.value);
	}
	async write({ pipeline, step, source }, { value, at }) {
		const { db } = this.#transaction;
		await sql`delete from ${tableId(table)}
      where pipeline = ${pipeline} and step = ${step} and source = ${source}`.execute(db);
		await sql`insert into ${tableId(table)} (pipeline, step, source, value, at)
      values (${pipeline}, ${step}, ${source}, ${value}, ${at})`.execute(db);
	}
};

export { CursorLedger as t };