import { V as Failure } from "./dataset-fields-print-number.js";

// src/steps/write/shared-batch.ts
var SharedBatch = class {
	#bytes = new SharedArrayBuffer(0);
	#fields = new SharedArrayBuffer(0);
	take(batch, { least, most }) {
		const { rows, columns } = batch;
		const fields = rows * columns;
		const { names } = batch;
		const view = {
			rows,
			columns,
			names,
			hasLines: batch.line !== void 0,
			hasRaw: batch.raw !== void 0
		};
		this.#bytes = atLeast(this.#bytes, most);
		this.#fields = atLeast(this.#fields, sizeOf(rows, columns));
		const to = partsOf(this.#fields, rows, columns);
		new Uint8Array(this.#bytes).set(batch.bytes.subarray(least, most), least);
		to.start.set(batch.start.subarray(0, fields));
		to.end.set(batch.end.subarray(0, fields));
		to.kind.set(batch.kind.subarray(0, fields));
		if (batch.line !== void 0) to.line.set(batch.line.subarray(0, rows));
		if (batch.raw !== void 0) to.raw.set(batch.raw.subarray(0, 2 * rows));
		return {
			...view,
			bytes: this.#bytes,
			fields: this.#fields
		};
	}
};
function batchOf({ bytes, fields, rows, columns, hasLines, hasRaw, names }) {
	const { start, end, kind, line, raw } = partsOf(fields, rows, columns);
	return {
		bytes: Buffer.from(bytes),
		rows,
		columns,
		start,
		end,
		kind,
		line: hasLines ? line : void 0,
		raw: hasRaw ? raw : void 0,
		...names === void 0 ? {} : { names }
	};
}
function extentOf({ rows, columns, start, end, raw, bytes }) {
	let least = bytes.length;
	let most = 0;
	for (let at = 0; at < rows * columns; at++) {
		const from = start[at] ?? 0;
		const to = end[at] ?? 0;
		if (from >= to) continue;
		if (from < least) least = from;
		if (to > most) most = to;
	}
	if (raw !== void 0 && rows > 0) {
		least = Math.min(least, raw[0] ?? 0);
		most = Math.max(most, raw[2 * rows - 1] ?? 0);
	}
	return {
		least: Math.min(least, most),
		most
	};
}
function sizeOf(rows, columns) {
	return rows * columns * 9 + rows * 12 + 4;
}
function partsOf(fields, rows, columns) {
	const count = rows * columns;
	return {
		start: new Int32Array(fields, 0, count),
		end: new Int32Array(fields, 4 * count, count),
		line: new Int32Array(fields, 8 * count, rows),
		raw: new Int32Array(fields, 8 * count + 4 * rows, 2 * rows),
		kind: new Uint8Array(fields, 8 * count + 12 * rows, count)
	};
}
function atLeast(memory, size) {
	return memory.byteLength >= size ? memory : new SharedArrayBuffer(Math.ceil(size * 5 / 4));
}

// src/steps/write/thread-protocol.ts
function carried(error) {
	if (!(error instanceof Error)) return { message: String(error) };
	const { message } = error;
	if (error instanceof Failure) return {
		message,
		failure: {
			code: error.code,
			help: error.help
		}
	};
	return "syscall" in error ? {
		message,
		system: Object.fromEntries(Object.entries(error))
	} : { message: error.stack ?? message };
}
function arrived({ message, failure, system }) {
	if (failure === void 0) return Object.assign(new Error(message), system);
	const { code, help } = failure;
	return new Failure(code, message, help === void 0 ? {} : { help });
}

export { extentOf as a, batchOf as i, carried as n, SharedBatch as r, arrived as t };