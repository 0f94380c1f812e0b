import { U as unreachable, _ as decimal, g as timestamp, h as scanTimestamp, m as isDate, t as printDecimal, x as scanDecimal, y as powersOfTen } from "./dataset-fields-print-number.js";
import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { u as sql } from "./vendor/kysely.js";

// src/dataset/encode/mysql-type.ts
const mostDecimalDigits = 65;
const mostDecimalScale = 30;
function mysqlType(column) {
	switch (column.type) {
		case "text":
		case "json": return "longtext";
		case "integer": return "bigint";
		case "decimal": return `decimal(${65},${decimalScale(column)})`;
		case "real": return "double";
		case "boolean": return "boolean";
		case "date": return "date";
		case "timestamp": return "datetime(6)";
		default: return unreachable(column.type);
	}
}
function decimalScale({ scale = 30 }) {
	return Math.min(scale, 30);
}

// src/steps/sql/exact-collation.ts
async function exactCollation(db) {
	const { rows } = await sql`
    select collation_name as name from information_schema.collations
    where collation_name in ('utf8mb4_0900_bin', 'utf8mb4_nopad_bin') order by collation_name desc`.execute(db);
	return rows[0]?.name ?? "utf8mb4_bin";
}

// src/steps/sql/mysql-row-key.ts
const usual = "my_row_id";
const unlikely = "_millrace_row";
async function mysqlRowKey(db, columns = [usual]) {
	const { rows } = await sql`show variables like 'sql_require_primary_key'`.execute(db);
	if (rows[0]?.Value !== "ON") return [];
	const name = columns.some((column) => column.toLowerCase() === usual) ? unlikely : usual;
	return [sql`${sql.id(name)} bigint unsigned not null auto_increment primary key invisible`];
}

// src/dataset/encode/copy-numeric.ts
const minus = 45;
const point = 46;
function putNumeric(out, bytes, start, end) {
	if (!scanDecimal(bytes, start, end)) return false;
	const negative = bytes[start] === minus;
	const from = negative ? start + 1 : start;
	const shown = decimal.fraction;
	const dot = shown === 0 ? end : end - shown - 1;
	const groups = groupsOf(bytes, from, dot, end);
	let weight = Math.ceil((dot - from) / 4) - 1;
	let first = 0;
	while (first < groups.length && groups[first] === 0) {
		first++;
		weight--;
	}
	let last = groups.length;
	while (last > first && groups[last - 1] === 0) last--;
	const count = last - first;
	out.room(12 + 2 * count);
	let at = out.bytes.writeInt32BE(8 + 2 * count, out.at);
	at = out.bytes.writeInt16BE(count, at);
	at = out.bytes.writeInt16BE(count === 0 ? 0 : weight, at);
	at = out.bytes.writeUInt16BE(negative && count > 0 ? 16384 : 0, at);
	at = out.bytes.writeUInt16BE(shown, at);
	for (let group = first; group < last; group++) at = out.bytes.writeInt16BE(groups[group] ?? 0, at);
	out.at = at;
	return true;
}
const mostScale = 12;
const mostGroups = 8;
const scratch = new Int16Array(mostGroups);
function putScaled(out, value, scale) {
	const power = powersOfTen[scale] ?? NaN;
	const scaled = Math.round(Math.abs(value) * power);
	if (!(scale <= mostScale && scaled <= Number.MAX_SAFE_INTEGER)) return false;
	const whole = Math.floor(scaled / power);
	const fractions = Math.ceil(scale / 4);
	let first = putGroups((scaled - whole * power) * (powersOfTen[4 * fractions - scale] ?? 1), mostGroups, fractions);
	first = putGroups(whole, first, 0);
	let weight = mostGroups - fractions - first - 1;
	let last = mostGroups;
	for (; first < last && scratch[first] === 0; weight--) first++;
	while (last > first && scratch[last - 1] === 0) last--;
	const count = last - first;
	out.room(12 + 2 * count);
	const { view, at } = out;
	view.setInt32(at, 8 + 2 * count);
	view.setInt16(at + 4, count);
	view.setInt16(at + 6, count === 0 ? 0 : weight);
	view.setInt16(at + 8, value < 0 && count > 0 ? 16384 : 0);
	view.setInt16(at + 10, scale);
	for (let i = 0; i < count; i++) view.setInt16(at + 12 + 2 * i, scratch[first + i] ?? 0);
	out.at = at + 12 + 2 * count;
	return true;
}
function putGroups(value, end, least) {
	let at = end;
	let large = value;
	for (; large > 2147483647; large = Math.floor(large / 1e4)) scratch[--at] = large % 1e4;
	for (let rest = large | 0; rest > 0 || end - at < least;) {
		const next = rest / 1e4 | 0;
		scratch[--at] = rest - next * 1e4;
		rest = next;
	}
	return at;
}
function groupsOf(bytes, from, dot, end) {
	const groups = [];
	let group = 0;
	for (let at = from; at < dot; at++) {
		group = group * 10 + (bytes[at] ?? 48) - 48;
		if ((dot - at) % 4 !== 1) continue;
		groups.push(group);
		group = 0;
	}
	if (bytes[dot] !== point || dot === end) return groups;
	for (let at = dot + 1; at < end; at += 4) {
		for (let digit = at; digit < at + 4; digit++) group = group * 10 + (digit < end ? (bytes[digit] ?? 48) - 48 : 0);
		groups.push(group);
		group = 0;
	}
	return groups;
}

// src/dataset/encode/copy-time.ts
const secondsADay = 86400;
const epoch = 730425;
function dayAt(bytes, at) {
	const month = digits(bytes, at + 5, 2);
	const year = digits(bytes, at, 4) - (month <= 2 ? 1 : 0);
	const leaps = (year / 4 | 0) - (year / 100 | 0) + (year / 400 | 0);
	const ofYear = (153 * (month + (month <= 2 ? 9 : -3)) + 2) / 5 | 0;
	return 365 * year + leaps + ofYear + digits(bytes, at + 8, 2) - 1 - epoch;
}
function digits(bytes, at, count) {
	let value = 0;
	for (let i = 0; i < count; i++) value = value * 10 + (bytes[at + i] ?? 48) - 48;
	return value;
}
function putDate(out, cursor, column) {
	const size = cursor.textSize(column);
	const at = cursor.at[column] ?? 0;
	if (!isDate(cursor.bytes, at, at + size)) throw cursor.fault(column, `is no date: ${cursor.text(column)}`);
	out.int32(4);
	out.int32(dayAt(cursor.bytes, at));
}
function putTimestamp(out, cursor, column, zoned) {
	const size = cursor.textSize(column);
	const at = cursor.at[column] ?? 0;
	const { bytes } = cursor;
	if (!scanTimestamp(bytes, at, at + size) || !zoned && timestamp.zone !== "none") throw cursor.fault(column, `is no timestamp${zoned ? "" : " without a zone"}: ${cursor.text(column)}`);
	const second = timestamp.seconds ? digits(bytes, at + 17, 2) : 0;
	const minute = digits(bytes, at + 11, 2) * 60 + digits(bytes, at + 14, 2) - timestamp.offsetMinutes;
	const seconds = dayAt(bytes, at) * secondsADay + minute * 60 + second;
	const micros = microseconds(cursor, column, at + 20);
	out.int32(8);
	const whole = seconds * 1e6 + micros;
	if (Number.isSafeInteger(whole)) out.int64(whole);
	else {
		out.room(8);
		out.at = out.bytes.writeBigInt64BE(BigInt(seconds) * 1000000n + BigInt(micros), out.at);
	}
}
function microseconds(cursor, column, at) {
	const { fraction } = timestamp;
	if (fraction === 0) return 0;
	const known = Math.min(fraction, 6);
	if (fraction > 6 && digits(cursor.bytes, at + 6, fraction - 6) !== 0) throw cursor.fault(column, `has more than microseconds, which PostgreSQL cannot store: ${cursor.text(column)}`);
	return digits(cursor.bytes, at, known) * 10 ** (6 - known);
}

// src/dataset/encode/encode-copy.ts
function copyType(column) {
	switch (column.type) {
		case "text": return "text";
		case "integer": return "bigint";
		case "decimal": return "numeric";
		case "real": return "double precision";
		case "boolean": return "boolean";
		case "date": return "date";
		case "timestamp": return column.zoned === true ? "timestamptz" : "timestamp";
		case "json": return "jsonb";
		default: return unreachable(column.type);
	}
}
function* encodeCopy(dataset) {
	const encoder = new CopyEncoder(dataset.columns, new DatasetCursor(dataset));
	yield* encoder.rows();
	yield encoder.end();
}
var CopyEncoder = class {
	#out = new ByteOut();
	#cursor;
	#fields;
	constructor(columns, cursor) {
		this.#cursor = cursor;
		this.#fields = columns.map(fieldEncoder);
		this.#out.ascii("PGCOPY\nÿ\r\n\0");
		this.#out.ascii("\0\0\0\0\0\0\0\0");
	}
	*rows() {
		const out = this.#out;
		const cursor = this.#cursor;
		const fields = this.#fields;
		while (cursor.next()) {
			out.int16(fields.length);
			for (let column = 0; column < fields.length; column++) if (cursor.isNull(column)) out.int32(-1);
			else fields[column]?.(out, cursor, column);
			if (out.full) yield out.take();
		}
	}
	end() {
		this.#out.int16(-1);
		return this.#out.take();
	}
};
function fieldEncoder(column) {
	const { type, scale, zoned } = column;
	switch (type) {
		case "text": return putText;
		case "integer": return putBigint;
		case "decimal": return decimalEncoder(scale);
		case "real": return putDouble;
		case "boolean": return putBoolean;
		case "date": return putDate;
		case "timestamp": return (out, cursor, at) => putTimestamp(out, cursor, at, zoned === true);
		case "json": return putJson;
		default: return unreachable(type);
	}
}
const putText = (out, cursor, column) => {
	const from = cursor.at[column] ?? 0;
	if ((cursor.serial[column] ?? 0) <= 9) {
		const text = cursor.serial[column] === 7 ? String(cursor.double(column)) : String(cursor.integer(column));
		out.int32(text.length);
		return out.ascii(text);
	}
	const size = cursor.textSize(column);
	out.int32(size);
	if (!copyWithoutNul(out, cursor, from, size)) throw cursor.fault(column, "holds a NUL, which PostgreSQL cannot store", withoutNul);
};
const withoutNul = "Take it out at the source, or in a module: `text.replaceAll(\"\\0\", \"\")`; SQLite does not find it with `replace`";
const longText = 256;
function copyWithoutNul(out, { bytes, view }, start, size) {
	if (size > longText) {
		out.copy(bytes, start, size);
		return !bytes.subarray(start, start + size).includes(0);
	}
	out.room(size);
	const { view: to, at } = out;
	out.at = at + size;
	let found = 0;
	const last = size - 4;
	if (last >= 0) {
		for (let i = 0; i < last; i += 4) {
			const word = view.getInt32(start + i, true);
			to.setInt32(at + i, word, true);
			found |= word - 16843009 & ~word;
		}
		const word = view.getInt32(start + last, true);
		to.setInt32(at + last, word, true);
		return ((found | word - 16843009 & ~word) & 2155905152) === 0;
	}
	for (let i = 0; i < size; i++) {
		const byte = view.getUint8(start + i);
		to.setUint8(at + i, byte);
		if (byte === 0) return false;
	}
	return true;
}
const putJson = (out, cursor, column) => {
	const size = cursor.textSize(column);
	out.int32(size + 1);
	out.byte(1);
	out.copy(cursor.bytes, cursor.at[column] ?? 0, size);
};
const putBigint = (out, cursor, column) => {
	const value = cursor.integer(column);
	out.int32(8);
	out.room(8);
	if (typeof value === "bigint") out.at = out.bytes.writeBigInt64BE(value, out.at);
	else out.int64(value);
};
const putDouble = (out, cursor, column) => {
	out.int32(8);
	out.room(8);
	out.view.setFloat64(out.at, cursor.double(column));
	out.at += 8;
};
const putBoolean = (out, cursor, column) => {
	out.int32(1);
	out.byte(cursor.boolean(column) ? 1 : 0);
};
function decimalEncoder(scale) {
	const digits = new ByteOut(512);
	return (out, cursor, column) => {
		const from = cursor.at[column] ?? 0;
		const text = cursor.isText(column);
		if (!text) {
			const value = cursor.double(column);
			if (!Number.isFinite(value)) throw cursor.fault(column, `is ${value}, which no decimal is`);
			if (scale !== void 0 && putScaled(out, value, scale)) return;
			digits.at = 0;
			printDecimal(digits, value, scale);
		}
		if (!(text ? putNumeric(out, cursor.bytes, from, from + cursor.textSize(column)) : putNumeric(out, digits.bytes, 0, digits.at))) throw cursor.fault(column, "is no decimal");
	};
}

export { exactCollation as a, mysqlRowKey as i, copyType as n, decimalScale as o, encodeCopy as r, mysqlType as s, CopyEncoder as t };