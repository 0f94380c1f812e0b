import { V as Failure } from "./dataset-fields-print-number.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { a as readTarget, d as parseTable, s as loadDialects, u as pendingTables } from "./steps-load-target-table.js";
import { u as sql } from "./vendor/kysely.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";

// src/steps/load/is-table-there.ts
function isTableThere(database, table) {
	return database.transaction(void 0, (transaction) => isTableIn(transaction, parseTable(table)));
}
function isTableIn(transaction, table) {
	return readTarget(transaction, table).then((columns) => columns !== void 0, (error) => isOfOtherKind(error) || Promise.reject(error));
}
function isOfOtherKind(error) {
	return error instanceof Failure && error.code === "table/kind";
}
function isFileGone({ url }, workspace) {
	const path = sqlitePath(url);
	return path !== void 0 && !existsSync(resolve(workspace, path));
}

// src/steps/load/same-targets.ts
async function sameTargets(transaction, target, targets) {
	const name = foldedName(target);
	const alike = targets.filter((each) => foldedName(each) === name);
	const others = [...new Set(alike.map(tableOf))].filter((each) => each !== target);
	if (others.length === 0) return alike;
	const { canonical } = loadDialects[transaction.dialect];
	const named = [target, ...others].map((each) => sql`select ${each} as target, ${canonical(parseTable(each))} as name`);
	const { rows } = await sql`${sql.join(named, sql` union all `)}`.execute(transaction.db);
	const own = rows.find((row) => row.target === target)?.name;
	const same = new Set(rows.filter((row) => row.name === own).map((row) => row.target));
	return alike.filter((each) => same.has(tableOf(each)));
}
function tableOf(target) {
	return pendingTables(target).target;
}
function foldedName(target) {
	return parseTable(tableOf(target)).name.toLowerCase();
}

export { isTableThere as i, isFileGone as n, isTableIn as r, sameTargets as t };