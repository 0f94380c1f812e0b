import { r as hashOf } from "./cache-cache-key.js";
import { t as hashFile } from "./cache-hash-file.js";
import { G as number, H as counted, N as quoteName, nn as Failure, tn as Bug } from "./source-unclosed.js";
import { n as requireAllowedEmpty } from "./steps-extract-read-dataset.js";
import { t as createDatasetFile } from "./dataset-dataset-file.js";
import { n as heldWindow, o as windowLabel, r as isBefore, t as earlier } from "./steps-window.js";
import { t as fieldKind } from "./dataset-batch.js";
import { a as timestamp, i as scanTimestamp, r as isDate } from "./dataset-time-field.js";
import { n as glob, r as isDynamicPattern } from "./vendor/tinyglobby.js";
import { t as requireInside } from "./steps-inside.js";
import { i as spoolIfChanged, r as spoolAll, t as canBeUnchanged } from "./steps-extract-spool.js";
import { resolve } from "node:path";

// src/steps/extract/narrow-to-window.ts
async function narrowToWindow(outcome, read, context) {
	const { dataset, rows } = outcome;
	const settled = bySender(read);
	const seen = dataset === void 0 ? void 0 : await narrowed(dataset, settled, read.incremental, context);
	const window = {
		...settled,
		...seen?.end
	};
	const outside = seen?.outside ?? 0;
	const made = dataset === void 0 ? {} : { dataset: {
		...dataset,
		rows: dataset.rows - outside
	} };
	if (outside > 0) context.log(`${counted(outside, "row")} outside of the window left out`);
	return {
		...outcome,
		...made,
		...rows === void 0 ? {} : { rows: {
			...rows,
			loaded: rows.loaded - outside,
			filtered: rows.filtered + outside
		} },
		window: read.rejected.areAllRead(rows?.rejected ?? 0) ? heldBack(window, read.rejected.least(window.from)) : heldWindow(window),
		note: [outcome.note, `window ${windowLabel(window)}`].filter((note) => note !== void 0).join("; ")
	};
}
function bySender({ window, incremental, sentAt }) {
	if (sentAt === void 0 || window.kind !== "time") return window;
	const settled = new Date(sentAt.getTime() - incremental.settleMs).toISOString();
	if (!isBefore("time", settled, window.to)) return window;
	if (incremental.windowMs !== void 0) throw early(window, settled);
	const to = isBefore("time", settled, window.from) ? window.from : settled;
	return {
		...window,
		to,
		cursor: to
	};
}
function early({ source, to }, settled) {
	return new Failure("window/early", `the window of "${source}" ends at ${to}, but its server has settled only what is older than ${settled}`, {
		retryable: true,
		help: "Give the window some time with `settle`, more than the clocks differ by"
	});
}
function heldBack(window, least) {
	const { cursor } = window;
	if (cursor === void 0 || least === void 0) return window;
	return {
		...window,
		cursor: earlier(window.kind, cursor, least)
	};
}
async function narrowed(dataset, window, { cursor, kind }, { ports, signal }) {
	if (cursor === void 0) return {
		outside: 0,
		end: {}
	};
	if (dataset.rows === 0) return {
		outside: 0,
		end: integerEnd(window, void 0)
	};
	const column = requireColumn(dataset, cursor, kind);
	const value = comparable(column);
	const to = column.type === "date" ? `${window.to.slice(0, 10)}T00:00:00.000Z` : window.to;
	const table = quoteName(dataset.tableName ?? dataset.name);
	await using session = await ports.sqlite.open({
		path: dataset.path,
		unpublished: true
	}, signal);
	const inside = `(${value}) >= ? and (${value}) < ?`;
	const bounds = [window.from, to].map((each) => kind === "integer" ? BigInt(each) : each.slice(0, -1));
	const { rows } = await session.query({
		sql: `select count(*) - count(${quoteName(cursor)}) as nulls,
      count(*) - coalesce(sum(${inside}), 0) as outside,
      max(iif(${inside}, ${value}, null)) as most from ${table}`,
		parameters: [...bounds, ...bounds]
	});
	const { nulls = 0, outside = 0, most } = rows[0] ?? {};
	if (Number(nulls) > 0) throw withoutCursor(Number(nulls), dataset, cursor);
	if (Number(outside) > 0) await remove(session, `${table} where not (${inside})`, bounds);
	const end = kind === "integer" ? integerEnd(window, most) : to === window.to ? {} : {
		to,
		cursor: to
	};
	return {
		outside: Number(outside),
		end
	};
}
async function remove(session, what, parameters) {
	await session.query({
		sql: `delete from ${what}`,
		parameters
	});
	await session.query({ sql: "vacuum" });
}
function integerEnd({ kind, from }, most) {
	if (kind !== "integer") return {};
	const to = typeof most === "bigint" || typeof most === "number" ? String(BigInt(most) + 1n) : from;
	return {
		to,
		cursor: to
	};
}
function requireColumn({ name, columns }, cursor, kind) {
	const column = columns.find((each) => each.name === cursor);
	if (column === void 0) throw new Failure("window/column", `"${name}" has no column "${cursor}" for its cursor`, { help: `Its columns are ${columns.map((each) => each.name).join(", ")}` });
	if (kind === "integer" ? column.type === "integer" : /^(?:timestamp|date)$/.test(column.type)) return column;
	throw new Failure("window/column", `the cursor "${cursor}" of "${name}" is ${column.type}`, { help: kind === "integer" ? "Let it be an integer column, or start at a date" : "Declare it under `columns` as timestamp or date, or start at an integer" });
}
function withoutCursor(nulls, { name }, cursor) {
	return new Failure("window/null", `${number(nulls)} of the rows of "${name}" ${nulls === 1 ? "has" : "have"} no "${cursor}", so no window holds them`, { help: `Declare it \`not null\` to have such rows rejected, or leave them out at the source` });
}
function comparable({ name, type }) {
	const column = quoteName(name);
	if (type === "integer") return column;
	if (type === "date") return `${column} || 'T00:00:00.000'`;
	return `substr(${column}, 1, 10) || 'T' || substr(${column}, 12, 8) || '.' || ${`iif(substr(${column}, 20, 1) = '.', substr(rtrim(${column}, 'Z') || '000', 21, 3), '000')`}`;
}

// src/steps/extract/rejected-cursors.ts
var RejectedCursors = class {
	#kind;
	#values = [];
	#seen = 0;
	constructor({ kind }) {
		this.#kind = kind;
	}
	over(batch, column, onReject) {
		const lines = batch.line?.slice(0, batch.rows);
		const cursors = column < 0 ? void 0 : cursorsOf(batch, column, this.#kind);
		return (reject) => {
			if (lines !== void 0 && cursors !== void 0) this.#note(lines, cursors, reject);
			onReject(reject);
		};
	}
	areAllRead(rejected) {
		return rejected <= this.#seen;
	}
	least(from) {
		return this.#values.filter((value) => !isBefore(this.#kind, value, from)).reduce((least, value) => least === void 0 || isBefore(this.#kind, value, least) ? value : least, void 0);
	}
	#note(lines, cursors, { line }) {
		const found = [];
		for (const [row, value] of cursors.entries()) {
			if (lines[row] !== line) continue;
			if (value === void 0) return;
			found.push(value);
		}
		if (found.length === 0) return;
		this.#seen += 1;
		this.#values.push(...found);
	}
};
function cursorsOf(batch, column, kind) {
	return Array.from({ length: batch.rows }, (_, row) => cursorText(batch, row * batch.columns + column, kind));
}
function cursorText(batch, at, kind) {
	const { bytes } = batch;
	const [from = 0, to = 0] = [batch.start[at], batch.end[at]];
	if (batch.kind[at] === fieldKind.null) return void 0;
	const text = bytes.toString("latin1", from, to);
	if (kind === "integer") return /^[+-]?\d{1,19}$/.test(text) ? BigInt(text.replace(/^\+/, "")).toString() : void 0;
	if (isDate(bytes, from, to)) return `${text}T00:00:00.000Z`;
	if (!scanTimestamp(bytes, from, to)) return void 0;
	const minute = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}Z`) - timestamp.offsetMinutes * 6e4;
	const seconds = timestamp.seconds ? Number(text.slice(17, 19)) : 0;
	const ms = timestamp.fraction === 0 ? 0 : Number(text.slice(20, 20 + timestamp.fraction).padEnd(3, "0").slice(0, 3));
	return new Date(minute + seconds * 1e3 + ms).toISOString();
}

// src/steps/extract/extract-window.ts
async function extractWindow(window, context, read) {
	const { incremental, columns } = context.options;
	if (incremental === void 0) throw new Bug(`"${context.stepId}" has a window and is not incremental`);
	context.log(`window ${windowLabel(window)}`);
	if (!isBefore(window.kind, window.from, window.to) && columns !== void 0) {
		const { datasetPath: path, stepId: table } = context;
		using file = createDatasetFile(path, {
			table,
			columns
		});
		const note = `nothing new since ${window.from}`;
		return {
			dataset: file.finish(),
			rows: noRows,
			window,
			note
		};
	}
	const rejected = new RejectedCursors(incremental);
	const { outcome, sentAt } = await read(rejected);
	return narrowToWindow(outcome, {
		window,
		incremental,
		rejected,
		sentAt
	}, context);
}
const noRows = {
	read: 0,
	loaded: 0,
	rejected: 0,
	filtered: 0,
	deduplicated: 0,
	unchanged: 0
};
function earliestOf(sources) {
	const times = sources.flatMap(({ sentAt }) => sentAt === void 0 ? [] : [sentAt.getTime()]);
	return times.length === 0 ? void 0 : new Date(Math.min(...times));
}

// src/steps/extract/source.ts
async function findSources(from, { workspace, allowEmpty }) {
	const found = [];
	for (const entry of from) if (/^https?:\/\//iu.test(entry)) found.push(urlSource(entry));
	else found.push(...await findFiles(entry, {
		workspace,
		allowEmpty
	}));
	return found;
}
function urlSource(url) {
	const parsed = URL.parse(url);
	if (parsed === null) throw new Failure("http/connection", "an address under extract is no URL");
	const name = readable(parsed.pathname.split("/").at(-1) ?? "");
	return {
		kind: "url",
		url,
		label: name === "" ? parsed.host : name
	};
}
function readable(escaped) {
	try {
		return decodeURIComponent(escaped);
	} catch {
		return escaped;
	}
}
async function findFiles(entry, { workspace, allowEmpty }) {
	const path = resolve(workspace, entry);
	requireInside(path, workspace, entry);
	if (!isDynamicPattern(entry)) return [{
		kind: "file",
		path,
		label: entry
	}];
	const files = await glob(entry, {
		cwd: workspace,
		onlyFiles: true,
		dot: false,
		followSymbolicLinks: false
	});
	if (files.length === 0 && !allowEmpty) throw new Failure("file/missing", `no file matches "${entry}"`, { help: "Check the pattern, or set \"allow-empty: true\" if there may be none" });
	return files.toSorted((a, b) => a < b ? -1 : 1).map((file) => ({
		kind: "file",
		path: resolve(workspace, file),
		label: file
	}));
}

// src/steps/extract/gather.ts
async function gather(context) {
	const { from, allowEmpty } = context.options;
	const { before } = context;
	const sources = await findSources(from, {
		workspace: context.workspace,
		allowEmpty
	});
	const names = sources.map((source) => nameOf(source, context));
	const known = isSame(names, before?.sources) ? before?.sources : void 0;
	const canAsk = before?.kept === true && canBeUnchanged(context.options);
	const asked = known !== void 0 && canAsk ? await askAll(sources, known, context) : [];
	if (known !== void 0 && asked.length > 0 && asked.every((now) => now === unchanged)) return {
		spooled: [],
		marks: known,
		unchanged: true
	};
	const spooled = [];
	for (const [index, source] of sources.entries()) {
		const now = asked[index] ?? unchanged;
		const pieces = now === unchanged ? await Array.fromAsync(spoolAll(source, index, context)) : [now];
		for (const { label, bytes } of pieces.length === 1 ? pieces : []) context.log(`reading ${label} (${number(bytes)} bytes)`);
		if (pieces.every(({ bytes }) => bytes === 0)) requireAllowedEmpty(context, [source]);
		spooled.push(pieces);
	}
	const full = spooled.flat().filter(({ bytes }) => bytes > 0);
	const sentAt = earliestOf(spooled.flat());
	if (before?.asked !== true) return {
		spooled: full,
		sentAt
	};
	const marks = [];
	for (const [index, pieces] of spooled.entries()) marks.push(await markOf(names[index] ?? "", pieces));
	return {
		spooled: full,
		sentAt,
		marks,
		...known?.every(({ sha256 }, index) => sha256 !== void 0 && sha256 === marks[index]?.sha256) === true ? { unchanged: true } : {}
	};
}
const unchanged = "unchanged";
async function askAll(sources, known, context) {
	const answers = [];
	for (const [index, source] of sources.entries()) {
		const { etag, lastModified, sha256 } = known[index] ?? {};
		const validators = {
			...etag === void 0 ? {} : { etag },
			...lastModified === void 0 ? {} : { lastModified }
		};
		const now = await spoolIfChanged(source, index, context, validators);
		const isAsBefore = now === void 0 || sha256 !== void 0 && await hashFile(now.path) === sha256;
		if (isAsBefore) context.log(`${source.label} is unchanged${now === void 0 ? ", says the server (304)" : ""}`);
		answers.push(isAsBefore ? unchanged : now);
	}
	return answers;
}
async function markOf(source, pieces) {
	const { etag, lastModified } = pieces[0]?.validators ?? {};
	const hashes = [];
	for (const { path } of pieces) hashes.push(await hashFile(path));
	return {
		source,
		...etag === void 0 ? {} : { etag },
		...lastModified === void 0 ? {} : { lastModified },
		sha256: hashes.length === 1 ? hashes.join("") : hashOf(hashes),
		bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0)
	};
}
function nameOf(source, { mask }) {
	return hashOf(source.kind === "url" ? mask(source.url) : source.label).slice(0, 16);
}
function isSame(names, known) {
	return known?.length === names.length && known.every(({ source }, index) => source === names[index]);
}

export { extractWindow as n, gather as t };