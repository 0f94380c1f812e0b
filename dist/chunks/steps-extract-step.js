import { B as Bug, F as number, M as counted, T as quoteName, V as Failure, g as timestamp, h as scanTimestamp, m as isDate } from "./dataset-fields-print-number.js";
import { n as boundQuery, r as locateInDatabase, t as openConnection } from "./steps-sql-open-connection.js";
import { d as foundIn, f as placesIn, h as columnsAsKnown, m as asKnown, p as toldMisfits } from "./steps-extract-require-allowed-empty.js";
import { i as underContract, n as makeDataset, r as withoutForbidden, t as readDataset } from "./steps-extract-read-dataset.js";
import { t as createDatasetFile } from "./dataset-dataset-file.js";
import { a as isHeld, i as isBefore, l as windowLabel, n as earlier, r as heldWindow } from "./steps-window.js";
import { t as fieldKind } from "./dataset-batch.js";
import { t as gather } from "./steps-extract-gather.js";

// src/steps/extract/contract/agreed-with-database.ts
function agreedWithDatabase(columns, context) {
	const { columns: declared, contract } = context.options;
	const baseline = declared ?? context.before?.columns;
	if (contract === void 0 || baseline === void 0) {
		if (contract !== void 0) context.log(`contract ${contract}: there is no earlier run to hold the columns against`);
		return {
			columns: declared ?? columns,
			forbidden: []
		};
	}
	const now = columnsAsKnown(columns, baseline);
	const found = {
		columns: now,
		...toldMisfits("database", baseline, now),
		proofs: [],
		evidence: [],
		rows: 0,
		rejected: 0,
		notes: []
	};
	return underContract(contract, {
		baseline,
		found,
		context
	});
}

// src/steps/extract/extract-by-sql.ts
const unknownBytes = Number.MAX_SAFE_INTEGER;
async function extractBySql(context, rejectedCursors) {
	const { in: name = "" } = context.options;
	await using database = await openConnection(context, name);
	const selection = await select(database, context);
	const wanted = agreedWithDatabase(selection.columns, context);
	return await makeDataset(context, {
		wanted,
		bytes: unknownBytes,
		sources: [{ label: `the query in "${name}"` }],
		read: (writer, rejects) => readInto(writer, rejects, {
			database,
			selection,
			wanted,
			context,
			rejectedCursors
		})
	});
}
async function readInto(writer, rejects, { database, selection, wanted, context, rejectedCursors }) {
	const { columns, forbidden } = wanted;
	const answered = selection.columns.map((column) => column.name);
	const names = wanted.anyCase === true ? asKnown(answered, columns) : answered;
	const from = places(columns, names, { mayLack: wanted.mayLack === true });
	const cursor = from[columns.findIndex((column) => column.name === context.options.incremental?.cursor)] ?? -1;
	const onReject = (reject) => rejects.add(context.options.in ?? "", reject);
	let read = 0;
	for await (const each of withPlace(selection.batches, database, context)) {
		const batch = numbered(each, read, answered);
		read += batch.rows;
		const hear = rejectedCursors?.over(batch, cursor, onReject) ?? onReject;
		const taken = withoutForbidden(batch, foundIn(forbidden, names), (reject) => writer.inTurn(() => hear(reject)));
		await writer.write(taken, from, hear);
		context.progress({ rows: read - rejects.rows });
	}
	return read;
}
async function select(database, context) {
	const text = context.options.sql ?? "";
	try {
		return await database.select(boundQuery(text, database.dialect, context.bind));
	} catch (error) {
		throw await locateInDatabase(error, {
			text,
			dialect: database.dialect
		}, context.placeOfSql);
	}
}
async function* withPlace(batches, { dialect }, { options, placeOfSql }) {
	try {
		yield* batches;
	} catch (error) {
		throw await locateInDatabase(error, {
			text: options.sql ?? "",
			dialect
		}, placeOfSql);
	}
}
function numbered(batch, before, names) {
	const line = new Int32Array(batch.rows);
	for (let row = 0; row < line.length; row++) line[row] = before + row + 1;
	return {
		...batch,
		line,
		names
	};
}
function places(columns, names, { mayLack }) {
	const missing = columns.filter(({ name }) => !names.includes(name));
	if (missing.length > 0 && !mayLack) throw new Failure("columns/missing", `the query answers no column ${missing.map(({ name }) => `"${name}"`).join(", ")}`, { help: `Its columns are ${names.join(", ")}; select it, or take it out of \`columns\`` });
	return placesIn(columns.map(({ name }) => name), names);
}

// src/steps/extract/incremental/settled-window.ts
function settledWindow(window, { settleMs, windowMs }, sentAt) {
	if (sentAt === void 0 || window.kind !== "time") return window;
	const settled = new Date(sentAt.getTime() - settleMs).toISOString();
	if (!isBefore("time", settled, window.to)) return window;
	if (windowMs !== void 0) throw early(window, settled);
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
function dayOf(time) {
	return `${time.slice(0, 10)}T00:00:00.000Z`;
}

// src/steps/extract/incremental/narrow-to-window.ts
async function narrowToWindow(outcome, read, context) {
	const { dataset, rows } = outcome;
	const settled = settledWindow(read.window, read.incremental, read.sentAt);
	const seen = dataset === void 0 ? void 0 : await narrowed(dataset, settled, read.incremental, context);
	const window = {
		...settled,
		...seen?.end
	};
	const removed = seen?.outside ?? 0;
	const outside = removed + read.rejected.outside;
	const made = dataset === void 0 ? {} : { dataset: {
		...dataset,
		rows: dataset.rows - removed
	} };
	if (outside > 0) context.log(`${counted(outside, "row")} outside of the window left out`);
	const end = read.rejected.areAllRead(rows?.rejected ?? 0) ? heldBack(window, read.rejected.least) : heldWindow(window);
	const notes = [
		outcome.note,
		`window ${windowLabel(window)}`,
		whyHeld(end)
	];
	return {
		...outcome,
		...made,
		...rows === void 0 ? {} : { rows: {
			...rows,
			loaded: rows.loaded - removed,
			filtered: rows.filtered + outside
		} },
		window: end,
		note: notes.filter((note) => note !== void 0).join("; ")
	};
}
function whyHeld(window) {
	if (!isHeld(window)) return void 0;
	const { cursor } = window;
	return cursor === void 0 ? "all of it is read again: of a rejected row it cannot be told where it stands" : `read again from ${cursor} on, where a row was rejected`;
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
	const to = column.type === "date" ? dayOf(window.to) : window.to;
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

// src/steps/extract/incremental/rejected-cursors.ts
var RejectedCursors = class {
	#window;
	#incremental;
	#least;
	#seen = 0;
	#outside = 0;
	constructor(window, incremental) {
		this.#window = window;
		this.#incremental = incremental;
	}
	get least() {
		return this.#least;
	}
	get outside() {
		return this.#outside;
	}
	areAllRead(rejected) {
		return rejected <= this.#seen;
	}
	sentAt(sentAt) {
		this.#window = settledWindow(this.#window, this.#incremental, sentAt);
	}
	over(batch, column, onReject) {
		const { line, rows } = batch;
		if (line === void 0 || column < 0) return onReject;
		const lines = line.slice(0, rows);
		const values = valuesOf(batch, column);
		return (reject) => {
			if (reject.line !== null && this.#isOutside(lines, values, reject.line)) this.#outside += 1;
			else onReject(reject);
		};
	}
	#isOutside(lines, { bytes, ends }, line) {
		const { kind } = this.#window;
		const first = firstAt(lines, line);
		if (lines[first] !== line) return false;
		let least = this.#least;
		let isOutside = true;
		for (let row = first; lines[row] === line; row += 1) {
			const value = cursorText(bytes, ends[row - 1] ?? 0, ends[row] ?? 0, kind);
			if (value === void 0) return false;
			if (!this.#holds(value)) continue;
			isOutside = false;
			least = least === void 0 ? value.at : earlier(kind, least, value.at);
		}
		if (isOutside) return true;
		this.#seen += 1;
		this.#least = least;
		return false;
	}
	#holds({ at, isDay }) {
		const { kind, from, to } = this.#window;
		return !isBefore(kind, at, from) && isBefore(kind, at, isDay ? dayOf(to) : to);
	}
};
function valuesOf({ bytes, start, end, kind, columns, rows }, column) {
	const ends = new Int32Array(rows);
	let size = 0;
	for (let row = 0, at = column; row < rows; row += 1, at += columns) ends[row] = size += kind[at] === fieldKind.null ? 0 : (end[at] ?? 0) - (start[at] ?? 0);
	const values = Buffer.allocUnsafe(size);
	for (let row = 0, at = column; row < rows; row += 1, at += columns) if (kind[at] !== fieldKind.null) bytes.copy(values, ends[row - 1] ?? 0, start[at], end[at]);
	return {
		bytes: values,
		ends
	};
}
function firstAt(lines, line) {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = low + high >> 1;
		if ((lines[middle] ?? 0) < line) low = middle + 1;
		else high = middle;
	}
	return low;
}
function cursorText(bytes, from, to, kind) {
	const text = bytes.toString("latin1", from, to);
	if (kind === "integer") return /^[+-]?\d{1,19}$/.test(text) ? { at: BigInt(text.replace(/^\+/, "")).toString() } : void 0;
	if (isDate(bytes, from, to)) return {
		at: dayOf(text),
		isDay: true
	};
	if (!scanTimestamp(bytes, from, to)) return void 0;
	const minute = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}Z`) - timestamp.offsetMinutes * 6e4;
	const seconds = timestamp.seconds ? Number(text.slice(17, 19)) : 0;
	const ms = timestamp.fraction === 0 ? 0 : Number(text.slice(20, 20 + timestamp.fraction).padEnd(3, "0").slice(0, 3));
	return { at: new Date(minute + seconds * 1e3 + ms).toISOString() };
}

// src/steps/extract/incremental/extract-window.ts
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
	const rejected = new RejectedCursors(window, incremental);
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

// src/steps/extract/step.ts
async function extract(context) {
	const { window } = context;
	if (window !== void 0) return extractWindow(window, context, (rejected) => read(context, rejected));
	return (await read(context)).outcome;
}
async function read(context, rejected) {
	if (context.options.format === "sql") return { outcome: await extractBySql(context, rejected) };
	const { spooled, sentAt, marks, unchanged } = await gather(context);
	rejected?.sentAt(sentAt);
	const known = {
		...marks === void 0 ? {} : { sources: marks },
		...unchanged === void 0 ? {} : { unchanged }
	};
	if (unchanged === true && context.before?.kept === true) return { outcome: known };
	return {
		outcome: {
			...await readDataset(spooled, context, rejected),
			...known
		},
		sentAt
	};
}

export { extract };