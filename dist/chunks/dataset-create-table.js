import { G as unreachable, U as Failure } from "./manifest-json-schema.js";

// src/dataset/page-format.ts
const applicationId = 1296847427;
function lockPage(pageSize) {
	return 1073741824 / pageSize + 1;
}
const longestRecord = 1e9;
const mostColumns = 2e3;
function localSize(payload, usable) {
	const most = usable - 35;
	if (payload <= most) return payload;
	const least = Math.floor((usable - 12) * 32 / 255) - 23;
	const fitted = least + (payload - least) % (usable - 4);
	return fitted <= most ? fitted : least;
}

// src/dataset/create-table.ts
const mostRealDigits = 15;
function storageOf(column) {
	switch (column.type) {
		case "integer":
		case "boolean": return "INTEGER";
		case "real": return "REAL";
		case "decimal": return (column.precision ?? 15) > 15 ? "TEXT" : "REAL";
		case "text":
		case "date":
		case "timestamp":
		case "json": return "TEXT";
		default: return unreachable(column.type);
	}
}
function createTable(table, columns) {
	checkNames(table, columns);
	const lines = columns.map((column) => `  ${columnText(column)}`);
	return `CREATE TABLE ${quoteName(table)} (\n${lines.join(",\n")}\n) STRICT`;
}
function quoteName(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
function columnText(column) {
	const comment = typeComment(column);
	return [
		quoteName(column.name),
		storageOf(column),
		...column.notNull === true ? ["NOT NULL"] : [],
		...comment === void 0 ? [] : [`/* ${comment} */`]
	].join(" ");
}
function typeComment(column) {
	const { type, precision, scale } = column;
	if (type === "decimal") {
		if (precision === void 0 && scale === void 0) return "decimal";
		return `decimal(${precision ?? 15}${scale === void 0 ? "" : `,${scale}`})`;
	}
	if (type === "timestamp") return `timestamp${scale === void 0 ? "" : `(${scale})`}${column.zoned === true ? " zoned" : ""}`;
	return type === "boolean" || type === "date" || type === "json" ? type : void 0;
}
function foldName(name) {
	return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
function checkNames(table, columns) {
	if (table === "" || table.includes("\0") || /^sqlite_/i.test(table)) throw new Failure("dataset/columns", `a table cannot be named ${JSON.stringify(table)}`);
	if (columns.length === 0) throw new Failure("dataset/columns", `${table} has no columns`);
	if (columns.length > 2e3) throw new Failure("dataset/columns", `${table} has ${columns.length} columns; a table holds at most ${mostColumns}`);
	const seen = /* @__PURE__ */ new Map();
	for (const { name } of columns) {
		const folded = foldName(name);
		const same = seen.get(folded);
		if (name === "" || name.includes("\0")) throw new Failure("dataset/columns", `a column of ${table} cannot be named ${JSON.stringify(name)}`);
		if (same !== void 0) throw new Failure("dataset/columns", `${table} has two columns named ${sameName(same, name)}`, { help: "Rename one of them" });
		seen.set(folded, name);
	}
}
function sameName(first, second) {
	const names = `${JSON.stringify(first)} and ${JSON.stringify(second)}`;
	return first === second ? JSON.stringify(first) : `${names}, which SQL cannot tell apart`;
}

export { applicationId as a, longestRecord as c, storageOf as i, mostColumns as l, foldName as n, localSize as o, quoteName as r, lockPage as s, createTable as t };