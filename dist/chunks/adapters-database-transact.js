import { B as Bug } from "./dataset-fields-print-number.js";
import { u as sql } from "./vendor/kysely.js";
import { r as tableId } from "./steps-sql-identifier.js";
import { a as exactCollation, i as mysqlRowKey, n as copyType, s as mysqlType } from "./dataset-encode-encode-copy.js";
import { t as collect } from "./steps-collect.js";

// src/adapters/database/collect-young.ts
const collectEvery = 4 << 20;
var CollectYoung = class {
	#bytes = 0;
	#after({ rows, columns, end }) {
		this.#bytes += end[rows * columns - 1] ?? 0;
		if (this.#bytes < collectEvery) return;
		this.#bytes = 0;
		collect("minor");
	}
	*over(batches) {
		for (const batch of batches) {
			yield batch;
			this.#after(batch);
		}
	}
};

// src/adapters/database/staged-table.ts
const staged = { name: "_millrace_staged" };
const words = {
	postgres: {
		typeOf: copyType,
		end: async () => " on commit drop"
	},
	mysql: {
		typeOf: mysqlType,
		rowKey: mysqlRowKey,
		end: async (db) => ` character set utf8mb4 collate ${await exactCollation(db)}`,
		drop: "drop temporary table if exists"
	},
	sqlite: {
		typeOf: () => "",
		end: async () => "",
		drop: "drop table if exists"
	}
};
async function makeStaged(db, dialect, columns) {
	const { typeOf, rowKey, end, drop } = words[dialect];
	const lines = columns.map((column) => sql`${sql.id(column.name)} ${sql.raw(typeOf(column))}`);
	const names = columns.map(({ name }) => name);
	const keys = rowKey === void 0 ? [] : await rowKey(db, names);
	if (drop !== void 0) await sql`${sql.raw(drop)} ${tableId(staged)}`.execute(db);
	await sql`create temporary table ${tableId(staged)} (${sql.join([...lines, ...keys])})${sql.raw(await end(db))}`.execute(db);
}

// src/adapters/database/staging.ts
function staging(dataset) {
	if (dataset === void 0) throw new Bug("a transaction without a dataset has nothing to stage");
	return dataset;
}

// src/adapters/database/transact.ts
async function transact(kysely, work) {
	let first;
	try {
		return await kysely.transaction().execute(async (db) => {
			try {
				return await work(db);
			} catch (error) {
				first = { error };
				throw error;
			}
		});
	} catch (error) {
		throw first === void 0 ? error : first.error;
	}
}

export { CollectYoung as a, staged as i, staging as n, makeStaged as r, transact as t };