import { G as number, H as counted, nn as Failure, tn as Bug } from "./source-unclosed.js";
import { t as checkDataset } from "./steps-checks-check-dataset.js";
import { t as withJudgement } from "./steps-checks-with-judgement.js";
import { a as movedCursor, i as keeperName, n as heldWindow } from "./steps-window.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeNdjson, r as encodeCsv, t as encodeJson } from "./dataset-encode-json.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { t as requireInside } from "./steps-inside.js";
import { t as hashFile } from "./cache-hash-file.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { t as runChecks } from "./steps-checks-run-checks.js";
import { a as prepareTable, c as fillTable, i as loaded, l as nothingPublished, o as LoadLedger, r as leftAlone, s as loadKey, t as alreadyLoaded, u as checkResult } from "./steps-load-tell-load.js";
import { i as readTarget, o as loadDialects } from "./steps-load-target-table.js";
import { t as CursorLedger } from "./steps-load-cursor-ledger.js";
import { t as parseTable } from "./steps-load-table-name.js";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/steps/load/load-file.ts
async function encoderOf(format) {
	if (format === "parquet") return (await import("./steps-load-parquet-encode-parquet.js")).encodeParquet;
	return {
		csv: encodeCsv,
		json: encodeJson,
		ndjson: encodeNdjson
	}[format];
}
async function loadFile(context, dataset) {
	const { options, workspace } = context;
	const path = await target(context);
	const partial = join(dirname(path), `.${basename(path)}.${context.run.id}.millrace-partial`);
	try {
		await write(partial, dataset, context);
		const unchanged = await sameBytes(partial, path);
		if (!unchanged) await rename(partial, path);
		return {
			rows: counts(dataset.rows, unchanged),
			note: unchanged ? `${options.file} is unchanged` : `${options.file}: ${counted(dataset.rows, "row")} written`,
			...options.commit && { commit: { path: relative(workspace, path).replaceAll(sep, "/") } }
		};
	} catch (error) {
		context.signal.throwIfAborted();
		throw fileFailure(error, options.file);
	} finally {
		await rm(partial, { force: true });
	}
}
function counts(rows, unchanged) {
	return {
		read: rows,
		loaded: unchanged ? 0 : rows,
		rejected: 0,
		filtered: 0,
		deduplicated: 0,
		unchanged: unchanged ? rows : 0
	};
}
async function target({ options, workspace }) {
	const path = resolve(workspace, options.file);
	requireInside(path, workspace, options.file);
	if (relative(workspace, path).split(sep)[0] === ".git") throw new Failure("file/outside", `"${options.file}" is in Git's own folder`);
	try {
		await mkdir(dirname(path), { recursive: true });
		requireInside(await realpath(dirname(path)), await realpath(workspace), options.file);
		if ((await stat(path).catch(() => void 0))?.isDirectory() === true) throw new Failure("file/unreadable", `"${options.file}" is a folder`);
	} catch (error) {
		throw fileFailure(error, options.file);
	}
	return path;
}
async function write(path, dataset, { options, signal, progress }) {
	const encode = await encoderOf(options.format);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	await pipeline$1(Readable.from(told(encode(file), progress), { objectMode: false }), createWriteStream(path), { signal });
}
function* told(chunks, progress) {
	let bytes = 0;
	for (const chunk of chunks) {
		bytes += chunk.length;
		progress({ bytes });
		yield chunk;
	}
}
async function sameBytes(a, b) {
	const [first, second] = await Promise.all([stat(a), stat(b).catch(() => void 0)]);
	if (second === void 0 || first.size !== second.size) return false;
	const other = createReadStream(b)[Symbol.asyncIterator]();
	for await (const chunk of createReadStream(a)) {
		const { value } = await other.next();
		if (!Buffer.isBuffer(value) || !value.equals(chunk)) return false;
	}
	return true;
}

// src/steps/load/load-again.ts
function isSameLoad(before, now, mode) {
	return before.content === void 0 ? mode === "append" && before.rows === now.rows : before.content === now.content;
}
async function loadAgain(ledger, { options, log }, { key, before, now }) {
	const difference = before.rows === now.rows ? "they are not the same now" : `there are now ${number(now.rows)}`;
	const told = `${counted(before.rows, "row")} at ${before.at}, and ${difference}`;
	if (options.mode === "append") throw new Failure("load/changed", `this run has appended to "${options.table}" already: ${told}`, { help: "Remove those rows and run the pipeline anew, or load with `mode: merge`" });
	log(`"${options.table}" is loaded again: this run had loaded ${told}`);
	await ledger.forget(key);
}

// src/steps/load/load-cursors.ts
var LoadCursors = class LoadCursors {
	#ledger;
	#context;
	#standings;
	isAnew;
	constructor(ledger, context, { standings, isAnew }) {
		this.#ledger = ledger;
		this.#context = context;
		this.#standings = standings;
		this.isAnew = isAnew;
	}
	get areKept() {
		return this.#standings.length > 0;
	}
	static async prepare(transaction, context, table) {
		const { windows = [] } = context;
		if (windows.length === 0) return;
		const cursors = new CursorLedger(transaction);
		await cursors.prepare();
		if (await readTarget(transaction, table) !== void 0) return;
		for (const window of windows) await cursors.forget(keyOf(context, window));
		await new LoadLedger(transaction).forget(loadKey(context, context.options.table));
	}
	static async open(transaction, context, table) {
		const { windows = [] } = context;
		const ledger = new CursorLedger(transaction);
		if (windows.length === 0) return new LoadCursors(ledger, context, {
			standings: [],
			isAnew: false
		});
		requireMode(context);
		await ledger.prepare();
		const isThere = await readTarget(transaction, table) !== void 0;
		const standings = [];
		for (const window of windows) {
			const kept = await ledger.take(keyOf(context, window));
			standings.push({
				window,
				kept: isThere ? kept : void 0
			});
		}
		return new LoadCursors(ledger, context, {
			standings,
			isAnew: !isThere
		});
	}
	overtaken() {
		this.#requireNext();
		const name = keeperName(this.#context.stepId, this.#context.leg);
		const found = this.#standings.find(({ window, kept }) => kept !== window.kept[name]);
		if (found === void 0) return void 0;
		const { window, kept = "nothing" } = found;
		const what = `another run has loaded "${this.#context.options.table}" up to ${kept} while this one read "${window.source}"`;
		if (window.asked !== true) return `${what}: nothing is loaded; what it left is read by the next run`;
		throw new Failure("window/overtaken", what, { help: "Run the window again while no other run of the pipeline is at work" });
	}
	#requireNext() {
		const { options, stepId } = this.#context;
		if (options.mode !== "append") return;
		for (const { window, kept } of this.#standings) {
			const own = kept ?? window.start;
			if (window.asked !== true || window.from === own) continue;
			throw new Failure("window/append", `"${stepId}" appends, and has the rows of "${window.source}" up to ${own}: a window that begins at ${window.from} would double some`, { help: `Ask for a window that begins at ${own}, or load with \`mode: merge\` and a \`key\`` });
		}
	}
	async keep(at) {
		for (const { window, kept } of this.#standings) {
			const value = movedCursor(window, kept);
			if (value === kept) continue;
			await this.#ledger.write(keyOf(this.#context, window), {
				value,
				at
			});
			this.#context.log(`"${window.source}" is loaded up to ${value}`);
		}
	}
};
function keyOf({ pipeline, stepId, leg }, { source }) {
	return {
		pipeline,
		step: keeperName(stepId, leg),
		source
	};
}
function requireMode({ options, stepId }) {
	if (options.mode !== "replace") return;
	throw new Failure("window/replace", `"${stepId}" would put the rows of one window in place of all others`, { help: "Load with `mode: merge`, `insert-missing` or `append`" });
}

// src/steps/load/may-fill.ts
async function mayFill(transaction, { table, words, isNew }) {
	const { mode, key } = words;
	const isPlain = key.length === 0 && (mode === "append" || mode === "replace");
	return isNew && isPlain && await loadDialects[transaction.dialect].staysOurs(transaction, table);
}

// src/steps/load/load-table.ts
async function loadTable(context, dataset) {
	const { options, ports, workspace, signal } = context;
	const connection = context.connections[options.into];
	if (connection === void 0) throw new Failure("database/connection", `there is no connection "${options.into}"`);
	await makeFolder(connection, workspace);
	const content = hashFile(dataset.path);
	content.catch(() => {});
	await using database = await ports.databases.open(connection, workspace, signal);
	const load = {
		table: parseTable(options.table),
		dataset,
		content
	};
	const before = await prepareAhead(database, context, load);
	return await database.transaction(dataset, (transaction) => loadInto(transaction, context, load, before));
}
async function makeFolder({ url }, workspace) {
	const path = sqlitePath(url) ?? "";
	if (path !== "" && path !== ":memory:") await mkdir(dirname(resolve(workspace, path)), { recursive: true });
}
async function prepareAhead(database, context, load) {
	const { definesInside, begin } = loadDialects[database.dialect];
	const nothing = {
		isNew: false,
		added: []
	};
	if (definesInside) return nothing;
	return database.transaction(void 0, async (ahead) => {
		await begin(ahead, load.table);
		const ledger = new LoadLedger(ahead);
		await ledger.prepare();
		await LoadCursors.prepare(ahead, context, load.table);
		const before = await ledger.find(loadKey(context, context.options.table));
		const { mode } = context.options;
		const { rows } = load.dataset;
		if (before !== void 0 && isSameLoad(before, {
			rows,
			content: await load.content
		}, mode)) return nothing;
		return prepareTable(ahead, incoming(context, load), context.log);
	});
}
function incoming({ options, evolves = false }, { table, dataset }) {
	const { columns } = dataset;
	return {
		table,
		words: options,
		dataset: {
			columns,
			name: options.from
		},
		evolves
	};
}
async function loadInto(transaction, context, load, madeBefore) {
	const { options } = context;
	const { table, dataset, content } = load;
	const { begin, requireWhole } = loadDialects[transaction.dialect];
	await begin(transaction, table);
	const key = loadKey(context, options.table);
	const ledger = new LoadLedger(transaction);
	await ledger.prepare();
	const cursors = await LoadCursors.open(transaction, context, table);
	const before = await ledger.find(key);
	const now = {
		rows: dataset.rows,
		at: context.ports.clock.now().toISOString()
	};
	if (before !== void 0 && !cursors.isAnew && isSameLoad(before, {
		...now,
		content: await content
	}, options.mode)) return alreadyLoaded(context, before);
	const overtaken = cursors.overtaken();
	if (overtaken !== void 0) return leftAlone(dataset, overtaken);
	if (dataset.rows === 0 && cursors.areKept) {
		await cursors.keep(now.at);
		return leftAlone(dataset, "nothing new");
	}
	if (before !== void 0 && cursors.isAnew) await ledger.forget(key);
	else if (before !== void 0) await loadAgain(ledger, context, {
		key,
		before,
		now
	});
	const { filled, judged, added } = await stageAndFill(transaction, context, load, madeBefore);
	const result = await checkResult(transaction, {
		table,
		columns: dataset.columns
	}, context);
	await requireWhole(transaction);
	await ledger.record(key, {
		...now,
		content: await content,
		mode: options.mode
	});
	await cursors.keep(now.at);
	const outcome = loaded(context, dataset, {
		filled,
		added: [...madeBefore.added, ...added]
	});
	return withJudgement(withJudgement(outcome, judged), result);
}
async function stageAndFill(transaction, context, load, madeBefore) {
	const { options, mask, run } = context;
	const { table, dataset } = load;
	const { name, columns, rows } = dataset;
	const prepared = await prepareTable(transaction, incoming(context, load), context.log);
	const isNew = prepared.isNew || madeBefore.isNew;
	const direct = await mayFill(transaction, {
		table,
		words: options,
		isNew
	}) ? table : void 0;
	const staged = {
		transaction,
		table: await transaction.stage((done) => context.progress({ rows: done }), direct),
		name,
		columns,
		rows,
		mask
	};
	const judged = await runChecks(context.checks.filter(({ of }) => of !== "result"), staged, context);
	const at = run.at ?? `${run.date}T00:00:00.000Z`;
	return {
		filled: direct === void 0 ? await fillTable(transaction, {
			table,
			words: options,
			at,
			prepared,
			staged
		}) : {
			...nothingPublished,
			deduplicated: 0,
			inserted: rows
		},
		judged,
		added: prepared.added
	};
}

// src/steps/load/step.ts
async function load(context) {
	const { options, stepId } = context;
	const dataset = sourceOf(context);
	const { windows = [] } = context;
	if (dataset.rows === 0 && windows.length > 0 && options.target === "file") return nothingNew(options);
	if (dataset.rows === 0 && !options.allowEmpty && windows.length === 0) {
		const target = options.target === "table" ? `table "${options.table}"` : `file "${options.file}"`;
		throw new Failure("rows/empty", `"${options.from}" has no rows; ${target} is left as it is`, { help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected` });
	}
	const [onDataset, onTable] = partedChecks(context);
	const judged = await checkDataset(dataset, onDataset, context);
	const outcome = options.target === "table" ? await loadTable({
		...context,
		options,
		checks: onTable,
		windows: judged.rejected > 0 ? windows.map(heldWindow) : windows
	}, judged.dataset) : await loadFile({
		...context,
		options
	}, judged.dataset);
	return withJudgement(outcome, judged);
}
function partedChecks({ options, checks }) {
	const isForTable = ({ rule, of }) => options.target === "table" && (of === "result" || rule === "sql");
	return [checks.filter((check) => !isForTable(check)), checks.filter(isForTable)];
}
function nothingNew({ file }) {
	return {
		rows: {
			read: 0,
			loaded: 0,
			rejected: 0,
			filtered: 0,
			deduplicated: 0,
			unchanged: 0
		},
		note: `nothing new: ${file} is left as it is`
	};
}
function sourceOf({ options, needs, stepId }) {
	const dataset = needs[options.from];
	if (dataset === void 0) throw new Bug(`step "${stepId}" was started without the dataset of "${options.from}"`);
	return dataset;
}

export { load };