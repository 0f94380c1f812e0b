import { a as tellColumns, d as foundIn, f as placesIn, i as namesOf, l as pickRows, m as asKnown, n as findColumns, o as Reformat, r as inferColumns, t as requireAllowedEmpty, u as RejectLog } from "./steps-extract-require-allowed-empty.js";
import { B as Bug, C as createTable, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { I as columnText } from "./manifest-json-schema.js";
import { t as widerColumn } from "./dataset-profile-wider-column.js";
import { t as fieldKind } from "./dataset-batch.js";
import { n as rejectOf } from "./dataset-reject.js";
import { o as rememberContent, t as createDatasetFile } from "./dataset-dataset-file.js";
import { t as projectBatch } from "./steps-project-batch.js";
import { t as childEntry } from "./steps-child-entry.js";
import { a as extentOf, r as SharedBatch, t as arrived } from "./steps-write-thread-protocol.js";
import { t as locateColumns } from "./steps-extract-match-names.js";
import { n as tellOnce, r as openRecords, t as openZips } from "./steps-extract-compressed-zip-sources.js";
import { availableParallelism } from "node:os";
import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";

// src/steps/extract/contract/agree.ts
function agree(contract, { baseline, goneBefore }, found) {
	const known = new Set(baseline.map(({ name }) => name));
	const has = new Set(found.columns.map(({ name }) => name));
	const added = found.columns.filter(({ name }) => !known.has(name));
	const gone = baseline.flatMap(({ name }) => has.has(name) ? [] : [name]);
	const kept = baseline.map((column) => {
		if (!has.has(column.name)) return withoutNotNull(column);
		return contract === "evolve" ? widened(column, found) : column;
	});
	return {
		columns: contract === "evolve" ? [...kept, ...added] : kept,
		changes: [
			...added.map(({ name, type }) => change("new", name, `new column \`${name}\` (${type})`)),
			...baseline.flatMap((column) => typeChange(column, contract, found)),
			...gone.filter((name) => !goneBefore.includes(name)).map((name) => change("gone", name, `\`${name}\` is gone`))
		],
		gone
	};
}
function changesText(changes) {
	return changes.map(({ text }) => text).join(", ");
}
function change(kind, column, text) {
	return {
		kind,
		column,
		text
	};
}
function typeChange(column, contract, found) {
	const misfit = found.misfits.get(column.name);
	if (misfit === void 0) return [];
	const now = widened(column, found);
	const said = contract === "evolve" || contract === "freeze" ? `was ${columnText(column)} and is ${columnText(now)} because` : `is ${columnText(column)}, but`;
	return [change("type", column.name, `\`${column.name}\` ${said} ${misfit}`)];
}
function widened(column, { columns, misfits, decimals }) {
	if (!misfits.has(column.name)) return column;
	const longer = decimals.get(column.name);
	if (longer !== void 0) return longer;
	const now = columns.find(({ name }) => name === column.name);
	const wider = now === void 0 ? void 0 : widerColumn(column, now);
	const { name, notNull } = column;
	const base = {
		name,
		...notNull === true ? { notNull } : {}
	};
	if (wider !== void 0 && (wider.type !== column.type || wider.scale !== column.scale)) return wider;
	return {
		...base,
		type: now?.type === "json" ? "json" : "text"
	};
}
function withoutNotNull({ notNull: _notNull, ...column }) {
	return column;
}

// src/steps/extract/contract/agreed-columns.ts
async function agreedColumns(sources, context) {
	const { columns: declared, contract } = context.options;
	if (contract === void 0 && declared !== void 0) return {
		columns: declared,
		forbidden: []
	};
	const baseline = declared ?? context.before?.columns;
	if (baseline === void 0) {
		if (contract !== void 0) context.log(`contract ${contract}: there is no earlier run to hold the columns against`);
		return {
			columns: await inferColumns(sources, context),
			forbidden: []
		};
	}
	const found = await findColumns(sources, context, baseline);
	if (found.columns.length === 0) return {
		columns: baseline,
		anyCase: true,
		mayLack: true,
		forbidden: []
	};
	return underContract(contract ?? "evolve", {
		baseline,
		found,
		context
	});
}
function underContract(contract, { baseline, found, context }) {
	const goneBefore = context.options.columns === void 0 ? context.before?.gone ?? [] : [];
	const { columns, changes, gone } = agree(contract, {
		baseline,
		goneBefore
	}, found);
	tellColumns(columns, found, context);
	tellKept(columns, found, context);
	const lacking = gone.length === 0 ? {} : {
		mayLack: true,
		gone
	};
	if (changes.length === 0) return {
		columns,
		anyCase: true,
		...lacking,
		forbidden: []
	};
	const note = noteOf(contract, changes);
	if (contract === "freeze") throw changed(changes, context);
	context.log(note);
	if (changes.some(({ kind }) => kind === "gone")) context.log(`what is gone stays, as null, until the columns are written down: ${inferCommand(context)}`);
	const added = changes.flatMap(({ kind, column }) => kind === "new" ? [column] : []);
	return {
		columns,
		anyCase: true,
		mayLack: true,
		...lacking,
		forbidden: contract === "discard-row" ? added : [],
		note
	};
}
function tellKept(columns, { columns: now, evidence }, context) {
	if (context.options.columns !== void 0) return;
	const narrower = now.filter(({ name, type }, index) => {
		return (evidence[index]?.values ?? 0) > 0 && type !== "text" && columns.find((column) => column.name === name)?.type === "text";
	});
	if (narrower.length === 0) return;
	const texts = narrower.map((column) => `${column.name} (its values are ${columnText(column)})`).join(", ");
	context.log(`  text since an earlier run: ${texts}; to take what they are now: ${inferCommand(context)}`);
}
function noteOf(contract, changes) {
	const what = `columns changed: ${changesText(changes)}`;
	if (contract === "discard-column" && changes.some(({ kind }) => kind === "new")) return `${what}; new columns are left out`;
	if (contract === "discard-row" && changes.some(({ kind }) => kind !== "gone")) return `${what}; the rows with these are rejected`;
	return what;
}
function inferCommand({ pipeline, stepId }) {
	return `millrace infer ${pipeline}#${stepId} --write`;
}
function changed(changes, context) {
	const { options } = context;
	const from = options.columns === void 0 ? "those of the last good run" : "`columns`";
	return new Failure("columns/changed", `the columns are not ${from}, and the contract is \`freeze\`: ${changesText(changes)}`, { help: `If that is right, write them down (\`${inferCommand(context)}\`), or allow it with \`contract: evolve\`` });
}

// src/steps/extract/contract/forbid-columns.ts
function withoutForbidden(batch, forbidden, onReject) {
	if (forbidden.length === 0) return batch;
	const kept = [];
	for (let row = 0; row < batch.rows; row++) {
		const found = forbidden.find(({ at }) => (batch.kind[row * batch.columns + at] ?? 0) !== fieldKind.null);
		if (found === void 0) kept.push(row);
		else onReject(rejectOf(batch, row, "contract", found.at, found.name));
	}
	return kept.length === batch.rows ? batch : pickRows(batch, kept);
}

// src/steps/write/followed-writer.ts
var FollowedWriter = class {
	#writer;
	#options;
	#follow;
	#growing;
	constructor(writer, options, follow) {
		this.#writer = writer;
		this.#options = options;
		this.#follow = options.columns.some(isOpen) ? void 0 : follow;
		this.#follow?.soon();
	}
	async write(batch, from, onReject) {
		await this.#writer.write(batch, from, onReject);
		if (this.written > 0) this.#tell();
	}
	#tell() {
		const follow = this.#follow;
		this.#follow = void 0;
		if (follow !== void 0 && !this.columns.some(isUnzoned)) {
			const { path, table } = this.#options;
			this.#growing = follow.begin({
				path: `${path}.partial`,
				table,
				columns: this.columns
			});
		}
		this.#growing?.grow(this.written);
	}
	inTurn(tell) {
		this.#writer.inTurn(tell);
	}
	judged() {
		return this.#writer.judged();
	}
	get written() {
		return this.#writer.written;
	}
	get columns() {
		return this.#writer.columns;
	}
	async finish() {
		const dataset = await this.#writer.finish();
		this.#growing?.grow(this.written);
		this.#growing?.end();
		this.#growing = void 0;
		return dataset;
	}
	async [Symbol.asyncDispose]() {
		this.#growing?.lose(new Failure("dataset/closed", "the dataset was not finished"));
		await this.#writer[Symbol.asyncDispose]();
	}
};
function isOpen({ type, scale }) {
	return type === "decimal" && scale === void 0;
}
function isUnzoned({ type, zoned }) {
	return type === "timestamp" && zoned === void 0;
}

// src/steps/write/here-writer.ts
var HereWriter = class {
	#file;
	constructor({ path, ...options }) {
		this.#file = createDatasetFile(path, options);
	}
	write(batch, from, onReject) {
		this.#file.write(projectBatch(batch, from), onReject);
	}
	inTurn(tell) {
		tell();
	}
	async judged() {}
	get written() {
		return this.#file.written;
	}
	get columns() {
		return this.#file.columns;
	}
	async finish() {
		return this.#file.finish();
	}
	async [Symbol.asyncDispose]() {
		this.#file.discard();
	}
};

// src/steps/write/thread-writer.ts
const mostUnderWay = 2;
var ThreadWriter = class {
	#path;
	#worker;
	#free = Array.from({ length: mostUnderWay }, () => new SharedBatch());
	#underWay = [];
	written = 0;
	columns;
	#dataset;
	#error;
	#wake;
	constructor(options) {
		createTable(options.table, options.columns);
		this.#path = options.path;
		this.columns = options.columns;
		this.#worker = new Worker(childEntry("dataset-writer-child", import.meta.url), {
			workerData: options,
			stdout: false,
			resourceLimits: { maxYoungGenerationSizeMb: 2 }
		});
		this.#worker.on("message", (answer) => this.#hear(answer));
		this.#worker.on("error", (error) => this.#fail(error));
		this.#worker.on("exit", () => this.#fail(new Bug("the thread that writes rows has ended")));
	}
	async write(batch, from, onReject) {
		await this.#until(() => this.#free.length > 0);
		const memory = this.#free.pop();
		if (memory === void 0) throw new Bug("there is no memory for a batch");
		const extent = extentOf(batch);
		const placeOf = placer(batch, extent);
		this.#underWay.push({
			memory,
			rejected: (rejects) => tellAll(rejects, placeOf, onReject),
			after: []
		});
		this.#ask({
			do: "write",
			batch: memory.take(batch, extent),
			from
		});
		if (placeOf === batch.byteOf) await this.judged();
	}
	inTurn(tell) {
		const last = this.#underWay.at(-1);
		if (last === void 0) tell();
		else last.after.push(tell);
	}
	async judged() {
		await this.#until(() => this.#underWay.length === 0);
	}
	async finish() {
		this.#ask({ do: "finish" });
		await this.#until(() => this.#dataset !== void 0);
		if (this.#dataset === void 0) throw new Bug("the thread that writes rows has finished without a dataset");
		return this.#dataset;
	}
	async [Symbol.asyncDispose]() {
		await this.#worker.terminate();
		rmSync(`${this.#path}.partial`, { force: true });
	}
	#ask(request) {
		this.#worker.postMessage(request);
	}
	#hear(answer) {
		if (answer.of === "error") this.#fail(arrived(answer.error));
		else {
			this.written = answer.written.bytes;
			this.columns = answer.written.columns ?? this.columns;
			if (answer.of === "finish") this.#finished(answer);
			else this.#written(answer.rejects);
		}
		this.#wake?.();
	}
	#finished({ dataset, content }) {
		if (content !== void 0) rememberContent(dataset.path, content);
		this.#dataset = dataset;
	}
	#written(rejects) {
		const done = this.#underWay.shift();
		if (done === void 0) throw new Bug("the thread that writes rows has answered what was not asked");
		this.#free.push(done.memory);
		try {
			done.rejected(rejects);
			for (const tell of done.after) tell();
		} catch (error) {
			this.#fail(error);
		}
	}
	#fail(error) {
		this.#error ??= error instanceof Error ? error : new Error(String(error));
		this.#wake?.();
	}
	async #until(holds) {
		while (this.#error === void 0 && !holds()) {
			const { promise, resolve } = Promise.withResolvers();
			this.#wake = resolve;
			await promise;
		}
		if (this.#error !== void 0) throw this.#error;
	}
};
function placer({ byteOf }, { least, most }) {
	if (byteOf === void 0) return void 0;
	const base = byteOf(least);
	return byteOf(most) - base === most - least ? (at) => base + at - least : byteOf;
}
function tellAll(rejects, placeOf, onReject) {
	for (const reject of rejects) {
		const { byte } = reject;
		onReject({
			...reject,
			byte: typeof byte === "number" && placeOf !== void 0 ? placeOf(byte) : null
		});
	}
}

// src/steps/write/open-batch-writer.ts
const leastBytes = 8 << 20;
function openBatchWriter(options, bytes, follow) {
	if (bytes < leastBytes || availableParallelism() === 1) return new HereWriter(options);
	const writer = new ThreadWriter({
		...options,
		hashed: follow?.wantsContent === true
	});
	return follow === void 0 ? writer : new FollowedWriter(writer, options, follow);
}

// src/steps/extract/make-dataset.ts
async function makeDataset(context, { wanted: { columns, note, gone }, bytes, sources, read: readInto }) {
	const place = {
		path: context.datasetPath,
		table: context.stepId,
		columns
	};
	await using writer = openBatchWriter(place, bytes, context.follow);
	using rejects = new RejectLog(context.rejectsPath, context.mask);
	const read = await readInto(writer, rejects);
	if (read === 0) requireAllowedEmpty(context, sources);
	await writer.judged();
	const rejected = rejects.finish();
	rejects.requireWithin(context.options.rejects, read);
	const dataset = await writer.finish();
	return {
		dataset: gone === void 0 ? dataset : {
			...dataset,
			gone
		},
		...note === void 0 ? {} : { note },
		...rejected === void 0 ? {} : { rejects: rejected },
		rows: {
			read,
			loaded: dataset.rows,
			rejected: rejects.rows,
			filtered: 0,
			deduplicated: 0,
			unchanged: 0
		}
	};
}

// src/steps/extract/told-guesses.ts
var ToldGuesses = class {
	#labels = /* @__PURE__ */ new Map();
	add(label, guesses = []) {
		for (const guess of guesses) this.#labels.set(guess, [...this.#labels.get(guess) ?? [], label]);
	}
	beside(outcome) {
		if (this.#labels.size === 0) return outcome;
		const told = [...this.#labels].map(([guess, labels]) => `${labels.length === 1 ? labels.join("") : counted(labels.length, "source")}: ${guess} (a guess)`);
		return {
			...outcome,
			note: [...outcome.note === void 0 ? [] : [outcome.note], ...told].join("; ")
		};
	}
};

// src/steps/extract/read-dataset.ts
async function readDataset(spooled, context, rejectedCursors) {
	const sources = await openZips(spooled, context.options);
	const wanted = await agreedColumns(sources, context);
	const guesses = new ToldGuesses();
	const outcome = await makeDataset(context, {
		wanted,
		bytes: sources.reduce((sum, source) => sum + source.bytes, 0),
		sources,
		read: (writer, rejects) => readInto(writer, rejects, {
			sources,
			wanted,
			guesses,
			context,
			rejectedCursors
		})
	});
	return guesses.beside(outcome);
}
async function readInto(writer, rejects, { sources, wanted, guesses, context, rejectedCursors }) {
	const { columns, forbidden } = wanted;
	const totalBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0);
	const { formats = {}, format } = context.options;
	const reformat = new Reformat(columns, formats, { emptyIsText: format === "csv" });
	let before = 0;
	let read = 0;
	for (const source of sources) {
		let now = 0;
		const onReject = (reject) => rejects.add(source.label, reject);
		await using records = await openRecords(source, context, {
			onReject: (reject) => {
				read += 1;
				writer.inTurn(() => onReject(reject));
			},
			onBytes: (bytes) => now = bytes
		});
		sayFound(source, records.notes, context);
		guesses.add(source.label, records.guesses);
		const namesNow = () => {
			const names = namesOf(records.names, columns, context);
			return wanted.anyCase === true ? asKnown(names, columns) : names;
		};
		const columnsOfBatch = (context.options.format === "csv" || context.options.format === "parquet") && wanted.mayLack !== true ? locateColumns(columns, namesNow(), source) : void 0;
		if (wanted.note === void 0) sayLeftOut(namesNow(), columns, context);
		for await (const batch of records.batches) {
			read += batch.rows;
			const names = namesNow();
			const { whole, fitting, misfits } = reformat.apply(batch, names);
			const from = columnsOfBatch ?? placesIn(columns.map(({ name }) => name), names);
			const hear = rejectedCursors?.over(whole, from[cursorAt(columns, context)] ?? -1, onReject) ?? onReject;
			for (const misfit of misfits) writer.inTurn(() => hear(misfit));
			const taken = withoutForbidden(fitting, foundIn(forbidden, names), (reject) => writer.inTurn(() => hear(reject)));
			await writer.write(taken, from, asWritten(formats, hear));
			context.progress({
				rows: read - rejects.rows,
				bytes: before + now,
				totalBytes
			});
		}
		before += source.bytes;
	}
	return read;
}
function asWritten(formats, hear) {
	if (Object.values(formats).every(({ decimal }) => decimal === void 0)) return hear;
	return (reject) => {
		const { column, value } = reject;
		const mark = column !== null && Object.hasOwn(formats, column) ? formats[column]?.decimal : void 0;
		hear(mark === void 0 || value === null ? reject : {
			...reject,
			value: value.replace(".", () => mark)
		});
	};
}
function sayFound({ label }, notes, context) {
	const found = notes.join(", ");
	const line = `${label}: ${found} (found by looking)`;
	if (found !== "") tellOnce(context, line, context.options.paging === void 0 ? line : found);
}
function sayLeftOut(names, columns, context) {
	const extra = names.filter((name) => !columns.some((column) => column.name === name));
	if (extra.length > 0) tellOnce(context, `left out, because "columns" does not name them: ${extra.join(", ")}`);
}
function cursorAt(columns, { options: { incremental } }) {
	return columns.findIndex(({ name }) => name === incremental?.cursor);
}

export { underContract as i, makeDataset as n, withoutForbidden as r, readDataset as t };