// src/diagnostic/failure.ts
var Failure = class Failure extends Error {
	code;
	retryable;
	retryAfterMs;
	help;
	facts;
	constructor(code, message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.name = "Failure";
		this.code = code;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.help = options.help;
		this.facts = options.facts ?? {};
	}
	retold(message, help = this.help) {
		const { code, cause, retryable, retryAfterMs, facts } = this;
		return new Failure(code, message, {
			cause,
			retryable,
			facts,
			...retryAfterMs === void 0 ? {} : { retryAfterMs },
			...help === void 0 ? {} : { help }
		});
	}
};
var Usage = class extends Error {
	help;
	constructor(message, help) {
		super(message);
		this.name = "Usage";
		this.help = help;
	}
};
var Bug = class extends Error {
	constructor(message, options) {
		super(message, options);
		this.name = "Bug";
	}
};
function unreachable(value) {
	throw new Bug(`unexpected case: ${JSON.stringify(value)}`);
}

// src/text/nearest.ts
function nearest(word, candidates) {
	const wanted = word.toLowerCase();
	let best;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
		if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
	}
	return best;
}
function editDistance(from, to, limit) {
	let beforeLast = [];
	let last = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current[column] = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1), swapped ? (beforeLast[column - 2] ?? 0) + 1 : limit);
		}
		if (Math.min(...current) >= limit) return limit;
		beforeLast = last;
		last = current;
	}
	return last[to.length] ?? limit;
}

// src/dataset/column.ts
const columnTypes = [
	"text",
	"integer",
	"decimal",
	"real",
	"boolean",
	"date",
	"timestamp",
	"json"
];

// src/text/quantities.ts
let grouped;
function number(value) {
	if (Number.isInteger(value) && Math.abs(value) < 1e3) return String(value);
	grouped ??= new Intl.NumberFormat("en-US");
	return grouped.format(value);
}
function counted(value, noun) {
	return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
function duration(ms) {
	if (ms < 1e3) return `${Math.round(ms)} ms`;
	if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
	const seconds = Math.round(ms / 1e3);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${padded(seconds % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}
const padded = (value) => String(value).padStart(2, "0");
function dollars(value) {
	return `$${value === 0 || value >= .01 ? value.toFixed(2) : value.toPrecision(1)}`;
}
function rate(count, ms) {
	if (ms < 1 || count < 1e3) return "";
	const perSecond = count * 1e3 / ms;
	if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} M/s`;
	if (perSecond >= 1e4) return `${Math.round(perSecond / 1e3)} k/s`;
	return `${number(Math.round(perSecond))}/s`;
}
function size(bytes) {
	if (bytes < 1e3) return `${bytes} B`;
	const units = [
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes / 1e3;
	let unit = 0;
	while (value >= 1e3 && unit < units.length - 1) [value, unit] = [value / 1e3, unit + 1];
	return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

// src/dataset/file-format/page-format.ts
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
	const { type, precision, scale, open } = column;
	if (type === "decimal") {
		if (precision === void 0 && scale === void 0) return "decimal";
		return `decimal(${`${precision ?? "*"}${scale === void 0 ? "" : `,${scale}`}`})${open === true ? " open" : ""}`;
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

export { nearest as _, applicationId as a, Usage as b, longestRecord as c, dollars as d, duration as f, columnTypes as g, size as h, storageOf as i, mostColumns as l, rate as m, foldName as n, localSize as o, number as p, quoteName as r, lockPage as s, createTable as t, counted as u, Bug as v, unreachable as x, Failure as y };