import { B as Bug, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { t as checkDataset } from "./steps-checks-check-dataset.js";
import { t as withJudgement } from "./steps-checks-with-judgement.js";
import { a as isHeld, c as standing, i as isBefore, o as keeperName, r as heldWindow, s as movedCursor } from "./steps-window.js";
import { a as contentOf, n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeCsv } from "./dataset-encode-encode-csv.js";
import { n as encodeNdjson, t as encodeJson } from "./dataset-encode-encode-json.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { t as requireInside } from "./steps-inside.js";
import { t as writeChunks } from "./steps-load-write-chunks.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { a as readTarget, d as parseTable, s as loadDialects } from "./steps-load-target-table.js";
import { a as openLedger, c as isSameLoad, d as loadKey, f as enterRows, h as withNotes, i as forgetGone, l as loadAgain, m as leftOut, n as sayWaits, p as alreadyLoaded, r as prepareTable, s as isAskedAgain, t as beginning, u as LoadLedger } from "./steps-load-say-waits.js";
import { t as CursorLedger } from "./steps-load-cursor-ledger.js";
import { yt as takesRowsAsTheyAre } from "./manifest-json-schema.js";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { chown, copyFile, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { randomUUID } from "node:crypto";

// src/steps/load/move-file.ts
const setgid = 1024;
async function moveFile(from, to) {
	try {
		await giveToGroup(from, dirname(to));
		await rename(from, to);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
		await copyInto(from, to);
		await rm(from, { force: true });
	}
}
async function giveToGroup(file, folder) {
	const { mode, gid } = await stat(folder);
	if ((mode & setgid) === 0) return;
	const { uid } = await stat(file);
	await chown(file, uid, gid);
}
async function copyInto(from, to) {
	const partial = join(dirname(to), `.${basename(to)}.${randomUUID()}.millrace-partial`);
	try {
		await copyFile(from, partial);
		await rename(partial, to);
	} finally {
		await rm(partial, { force: true });
	}
}

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
	const { options, signal, workspace } = context;
	const path = await target(context);
	try {
		context.claimFile?.(path);
		const written = await takeAhead(context, dataset) ?? await write(context, dataset);
		signal.throwIfAborted();
		const unchanged = await sameBytes(written, path);
		if (!unchanged) await moveFile(written, path);
		return {
			rows: counts(dataset.rows, unchanged),
			note: unchanged ? `${options.file} is unchanged` : `${options.file}: ${counted(dataset.rows, "row")} written`,
			...options.commit && { commit: { path: relative(workspace, path).replaceAll(sep, "/") } }
		};
	} catch (error) {
		signal.throwIfAborted();
		throw fileFailure(error, options.file, "write");
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
		if ((await stat(path).catch(() => void 0))?.isDirectory() === true) throw new Failure("file/unwritable", `"${options.file}" is a folder`, { help: "Name a file in it" });
	} catch (error) {
		throw fileFailure(error, options.file, "write");
	}
	return path;
}
async function takeAhead({ ahead, options }, dataset) {
	return ahead?.of === "file" && options.format === "csv" ? ahead.take(dataset) : void 0;
}
async function write({ options, scratch, signal, progress }, dataset) {
	const encode = await encoderOf(options.format);
	const path = join(scratch, `load.${options.format}`);
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	requireAll(file.rows, dataset);
	let bytes = 0;
	await writeChunks(path, encode(file), (chunk) => {
		signal.throwIfAborted();
		bytes += chunk.length;
		progress({ bytes });
	});
	return path;
}
function requireAll(found, { name, rows }) {
	if (found === rows) return;
	throw new Failure("dataset/changed", `the dataset of "${name}" has ${counted(found, "row")} now, and had ${rows} when it was made`, { help: "Let no script write to the files of the run" });
}
const comparedBytes = 1 << 18;
async function sameBytes(a, b) {
	const [first, second] = await Promise.all([stat(a), stat(b).catch(() => void 0)]);
	if (second === void 0 || first.size !== second.size) return false;
	await using mine = await open(a);
	await using theirs = await open(b);
	const [one, other] = [Buffer.alloc(comparedBytes), Buffer.alloc(comparedBytes)];
	for (let at = 0; at < first.size;) {
		const { bytesRead: size } = await mine.read(one, 0, comparedBytes, at);
		const { bytesRead } = await theirs.read(other, 0, size, at);
		if (size === 0 || bytesRead !== size || one.compare(other, 0, size, 0, size) !== 0) return false;
		at += size;
	}
	return true;
}

// src/steps/load/load-cursors.ts
var LoadCursors = class LoadCursors {
	#transaction;
	#context;
	#standings;
	isAnew;
	constructor(transaction, context, { standings, isAnew }) {
		this.#transaction = transaction;
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
		await new CursorLedger(transaction).prepare();
		if (await readTarget(transaction, table) !== void 0) return;
		await (await LoadCursors.open(transaction, context, table)).setBack(context.ports.clock.now().toISOString());
	}
	static async open(transaction, context, table) {
		const { windows = [] } = context;
		if (windows.length === 0) return new LoadCursors(transaction, context, {
			standings: [],
			isAnew: false
		});
		requireAdding(context);
		const ledger = new CursorLedger(transaction);
		await ledger.prepare();
		const isThere = await readTarget(transaction, table) !== void 0;
		const standings = [];
		for (const window of windows) {
			const found = await ledger.take(keyOf(context, window));
			standings.push({
				window,
				found,
				own: standing(window, isThere ? found : void 0)
			});
		}
		return new LoadCursors(transaction, context, {
			standings,
			isAnew: !isThere
		});
	}
	overtaken() {
		const { stepId, leg, options } = this.#context;
		const name = keeperName(stepId, leg);
		const found = this.#standings.find(({ window, own }) => own !== standing(window, window.kept[name]));
		if (found === void 0) return void 0;
		const { window, own } = found;
		const read = standing(window, window.kept[name]);
		const isBehind = isBefore(window.kind, own, read);
		if (window.asked === true && (this.isAnew || isBehind)) return void 0;
		if (isBehind) return `"${options.table}" has no longer the rows of "${window.source}" up to ${read}: nothing is loaded; the next run reads them again from ${own} on`;
		const what = `another run has loaded "${options.table}" up to ${own} while this one read "${window.source}"`;
		if (window.asked !== true) return `${what}: nothing is loaded; what it left is read by the next run`;
		throw new Failure("window/overtaken", what, { help: "Run the window again while no other run of the pipeline is at work" });
	}
	requireOnce() {
		const { options, stepId } = this.#context;
		if (options.mode !== "append") return;
		for (const { window, own } of this.#standings) {
			if (isHeld(window)) throw new Failure("window/append", `"${stepId}" appends, and rows of "${window.source}" were put aside: the window is read again, and what is appended now would be there twice`, { help: "Mend the rows that were put aside, or load with `mode: merge` and a `key`" });
			if (window.from === own) continue;
			const harm = isBefore(window.kind, own, window.from) ? "leave those between them out" : "double some";
			throw new Failure("window/append", `"${stepId}" appends, and has the rows of "${window.source}" up to ${own}: a window that begins at ${window.from} would ${harm}`, { help: window.asked === true ? `Ask for windows from ${own} on, or load with \`mode: merge\` and a \`key\`` : "Load with `mode: merge` and a `key`: the rows are read again for another load, for another leg, or by `lag`" });
		}
	}
	async setBack(at) {
		for (const { window, found } of this.#standings) if (found !== window.start) await this.#write(window, window.start, at);
		await new LoadLedger(this.#transaction).forget(loadKey(this.#context, this.#context.options.table));
	}
	async keep(at) {
		const { log } = this.#context;
		const again = [];
		for (const { window, found, own } of this.#standings) {
			const value = movedCursor(window, own);
			if (value !== found) {
				await this.#write(window, value, at);
				log(`"${window.source}" is loaded up to ${value}`);
			}
			if (!isHeld(window) || !isBefore(window.kind, value, window.to)) continue;
			const why = `"${window.source}" is read again from ${value} on, until the rows that were put aside are mended`;
			log(why);
			again.push(why);
		}
		return again;
	}
	async #write(window, value, at) {
		await new CursorLedger(this.#transaction).write(keyOf(this.#context, window), {
			value,
			at
		});
	}
};
function keyOf({ pipeline, stepId, leg }, { source }) {
	return {
		pipeline,
		step: keeperName(stepId, leg),
		source
	};
}
function requireAdding({ options, stepId }) {
	const { mode, missing = "keep" } = options;
	if (mode === "replace") throw new Failure("window/replace", `"${stepId}" would put the rows of one window in place of all others`, { help: "Load with `mode: merge`, `insert-missing` or `append`" });
	if (missing !== "keep") throw new Failure("window/missing", `"${stepId}" would take every row that is not new for one that is gone`, { help: "Remove `missing`, or read the whole source" });
}

// src/steps/load/may-fill.ts
async function mayFill(transaction, { table, words, isNew }) {
	if (!isNew || !takesRowsAsTheyAre(words)) return false;
	return loadDialects[transaction.dialect].staysOurs(transaction, table);
}

// src/steps/load/load-in-transaction.ts
const nothingMade = {
	isNew: false,
	added: []
};
async function loadInTransaction(transaction, context, load, madeBefore) {
	const { options } = context;
	const { table, dataset, content, during } = load;
	const ledger = await during(openLedger(transaction, table));
	const key = loadKey(context, options.table);
	const cursors = await during(LoadCursors.open(transaction, context, table));
	await forgetGone(transaction, ledger, options.table);
	const before = await ledger.find(key);
	const now = {
		rows: dataset.rows,
		at: context.ports.clock.now().toISOString()
	};
	if (before !== void 0 && !isAskedAgain(context) && isSameLoad(before, {
		...now,
		content: await content
	}, options.mode)) return alreadyLoaded(context, before);
	const overtaken = cursors.overtaken();
	if (overtaken !== void 0 || dataset.rows === 0 && cursors.areKept) {
		if (cursors.isAnew) await cursors.setBack(now.at);
		else if (overtaken === void 0) return withNotes(leftOut(dataset, "nothing new"), await cursors.keep(now.at));
		return leftOut(dataset, overtaken ?? "nothing new");
	}
	if (before !== void 0) await loadAgain(ledger, context, {
		key,
		before,
		now
	});
	cursors.requireOnce();
	const rows = await stageRows(transaction, context, load, madeBefore);
	const { made } = load;
	const target = (made && loadDialects[transaction.dialect].ahead?.entered(options.table, made)) ?? key.target;
	const entering = {
		table,
		words: options,
		during,
		ledger,
		key: {
			...key,
			target
		},
		content,
		...rows
	};
	const outcome = await enterRows(transaction, context, entering);
	return withNotes(outcome, await cursors.keep(now.at));
}
async function stageRows(transaction, context, load, madeBefore) {
	const { options, mask } = context;
	const { table, dataset, during } = load;
	const { name, columns, rows } = dataset;
	const prepared = await during(prepareTable(transaction, incoming(context, load), context.log));
	const isNew = prepared.isNew || madeBefore.isNew;
	const isFilled = load.made !== void 0;
	const direct = isFilled || await mayFill(transaction, {
		table,
		words: options,
		isNew
	}) ? table : void 0;
	const onRows = (done) => context.progress({ rows: done });
	const rowsIn = isFilled ? prepared.place : await transaction.stage(onRows, direct);
	return {
		prepared: {
			...prepared,
			added: [...madeBefore.added, ...prepared.added],
			left: isNew ? [] : prepared.left
		},
		staged: {
			transaction,
			table: rowsIn,
			name,
			columns,
			rows,
			mask
		},
		areThere: direct !== void 0
	};
}
function incoming({ options, evolves = false }, { table, dataset, made }) {
	const words = {
		table,
		words: options,
		dataset: {
			...dataset,
			name: options.from
		},
		evolves
	};
	return made === void 0 ? words : {
		...words,
		made
	};
}

// src/steps/load/prepare-load.ts
async function prepareLoad(database, context, load) {
	if (loadDialects[database.dialect].definesInside) return nothingMade;
	return database.transaction(void 0, async (transaction) => {
		const ledger = await load.during(openCleared(transaction, load.table));
		await LoadCursors.prepare(transaction, context, load.table);
		await forgetGone(transaction, ledger, context.options.table);
		const before = await ledger.find(loadKey(context, context.options.table));
		const { mode } = context.options;
		const { rows } = load.dataset;
		const isAgain = isAskedAgain(context);
		if (before !== void 0 && !isAgain && isSameLoad(before, {
			rows,
			content: await load.content
		}, mode)) return nothingMade;
		return prepareTable(transaction, incoming(context, load), context.log);
	});
}
async function isFirstLoad(transaction, context, { table, during }) {
	const before = await (await during(openCleared(transaction, table))).find(loadKey(context, context.options.table));
	const { windows = [] } = context;
	return before === void 0 && windows.length === 0 && await readTarget(transaction, table) === void 0;
}
async function openCleared(transaction, table) {
	const ledger = await openLedger(transaction, table);
	await loadDialects[transaction.dialect].ahead?.clear?.(transaction);
	return ledger;
}

// src/steps/load/load-table.ts
async function loadTable(context, dataset) {
	const connection = connectionOf(context);
	await makeFolder(connection, context.workspace);
	const load = begin(context, connection, dataset);
	const fromAhead = await finishAhead(context, connection, load);
	if (fromAhead !== void 0) return fromAhead;
	await using database = await context.ports.databases.open(connection, context.workspace, context.signal);
	return await loadIntoNew(database, context, load) ?? await loadMoved(database, context, load);
}
function connectionOf({ connections, options }) {
	const connection = connections[options.into];
	if (connection === void 0) throw new Failure("database/connection", `there is no connection "${options.into}"`);
	return connection;
}
async function makeFolder({ url }, workspace) {
	const path = sqlitePath(url) ?? "";
	if (path !== "" && path !== ":memory:") await mkdir(dirname(resolve(workspace, path)), { recursive: true });
}
function begin(context, { url }, dataset) {
	const content = contentOf(dataset.path);
	content.catch(() => {});
	const table = parseTable(context.options.table);
	const dialect = sqlitePath(url) === void 0 ? void 0 : "sqlite";
	return {
		table,
		dataset,
		content,
		during: sayWaits(context, {
			dialect,
			table
		})
	};
}
async function finishAhead(context, connection, load) {
	const { ahead, options, signal } = context;
	if (ahead?.of !== "table") return void 0;
	const { dataset } = load;
	if (!await ahead.take({
		options,
		connection,
		dataset,
		isFirst: (transaction) => isFirstLoad(transaction, context, load),
		signal
	})) return void 0;
	return ahead.finish((transaction) => loadInTransaction(transaction, context, {
		...load,
		made: ahead.table
	}, nothingMade));
}
async function loadIntoNew(database, context, load) {
	const { options, windows = [], scratch } = context;
	if (windows.length > 0 || !takesRowsAsTheyAre(options)) return void 0;
	const said = [];
	const aside = {
		...context,
		log: (...line) => void said.push(line)
	};
	const tell = () => said.forEach((line) => context.log(...line));
	const outcome = await (database.transactionInNew?.(load.dataset, join(scratch, "new.sqlite"), async (transaction) => {
		const rows = await transaction.stage(() => {});
		return loadInTransaction(transaction, aside, {
			...load,
			made: rows
		}, nothingMade);
	}))?.catch((error) => {
		tell();
		throw error;
	});
	if (outcome !== void 0) tell();
	return outcome;
}
async function loadMoved(database, context, load) {
	const before = await prepareLoad(database, context, load);
	return beginning(database, load, (transaction) => loadInTransaction(transaction, context, load, before));
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
	requireAllRows(context, judged.rejected);
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
function requireAllRows({ options, stepId, lacking = [] }, rejected) {
	if (options.target !== "table" || options.missing !== "delete" && options.missing !== "mark") return;
	const steps = [...lacking, ...rejected > 0 ? [stepId] : []];
	if (steps.length === 0) return;
	const names = steps.map((id) => `"${id}"`).join(", ");
	throw new Failure("rows/put-aside", `not all rows of the source are there: some of ${names} were rejected, put in quarantine, or of legs that failed; \`missing: ${options.missing}\` would take them for missing ones, so table "${options.table}" is left as it is`, { help: "Mend the source or the rule, or load with `missing: keep` until that is done" });
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