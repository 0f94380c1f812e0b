import { T as quoteName } from "./dataset-fields-print-number.js";
import { n as registerFunctions, t as Guard } from "./steps-sql-guard.js";
import { DatabaseSync } from "node:sqlite";

// src/steps/sql/query-compiler.ts
var QueryCompiler = class {
	#database = new DatabaseSync(":memory:");
	#guard = new Guard();
	constructor() {
		registerFunctions(this.#database);
		this.#database.setAuthorizer((action, first, second, name) => this.#guard.judge(action, first, second, name));
	}
	get functions() {
		this.#guard.arm(void 0);
		return this.#database.prepare("select distinct name from pragma_function_list order by name").all().map(({ name }) => String(name));
	}
	setTables(tables, aliases) {
		this.#guard.arm(void 0);
		if (this.#database.isTransaction) this.#database.exec("rollback");
		try {
			this.#database.exec(`begin; ${[...tables.map(createTable), ...aliases ? views(tables) : []].join("; ")}`);
			return true;
		} catch {
			return false;
		}
	}
	compile(sql) {
		this.#guard.arm({});
		try {
			return { columns: this.#database.prepare(sql).columns().map(({ name }) => name) };
		} catch (error) {
			const { refused } = this.#guard;
			return {
				error: error instanceof Error ? error.message : String(error),
				...refused === void 0 ? {} : { refused }
			};
		}
	}
	[Symbol.dispose]() {
		this.#database.close();
	}
};
function createTable({ name, columns }) {
	return `create table ${quoteName(name)} (${columns.map(quoteName).join(", ")})`;
}
function views(tables) {
	const taken = new Set(tables.map(({ name }) => name));
	return tables.flatMap(({ name }) => {
		const alias = name.replaceAll("-", "_");
		if (taken.has(alias)) return [];
		taken.add(alias);
		return [`create temp view ${quoteName(alias)} as select * from ${quoteName(name)}`];
	});
}

export { QueryCompiler };