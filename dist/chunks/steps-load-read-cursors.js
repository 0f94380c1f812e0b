import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as CursorLedger } from "./steps-load-cursor-ledger.js";
import { a as readTarget, d as parseTable } from "./steps-load-target-table.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";

// src/steps/load/read-cursors.ts
async function readCursors(places, at) {
	const kept = /* @__PURE__ */ new Map();
	for (const [, beside] of Map.groupBy(places, ({ connection }) => JSON.stringify(connection))) {
		const [{ connection } = { connection: void 0 }] = beside;
		for (const { step } of beside) kept.set(step, void 0);
		if (connection === void 0 || isUnmade(connection, at)) continue;
		await using database = await at.databases.open(connection, at.workspace, at.signal);
		await readFrom(database, beside, at, kept);
	}
	return kept;
}
async function readFrom(database, places, { pipeline, source }, kept) {
	await database.transaction(void 0, async (transaction) => {
		const ledger = new CursorLedger(transaction);
		if (!await ledger.exists()) return;
		const found = await ledger.read({
			pipeline,
			source
		});
		for (const { step, isMapped = false, table } of places) {
			if (table !== void 0 && await readTarget(transaction, parseTable(table)) === void 0) continue;
			const own = [...found].filter(([name]) => isMapped ? name.startsWith(`${step}[`) : name === step);
			if (own.length > 0) kept.delete(step);
			for (const [name, value] of own) kept.set(name, value);
		}
	});
}
function isUnmade({ url }, { workspace }) {
	const path = sqlitePath(url);
	return path !== void 0 && (path === ":memory:" || !existsSync(resolve(workspace, path)));
}

export { readCursors };