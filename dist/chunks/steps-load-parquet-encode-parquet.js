import { n as ByteWriter, t as ParquetWriter } from "./vendor/hyparquet-writer.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { n as stopGrowth, t as collect } from "./steps-collect.js";
import { t as fieldValue } from "./dataset-read-rows.js";
import { g as timestamp, h as scanTimestamp } from "./dataset-fields-print-number.js";
import { n as viewOf } from "./dataset-file-format-byte-out.js";

// src/steps/load/parquet/parse-time.ts
const dayMs = 864e5;
function daysOf(text, cursor, index) {
	const ms = /^\d{4}-\d\d-\d\d$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	if (Number.isNaN(ms)) throw cursor.fault(index, "is no date");
	return ms / dayMs;
}
function unitsOf(text, digits, cursor, index) {
	const bytes = Buffer.from(text);
	if (!scanTimestamp(bytes, 0, bytes.length)) throw cursor.fault(index, "is no timestamp");
	const { seconds, fraction, timeEnd, offsetMinutes } = timestamp;
	const second = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16)}:00Z`) / 1e3 - offsetMinutes * 60 + (seconds ? Number(text.slice(17, 19)) : 0);
	const part = fraction === 0 ? "" : text.slice(timeEnd - fraction, timeEnd);
	return BigInt(second) * 10n ** BigInt(digits) + BigInt(part.padEnd(digits, "0"));
}

// src/steps/load/parquet/parquet-plan.ts
const mostDigits = 38;
function planColumn(column, extent) {
	const { name, type, notNull, precision, scale } = column;
	const base = {
		name,
		repetition_type: notNull === true ? "REQUIRED" : "OPTIONAL"
	};
	const own = (cursor, index) => fieldValue(cursor, column, index);
	switch (type) {
		case "integer": return {
			element: {
				...base,
				type: "INT64"
			},
			valueOf: (cursor, index) => BigInt(cursor.integer(index))
		};
		case "real": return {
			element: {
				...base,
				type: "DOUBLE"
			},
			valueOf: own
		};
		case "boolean": return {
			element: {
				...base,
				type: "BOOLEAN"
			},
			valueOf: own
		};
		case "date": return {
			element: {
				...base,
				type: "INT32",
				converted_type: "DATE",
				logical_type: { type: "DATE" }
			},
			valueOf: (cursor, index) => daysOf(String(own(cursor, index)), cursor, index)
		};
		case "timestamp": return extent === void 0 ? textColumn(base, own) : timestampColumn(base, column, extent);
		case "decimal":
			if (precision === void 0 || scale === void 0 || precision > mostDigits || scale > precision) return textColumn(base, own);
			return decimalColumn(base, {
				precision,
				scale
			}, own);
		case "json": return jsonColumn(base);
		default: return textColumn(base, own);
	}
}
function textColumn(base, valueOf) {
	return {
		element: {
			...base,
			type: "BYTE_ARRAY",
			converted_type: "UTF8",
			logical_type: { type: "STRING" }
		},
		valueOf
	};
}
function jsonColumn(base) {
	return {
		element: {
			...base,
			type: "BYTE_ARRAY",
			converted_type: "JSON",
			logical_type: { type: "JSON" }
		},
		writtenAs: {
			...base,
			type: "BYTE_ARRAY"
		},
		valueOf: (cursor, index) => {
			const from = cursor.at[index] ?? 0;
			return Uint8Array.prototype.slice.call(cursor.bytes, from, from + cursor.textSize(index));
		}
	};
}
function decimalColumn(base, { precision, scale }, textOf) {
	const kind = {
		converted_type: "DECIMAL",
		logical_type: {
			type: "DECIMAL",
			precision,
			scale
		},
		precision,
		scale
	};
	return {
		element: precision <= 18 ? {
			...base,
			type: "INT64",
			...kind
		} : {
			...base,
			type: "FIXED_LEN_BYTE_ARRAY",
			type_length: 16,
			...kind
		},
		valueOf: (cursor, index) => {
			const [whole = "", fraction = ""] = String(textOf(cursor, index)).split(".");
			if (fraction.length > scale) throw cursor.fault(index, `has more than ${scale} digits behind its point`);
			return BigInt(whole + fraction.padEnd(scale, "0"));
		}
	};
}
function timestampColumn(base, column, { digits }) {
	const isAdjustedToUTC = column.zoned === true;
	const unit = digits === 3 ? "MILLIS" : digits === 6 ? "MICROS" : "NANOS";
	const older = isAdjustedToUTC && unit !== "NANOS" ? { converted_type: `TIMESTAMP_${unit}` } : {};
	return {
		element: {
			...base,
			type: "INT64",
			...older,
			logical_type: {
				type: "TIMESTAMP",
				isAdjustedToUTC,
				unit
			}
		},
		valueOf: (cursor, index) => unitsOf(cursor.text(index), digits, cursor, index)
	};
}

// src/steps/load/parquet/row-group.ts
const wideInteger = 6;
var RowGroup = class {
	#cursor;
	#columns;
	#rowidColumn;
	#bytes = Buffer.allocUnsafeSlow(65536);
	#serial = /* @__PURE__ */ new Int32Array();
	#at = /* @__PURE__ */ new Int32Array();
	#first = 0;
	#made = -1;
	#values = [];
	rows = 0;
	size = 0;
	constructor(cursor, columns, rowidColumn) {
		this.#cursor = cursor;
		this.#columns = columns;
		this.#rowidColumn = rowidColumn;
	}
	add() {
		const { bytes, at, size } = this.#cursor.record;
		if (this.rows === 0) this.#first = this.#cursor.row;
		this.#room(size + 8);
		bytes.copy(this.#bytes, this.size, at, at + size);
		const field = this.rows++ * this.#columns;
		for (let column = 0; column < this.#columns; column++) {
			this.#serial[field + column] = this.#cursor.serial[column] ?? 0;
			this.#at[field + column] = (this.#cursor.at[column] ?? 0) - at + this.size;
		}
		this.size += size;
		if (this.#rowidColumn >= 0) this.#putRowid(field + this.#rowidColumn);
	}
	#putRowid(field) {
		if (this.#serial[field] !== 0) return;
		this.#serial[field] = wideInteger;
		this.#at[field] = this.size;
		this.size = this.#bytes.writeBigInt64BE(BigInt(this.#cursor.rowid), this.size);
	}
	values(column, valueOf) {
		if (this.#made === column) return this.#values;
		const cursor = this.#cursor;
		const values = this.#values;
		cursor.bytes = this.#bytes;
		cursor.view = viewOf(this.#bytes);
		values.length = 0;
		for (let row = 0, field = column; row < this.rows; row++, field += this.#columns) {
			cursor.row = this.#first + row;
			cursor.serial[column] = this.#serial[field] ?? 0;
			cursor.at[column] = this.#at[field] ?? 0;
			values.push(cursor.isNull(column) ? null : valueOf(cursor, column));
		}
		this.#made = column;
		return values;
	}
	clear() {
		this.rows = this.size = 0;
		this.#made = -1;
	}
	#room(size) {
		if (this.size + size > this.#bytes.length) {
			const larger = Buffer.allocUnsafeSlow(2 * (this.size + size));
			this.#bytes.copy(larger, 0, 0, this.size);
			this.#bytes = larger;
		}
		const fields = (this.rows + 1) * this.#columns;
		if (fields <= this.#serial.length) return;
		const [serial, at] = [new Int32Array(2 * fields), new Int32Array(2 * fields)];
		serial.set(this.#serial);
		at.set(this.#at);
		this.#serial = serial;
		this.#at = at;
	}
};

// src/steps/load/parquet/time-extents.ts
const [firstNanoYear, lastNanoYear] = [1678, 2261];
function timeExtents(dataset) {
	const places = [...dataset.columns.keys()].filter((index) => dataset.columns[index]?.type === "timestamp");
	const seen = places.map(() => ({
		digits: 0,
		first: 9999,
		last: 0
	}));
	const cursor = new DatasetCursor(dataset);
	while (places.length > 0 && cursor.next()) for (const [at, index] of places.entries()) {
		const extent = seen[at];
		if (extent === void 0 || cursor.isNull(index)) continue;
		const bytes = Buffer.from(cursor.text(index));
		if (!scanTimestamp(bytes, 0, bytes.length)) throw cursor.fault(index, "is no timestamp");
		const year = Number(bytes.toString("latin1", 0, 4));
		extent.digits = Math.max(extent.digits, timestamp.fraction);
		extent.first = Math.min(extent.first, year);
		extent.last = Math.max(extent.last, year);
	}
	const extents = /* @__PURE__ */ new Map();
	for (const [at, index] of places.entries()) {
		const { digits = 0, first = 0, last = 0 } = seen[at] ?? {};
		if (digits <= 6) extents.set(index, { digits: digits <= 3 ? 3 : 6 });
		else if (first >= firstNanoYear && last <= lastNanoYear) extents.set(index, { digits: 9 });
	}
	return extents;
}

// src/steps/load/parquet/encode-parquet.ts
const mostValues = 1 << 18;
const mostRows = 65536;
const mostBytes = 8 << 20;
function* encodeParquet(dataset) {
	const extents = timeExtents(dataset);
	const columns = dataset.columns.map((column, index) => planColumn(column, extents.get(index)));
	const writer = new ByteWriter(1 << 20);
	const parquet = new ParquetWriter({
		writer,
		schema: schemaOf(columns, (column) => column.writtenAs ?? column.element),
		createdBy: "millrace"
	});
	for (const group of groupsOf(dataset)) {
		write(parquet, columns, group);
		yield taken(writer);
	}
	parquet.schema = schemaOf(columns, ({ element }) => element);
	parquet.finish();
	yield taken(writer);
}
function schemaOf(columns, elementOf) {
	return [{
		name: "schema",
		num_children: columns.length
	}, ...columns.map(elementOf)];
}
function* groupsOf(dataset) {
	stopGrowth();
	const cursor = new DatasetCursor(dataset);
	const columns = dataset.columns.length;
	const rows = Math.max(1, Math.min(mostRows, Math.floor(mostValues / columns)));
	const group = new RowGroup(cursor, columns, dataset.rowidColumn);
	while (cursor.next()) {
		group.add();
		if (group.rows < rows && group.size < mostBytes) continue;
		yield group;
		group.clear();
		collect("major");
	}
	if (group.rows > 0) yield group;
}
function write(parquet, columns, group) {
	const columnData = columns.map(({ element, writtenAs, valueOf }, index) => ({
		name: element.name,
		get data() {
			return group.values(index, valueOf);
		},
		...writtenAs === void 0 ? {} : {
			statistics: false,
			encoding: "PLAIN"
		}
	}));
	parquet.write({
		columnData,
		rowGroupSize: group.rows
	});
}
function taken(writer) {
	const bytes = Buffer.from(new Uint8Array(writer.buffer, 0, writer.index));
	writer.index = 0;
	return bytes;
}

export { encodeParquet };