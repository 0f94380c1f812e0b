import { d as convert, n as parquetHeader, r as readPage, t as parquetScan } from "./vendor/hyparquet.js";
import { n as stopGrowth, t as collect } from "./steps-collect.js";
import { a as parsers, i as undamaged, n as compressors, r as openParquetFile, t as parquetColumns } from "./steps-extract-parquet-parquet-columns.js";
import { t as fieldKind } from "./dataset-batch.js";
import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as rawText } from "./dataset-reject.js";
import { isUtf8 } from "node:buffer";
import { crc32 } from "node:zlib";

// src/steps/extract/parquet/flat-column.ts
const firstGuess = 4096;
var FlatColumn = class {
	#file;
	#decoder;
	#at;
	#end;
	#left;
	#dictionary;
	constructor(file, chunk, path) {
		const leaf = path.at(-1);
		const meta = chunk.meta_data;
		if (meta === void 0 || leaf === void 0 || chunk.file_path !== void 0) throw new Error("a column of it lies in another file");
		this.#file = file;
		this.#decoder = {
			pathInSchema: meta.path_in_schema,
			type: meta.type,
			element: leaf.element,
			schemaPath: path,
			codec: meta.codec,
			parsers,
			compressors,
			utf8: false
		};
		const dictionary = meta.dictionary_page_offset ?? 0n;
		this.#at = Number(dictionary > 0n ? dictionary : meta.data_page_offset);
		this.#end = this.#at + Number(meta.total_compressed_size);
		this.#left = Number(meta.num_values);
	}
	async next() {
		while (this.#left > 0) {
			const { header, body } = await this.#page();
			const reader = {
				view: new DataView(body.buffer, body.byteOffset, body.length),
				offset: 0
			};
			const { data } = readPage(reader, header, this.#decoder, this.#dictionary, void 0, 0);
			if (data === void 0) continue;
			if (header.type === "DICTIONARY_PAGE") {
				this.#dictionary = convert(data, this.#decoder);
				continue;
			}
			const nulls = header.data_page_header_v2?.num_nulls ?? header.data_page_header?.statistics?.null_count;
			this.#requireValues(data, nulls === void 0 ? void 0 : Number(nulls));
			this.#left -= data.length;
			return data;
		}
		if (this.#left < 0) throw new Error("a page holds more values than its column");
	}
	#requireValues(data, nulls) {
		const { element, type } = this.#decoder;
		if (ArrayBuffer.isView(data)) return;
		let missing = 0;
		for (const value of data) {
			if (value === void 0) throw new Error(`a page of ${type} values points outside of its dictionary`);
			if (value === null) missing++;
		}
		if (missing === (nulls ?? missing) && (missing === 0 || element.repetition_type !== "REQUIRED")) return;
		throw new Error(`a page has ${missing} nulls where it says ${nulls ?? 0}`);
	}
	async #page() {
		for (let guess = firstGuess;; guess *= 16) {
			const head = await this.#bytes(Math.min(guess, this.#end - this.#at));
			const reader = {
				view: new DataView(head.buffer),
				offset: 0
			};
			const header = headerOf(reader);
			if (header === void 0 && guess < this.#end - this.#at) continue;
			if (header === void 0) throw new Error("a page begins where none can");
			this.#at += reader.offset;
			const size = header.compressed_page_size;
			if (!(size >= 0 && this.#at + size <= this.#end)) throw new Error("a page is longer than its column");
			const here = head.subarray(reader.offset, reader.offset + size);
			const body = here.length === size ? here : await this.#bytes(size);
			this.#at += size;
			if (header.crc !== void 0 && crc32(body) !== header.crc >>> 0) throw new Error("the checksum of a page is wrong");
			return {
				header,
				body
			};
		}
	}
	async #bytes(size) {
		if (size <= 0) throw new Error("a column ends before it has all its values");
		return new Uint8Array(await this.#file.buffer.slice(this.#at, this.#at + size));
	}
};
function headerOf(reader) {
	try {
		return parquetHeader(reader);
	} catch (error) {
		if (error instanceof RangeError) return void 0;
		throw error;
	}
}

// src/steps/extract/parquet/packed-column.ts
var PackedColumn = class {
	#column;
	#out = new ByteOut(4096);
	#ends = /* @__PURE__ */ new Int32Array();
	#kinds = /* @__PURE__ */ new Uint8Array();
	#count = 0;
	#taken = 0;
	constructor(column) {
		this.#column = column;
	}
	get left() {
		return this.#count - this.#taken;
	}
	fill(values) {
		const { leaf, toJson, kind } = this.#column;
		const out = this.#out;
		out.at = 0;
		this.#count = values.length;
		this.#taken = 0;
		if (this.#kinds.length < values.length) {
			this.#ends = new Int32Array(values.length);
			this.#kinds = new Uint8Array(values.length);
		}
		for (let index = 0; index < values.length; index++) {
			const value = values[index];
			const isNull = value === null || value === void 0;
			if (!isNull && leaf !== void 0) leaf.put(out, value);
			else if (!isNull && toJson !== void 0) putText(out, toJson(value));
			this.#ends[index] = out.at;
			if (isNull) this.#kinds[index] = fieldKind.null;
			else this.#kinds[index] = kind === fieldKind.true && value === false ? fieldKind.false : kind;
		}
	}
	take(out) {
		const index = this.#taken++;
		const from = index === 0 ? 0 : this.#ends[index - 1] ?? 0;
		out.copy(this.#out.bytes, from, (this.#ends[index] ?? 0) - from);
		return this.#kinds[index] ?? fieldKind.null;
	}
};
function putText(out, text) {
	out.room(3 * text.length);
	out.at += out.bytes.write(text, out.at);
}

// src/steps/extract/parquet/rows-out.ts
var RowsOut = class {
	#columns;
	#onReject;
	#out = new ByteOut();
	#start = /* @__PURE__ */ new Int32Array();
	#end = /* @__PURE__ */ new Int32Array();
	#kind = /* @__PURE__ */ new Uint8Array();
	constructor(columns, onReject) {
		this.#columns = columns;
		this.#onReject = onReject;
	}
	batch(ready, { first, count }) {
		this.#room(count);
		const bad = /* @__PURE__ */ new Map();
		for (const [place, column] of ready) {
			const from = this.#out.at;
			this.#put(place, column, count);
			if (this.#columns[place]?.leaf?.put === void 0) continue;
			if (!this.#isSound(place, from, count)) this.#findBad(place, count, bad);
		}
		const columns = this.#columns.length;
		const line = Int32Array.from({ length: count }, (_, row) => first + row + 1);
		const [start, end, kind] = [
			this.#start,
			this.#end,
			this.#kind
		];
		const batch = {
			bytes: this.#out.bytes,
			rows: count,
			columns,
			start,
			end,
			kind,
			line,
			raw: void 0
		};
		return bad.size === 0 ? batch : this.#without(batch, bad);
	}
	#room(count) {
		const size = count * this.#columns.length;
		this.#out.at = 0;
		if (this.#kind.length < size) {
			this.#start = new Int32Array(size);
			this.#end = new Int32Array(size);
			this.#kind = new Uint8Array(size);
		}
		this.#kind.fill(fieldKind.null, 0, size);
	}
	#put(place, column, count) {
		const out = this.#out;
		const step = this.#columns.length;
		for (let row = 0, at = place; row < count; row++, at += step) {
			this.#start[at] = out.at;
			this.#kind[at] = column.take(out);
			this.#end[at] = out.at;
		}
	}
	#isSound(place, from, count) {
		const { bytes, at: to } = this.#out;
		if (!isUtf8(bytes.subarray(from, to))) return false;
		const step = this.#columns.length;
		for (let row = 0, at = place; row < count; row++, at += step) {
			const start = this.#start[at] ?? 0;
			if (this.#kind[at] !== fieldKind.null && start < (this.#end[at] ?? 0) && ((bytes[start] ?? 0) & 192) === 128) return false;
		}
		return true;
	}
	#findBad(place, count, bad) {
		for (let row = 0; row < count; row++) {
			const at = row * this.#columns.length + place;
			if (this.#kind[at] === fieldKind.null || bad.has(row)) continue;
			if (!isUtf8(this.#out.bytes.subarray(this.#start[at], this.#end[at]))) bad.set(row, at);
		}
	}
	#without(batch, bad) {
		const { columns, bytes, start, end, kind, line } = batch;
		let to = 0;
		for (let row = 0; row < batch.rows; row++) {
			const at = bad.get(row);
			if (at === void 0) {
				for (const each of [
					start,
					end,
					kind
				]) each.copyWithin(to * columns, row * columns, (row + 1) * columns);
				if (line !== void 0) line[to] = line[row] ?? 0;
				to++;
				continue;
			}
			const column = this.#columns[at % columns]?.column.name ?? null;
			const value = rawText(bytes.subarray(start[at], end[at]));
			this.#onReject({
				line: line?.[row] ?? null,
				column,
				rule: "encoding",
				value,
				raw: null
			});
		}
		return {
			...batch,
			rows: to
		};
	}
};

// src/steps/extract/parquet/open-parquet.ts
const batchFields = 32768;
async function openParquet(source, { only, onReject, onBytes }) {
	const file = await openParquetFile(source);
	const columns = await parquetColumns(file).catch(async (error) => {
		await file[Symbol.asyncDispose]();
		throw error;
	});
	return {
		names: columns.map(({ column }) => column.name),
		notes: [],
		batches: batchesOf(file, {
			columns,
			wanted: columns.map(({ column }) => only?.has(column.name) ?? true),
			onReject,
			onBytes
		}),
		[Symbol.asyncDispose]: () => file[Symbol.asyncDispose]()
	};
}
async function* batchesOf(opened, wanted) {
	await using file = opened;
	stopGrowth();
	const out = new RowsOut(wanted.columns, wanted.onReject);
	const packed = wanted.columns.map((column) => new PackedColumn(column));
	let first = 0;
	let bytes = 0;
	for (const [index, group] of file.metadata.row_groups.entries()) {
		if (index > 0) collect("major");
		const rows = Number(group.num_rows);
		const ready = await undamaged(file.label, () => start(file, {
			index,
			first,
			rows
		}, {
			...wanted,
			packed
		}));
		for (let done = 0; done < rows;) {
			const most = Math.max(1, Math.floor(batchFields / wanted.columns.length));
			const count = await undamaged(file.label, () => refill(ready, Math.min(most, rows - done)));
			const batch = await undamaged(file.label, () => out.batch(packedOf(ready), {
				first: first + done,
				count
			}));
			if (batch.rows > 0) yield batch;
			done += count;
		}
		for (const { source, packed: rest } of ready.values()) await undamaged(file.label, async () => {
			if (rest.left > 0 || await source?.next() !== void 0) throw new Error("a column has more values than there are rows");
		});
		first += rows;
		wanted.onBytes(bytes += Number(group.total_compressed_size ?? group.total_byte_size));
	}
}
async function start(file, { index, first, rows }, { columns, wanted, packed: all }) {
	const ready = /* @__PURE__ */ new Map();
	for (const [place, { column, path, leaf }] of columns.entries()) {
		const packed = all[place];
		if (wanted[place] !== true || packed === void 0) continue;
		if (leaf === void 0) {
			packed.fill(await nested(file, column.name, {
				first,
				rows
			}));
			ready.set(place, {
				source: void 0,
				packed
			});
			continue;
		}
		const chunk = file.metadata.row_groups[index]?.columns.find(({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === column.name);
		if (chunk === void 0) throw new Error(`a row group has no column "${column.name}"`);
		ready.set(place, {
			source: new FlatColumn(file, chunk, path),
			packed
		});
	}
	return ready;
}
async function nested(file, column, { first, rows }) {
	return (await parquetScan({
		file: file.buffer,
		metadata: file.metadata,
		columns: [column],
		rowStart: first,
		rowEnd: first + rows,
		utf8: false,
		geoparquet: false,
		compressors,
		parsers: {
			...parsers,
			stringFromBytes: strictText
		}
	})).readColumn({
		column,
		rowStart: first,
		rowEnd: first + rows
	});
}
const decoder = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
function strictText(bytes) {
	const text = bytes && decoder.decode(bytes);
	if (text === "__proto__") throw new Error("a nested value holds the text \"__proto__\", which is not read");
	return text;
}
async function refill(ready, most) {
	let count = most;
	for (const { source, packed } of ready.values()) {
		while (packed.left === 0) {
			const next = await source?.next();
			if (next === void 0) throw new Error("a column has fewer values than there are rows");
			packed.fill(next);
		}
		count = Math.min(count, packed.left);
	}
	return count;
}
function packedOf(ready) {
	return new Map([...ready].map(([place, { packed }]) => [place, packed]));
}

export { openParquet };