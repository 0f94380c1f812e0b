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

// src/dataset/fields/number-field.ts
const minus = 45;
const plus = 43;
const point = 46;
const zero$1 = 48;
const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
function isInteger(bytes, start, end) {
	let at = start;
	if (bytes[at] === minus) at++;
	if (at === end || bytes[at] === zero$1 && (end - at > 1 || at > start)) return false;
	for (; at < end; at++) {
		const digit = (bytes[at] ?? 0) - zero$1;
		if (digit < 0 || digit > 9) return false;
	}
	return true;
}
function smallInteger(bytes, start, end) {
	let at = start;
	const negative = bytes[at] === minus;
	if (negative) at++;
	const digits = end - at;
	if (digits < 1 || digits > exactDigits || bytes[at] === zero$1 && (digits > 1 || negative)) return NaN;
	let value = 0;
	for (; at < end; at++) {
		const digit = (bytes[at] ?? 0) - zero$1;
		if (digit < 0 || digit > 9) return NaN;
		value = value * 10 + digit;
	}
	return negative ? -value : value;
}
const decimal = {
	value: 0,
	whole: 0,
	fraction: 0
};
function scanDecimal(bytes, start, end) {
	let at = start;
	const negative = bytes[at] === minus;
	if (negative) at++;
	const first = at;
	let dot = -1;
	let value = 0;
	for (; at < end; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === point && dot < 0) {
			dot = at;
			continue;
		}
		const digit = byte - zero$1;
		if (digit < 0 || digit > 9) return false;
		value = value * 10 + digit;
	}
	const whole = (dot < 0 ? end : dot) - first;
	const fraction = dot < 0 ? 0 : end - dot - 1;
	if (whole + fraction === 0 || dot >= 0 && fraction === 0) return false;
	if (whole > 1 && bytes[first] === zero$1) return false;
	decimal.whole = whole === 1 && bytes[first] === zero$1 ? 0 : whole;
	decimal.fraction = fraction;
	if (decimal.whole + fraction <= exactDigits) {
		value /= powersOfTen[fraction] ?? 1;
		decimal.value = negative && value !== 0 ? -value : value;
	} else decimal.value = Number(latin1(bytes, start, end));
	return true;
}
function real(bytes, start, end) {
	if (scanDecimal(bytes, start, end)) return Number.isFinite(decimal.value) ? decimal.value : NaN;
	const text = latin1(bytes, start, end);
	if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return NaN;
	const value = Number(text);
	return Number.isFinite(value) ? value + 0 : NaN;
}
function latin1(bytes, start, end) {
	return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}
function isSign(byte) {
	return byte === minus || byte === plus;
}

// src/dataset/fields/time-field.ts
const zero = 48;
const colon = 58;
const hyphen = 45;
const monthDays = [
	31,
	28,
	31,
	30,
	31,
	30,
	31,
	31,
	30,
	31,
	30,
	31
];
function two(bytes, at) {
	const tens = (bytes[at] ?? 0) - zero;
	const ones = (bytes[at + 1] ?? 0) - zero;
	return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NaN : tens * 10 + ones;
}
function isDay(bytes, at) {
	if (bytes[at + 4] !== hyphen || bytes[at + 7] !== hyphen) return false;
	const year = two(bytes, at) * 100 + two(bytes, at + 2);
	const month = two(bytes, at + 5);
	const day = two(bytes, at + 8);
	if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
	const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}
function isDate(bytes, start, end) {
	return end - start === 10 && isDay(bytes, start);
}
const timestamp = {
	separator: 0,
	seconds: false,
	fraction: 0,
	timeEnd: 0,
	zone: "none",
	offsetMinutes: 0
};
function scanTimestamp(bytes, start, end) {
	if (end - start < 16 || !isDay(bytes, start)) return false;
	timestamp.separator = bytes[start + 10] ?? 0;
	if (timestamp.separator !== 84 && timestamp.separator !== 32) return false;
	if (!(two(bytes, start + 11) <= 23 && two(bytes, start + 14) <= 59) || bytes[start + 13] !== colon) return false;
	let at = start + 16;
	timestamp.seconds = at < end && bytes[at] === colon;
	timestamp.fraction = 0;
	if (timestamp.seconds) {
		if (end - at < 3 || !(two(bytes, at + 1) <= 59)) return false;
		at += 3;
		if (at < end && bytes[at] === 46) {
			const from = ++at;
			while (at < end && isDigit(bytes[at])) at++;
			timestamp.fraction = at - from;
			if (timestamp.fraction === 0 || timestamp.fraction > 9) return false;
		}
	}
	timestamp.timeEnd = at;
	return scanZone(bytes, at, end);
}
function scanZone(bytes, at, end) {
	timestamp.zone = "none";
	timestamp.offsetMinutes = 0;
	if (at === end) return true;
	if (bytes[at] === 90) {
		timestamp.zone = "utc";
		return at + 1 === end;
	}
	if (!isSign(bytes[at])) return false;
	const withColon = bytes[at + 3] === colon;
	const length = end - at;
	const hours = two(bytes, at + 1);
	const minutes = length === 3 ? 0 : two(bytes, at + (withColon ? 4 : 3));
	if (length !== 3 && length !== (withColon ? 6 : 5)) return false;
	if (!(hours <= 15 && minutes <= 59)) return false;
	timestamp.zone = "offset";
	timestamp.offsetMinutes = (hours * 60 + minutes) * (bytes[at] === hyphen ? -1 : 1);
	return true;
}
function isDigit(byte) {
	return byte !== void 0 && byte >= zero && byte <= 57;
}
function firstShape(column) {
	return {
		separator: timestamp.separator,
		fraction: column?.scale ?? timestamp.fraction,
		zoned: column?.zoned ?? timestamp.zone !== "none"
	};
}
function hasShape(shape) {
	return timestamp.seconds && timestamp.separator === shape.separator && timestamp.fraction === shape.fraction && timestamp.zone === (shape.zoned ? "utc" : "none");
}
function inShape(bytes, start, shape) {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, timestamp.timeEnd - start).toString("latin1");
	const minute = shape.zoned ? toUtc(text.slice(0, 16)) : text.slice(0, 16);
	if (minute === void 0) return void 0;
	const digits = text.slice(20).replace(/0+$/, "").padEnd(shape.fraction, "0");
	const seconds = timestamp.seconds ? text.slice(16, 19) : ":00";
	const separator = String.fromCharCode(shape.separator);
	const fraction = digits === "" ? "" : `.${digits}`;
	return `${minute.slice(0, 10)}${separator}${minute.slice(11)}${seconds}${fraction}${shape.zoned ? "Z" : ""}`;
}
function toUtc(minute) {
	if (timestamp.offsetMinutes === 0) return minute;
	const local = Date.parse(`${minute.slice(0, 10)}T${minute.slice(11)}Z`);
	const utc = /* @__PURE__ */ new Date(local - timestamp.offsetMinutes * 6e4);
	const year = utc.getUTCFullYear();
	return year < 1 || year > 9999 ? void 0 : utc.toISOString().slice(0, 16);
}

// src/dataset/file-format/serial-type.ts
function integerSerial(value) {
	if (value === 0) return 8;
	if (value === 1) return 9;
	const size = value < 0 ? -value - 1 : value;
	if (size < 128) return 1;
	if (size < 32768) return 2;
	if (size < 8388608) return 3;
	if (size < 2147483648) return 4;
	return size < 0x800000000000 ? 5 : 6;
}
const bodySizes = [
	0,
	1,
	2,
	3,
	4,
	6,
	8,
	8,
	0,
	0
];
function bodySize(serial) {
	return serial >= 13 ? serial - 13 >> 1 : bodySizes[serial] ?? 0;
}
function putInteger(page, at, value, serial) {
	switch (serial) {
		case 1:
			page.setInt8(at, value);
			return at + 1;
		case 2:
			page.setInt16(at, value);
			return at + 2;
		case 3:
			page.setInt8(at, value >> 16);
			page.setUint16(at + 1, value);
			return at + 3;
		case 4:
			page.setInt32(at, value);
			return at + 4;
		default:
			page.setInt16(at, Math.floor(value / 4294967296));
			page.setUint32(at + 2, value);
			return at + 6;
	}
}
function putText(page, at, bytes, from, length) {
	const last = length - 4;
	if (last >= 0) {
		for (let i = 0; i < last; i += 4) page.setUint32(at + i, bytes.getUint32(from + i));
		page.setUint32(at + last, bytes.getUint32(from + last));
	} else for (let i = 0; i < length; i++) page.setUint8(at + i, bytes.getUint8(from + i));
	return at + length;
}

// src/dataset/fields/boolean-field.ts
const wordTrue = Buffer.from("true");
const wordFalse = Buffer.from("false");
function booleanSerial(bytes, from, to) {
	const length = to - from;
	const first = (bytes[from] ?? 0) | 32;
	if (length === 1) {
		if (bytes[from] === 49 || first === 116) return 9;
		return bytes[from] === 48 || first === 102 ? 8 : -1;
	}
	if (length === 4) return isWord(bytes, from, wordTrue) ? 9 : -1;
	if (length === 5) return isWord(bytes, from, wordFalse) ? 8 : -1;
	return -1;
}
function isWord(bytes, from, word) {
	for (let i = 0; i < word.length; i++) if (((bytes[from + i] ?? 0) | 32) !== word[i]) return false;
	return true;
}

// src/text/whole-surrogates.ts
function hasWholeSurrogates(json) {
	if (!/\\ud/i.test(json)) return true;
	const escapes = json.replaceAll(/\\[^u]/g, " ");
	return !/\\ud[89ab]..(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]/i.test(escapes);
}

// src/dataset/fields/json-field.ts
function isJson(text) {
	try {
		JSON.parse(text);
		return hasWholeSurrogates(text);
	} catch {
		return false;
	}
}

// src/dataset/fields/print-number.ts
function printInteger(out, value) {
	if (typeof value === "bigint") return out.ascii(String(value));
	if (value < 0) out.byte(45);
	out.whole(Math.abs(value));
}
function printDecimal(out, value, scale) {
	const power = powersOfTen[scale ?? 0] ?? Number.POSITIVE_INFINITY;
	const scaled = Math.round(Math.abs(value) * power);
	if (scale === void 0 || scaled > Number.MAX_SAFE_INTEGER) return out.ascii(plainDecimal(value, scale));
	if (value < 0 && scaled !== 0) out.byte(45);
	if (scale === 0) return out.whole(scaled);
	const whole = Math.floor(scaled / power);
	out.whole(whole);
	out.byte(46);
	out.whole(scaled - whole * power, scale);
}
const places = 6;
const power = 10 ** places;
function printDouble(out, value) {
	const size = Math.abs(value);
	const scaled = Math.round(size * power);
	if (!(size < 1e9 && scaled / power === size) || Object.is(value, -0)) return out.ascii(String(value));
	if (value < 0) out.byte(45);
	const whole = Math.floor(scaled / power);
	out.whole(whole);
	const rest = scaled - whole * power;
	if (rest === 0) return;
	out.byte(46);
	out.whole(rest, places);
	while (out.bytes[out.at - 1] === 48) out.at--;
}
const mostPlaces = 100;
function plainDecimal(value, scale) {
	const text = scale === void 0 ? String(value) : value.toFixed(scale);
	if (!text.includes("e")) return text;
	return Math.abs(value) >= 1 ? String(BigInt(value)) : value.toFixed(mostPlaces).replace(/0+$/, "");
}

export { longestRecord as A, Bug as B, createTable as C, applicationId as D, storageOf as E, number as F, Usage as H, rate as I, size as L, counted as M, dollars as N, localSize as O, duration as P, columnTypes as R, smallInteger as S, quoteName as T, unreachable as U, Failure as V, decimal as _, hasWholeSurrogates as a, real as b, integerSerial as c, firstShape as d, hasShape as f, timestamp as g, scanTimestamp as h, isJson as i, mostColumns as j, lockPage as k, putInteger as l, isDate as m, printDouble as n, booleanSerial as o, inShape as p, printInteger as r, bodySize as s, printDecimal as t, putText as u, isInteger as v, foldName as w, scanDecimal as x, powersOfTen as y, nearest as z };