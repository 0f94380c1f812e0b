import { U as unreachable, V as Failure, _ as decimal, g as timestamp, h as scanTimestamp, m as isDate, n as printDouble, p as inShape, r as printInteger, t as printDecimal, x as scanDecimal } from "./dataset-fields-print-number.js";
import { M as scanSql } from "./manifest-json-schema.js";
import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { n as isNetworkFault } from "./diagnostic-network-fault.js";
import { o as decimalScale } from "./dataset-encode-encode-copy.js";
import { t as networkMeanings } from "./adapters-database-network-meanings.js";

// src/dataset/encode/encode-load-data.ts
const tab = 9;
const newline = 10;
const quote = 39;
const comma = 44;
const backslash = 92;
const loadDataFormat = String.raw`character set binary fields terminated by '\t' escaped by '\\' lines terminated by '\n'`;
function* encodeLoadData(dataset) {
	const encoder = new LoadDataEncoder(dataset.columns, new DatasetCursor(dataset));
	yield* encoder.rows();
	yield* encoder.rest();
}
var LoadDataEncoder = class {
	#out = new ByteOut();
	#cursor;
	#fields;
	constructor(columns, cursor) {
		this.#cursor = cursor;
		this.#fields = columns.map(fieldPrinter);
	}
	*rows() {
		const out = this.#out;
		const cursor = this.#cursor;
		const fields = this.#fields;
		while (cursor.next()) {
			for (let column = 0; column < fields.length; column++) {
				if (column > 0) out.byte(tab);
				if (cursor.isNull(column)) out.ascii("\\N");
				else fields[column]?.(out, cursor, column);
			}
			out.byte(newline);
			if (out.full) yield out.take();
		}
	}
	*rest() {
		if (this.#out.at > 0) yield this.#out.take();
	}
};
function* encodeValues(dataset) {
	const out = new ByteOut();
	const cursor = new DatasetCursor(dataset);
	const fields = dataset.columns.map((column) => quoted(fieldPrinter(column), isBare.has(column.type)));
	while (cursor.next()) {
		if (out.at > 0) out.byte(comma);
		out.byte(40);
		for (let column = 0; column < fields.length; column++) {
			if (column > 0) out.byte(comma);
			if (cursor.isNull(column)) out.ascii("NULL");
			else fields[column]?.(out, cursor, column);
		}
		out.byte(41);
		if (out.full) yield out.take();
	}
	if (out.at > 0) yield out.take();
}
const isBare = /* @__PURE__ */ new Set([
	"integer",
	"boolean",
	"decimal",
	"real"
]);
function quoted(print, bare) {
	if (bare) return print;
	return (out, cursor, column) => {
		out.byte(quote);
		print(out, cursor, column);
		out.byte(quote);
	};
}
function fieldPrinter(column) {
	switch (column.type) {
		case "integer": return (out, cursor, at) => printInteger(out, cursor.integer(at));
		case "real": return printReal;
		case "boolean": return (out, cursor, at) => out.byte(cursor.boolean(at) ? 49 : 48);
		case "decimal": return decimalPrinter(column);
		case "date": return printDate;
		case "timestamp": return printTimestamp;
		case "text":
		case "json": return printText;
		default: return unreachable(column.type);
	}
}
const printReal = (out, cursor, column) => printDouble(out, cursor.double(column));
const printText = (out, cursor, column) => {
	const serial = cursor.serial[column] ?? 0;
	if (serial === 7) return printReal(out, cursor, column);
	if (serial <= 9) return printInteger(out, cursor.integer(column));
	putEscaped(out, cursor.bytes, cursor.at[column] ?? 0, cursor.textSize(column));
};
function putEscaped(out, from, start, size) {
	out.room(2 * size);
	const { bytes } = out;
	let { at } = out;
	for (let i = start; i < start + size; i++) {
		const byte = from[i] ?? 0;
		if (mayEnd[byte] === 1) bytes[at++] = backslash;
		bytes[at++] = byte === 0 ? 48 : byte;
	}
	out.at = at;
}
const mayEnd = /* @__PURE__ */ new Uint8Array(256);
for (const byte of [
	0,
	tab,
	newline,
	quote,
	backslash
]) mayEnd[byte] = 1;
function decimalPrinter(column) {
	const scale = decimalScale(column);
	const digits = new ByteOut(512);
	return (out, cursor, at) => {
		if (!cursor.isText(at)) {
			const value = cursor.double(at);
			if (!Number.isFinite(value)) throw cursor.fault(at, `is ${value}, which no decimal is`);
			digits.at = 0;
			printDecimal(digits, value, column.scale);
		}
		const [bytes, from, size] = cursor.isText(at) ? [
			cursor.bytes,
			cursor.at[at] ?? 0,
			cursor.textSize(at)
		] : [
			digits.bytes,
			0,
			digits.at
		];
		if (!scanDecimal(bytes, from, from + size)) throw cursor.fault(at, "is no decimal");
		if (decimal.fraction > scale || decimal.whole > 65 - scale) throw cursor.fault(at, `has more digits than MySQL can store: ${bytes.toString("latin1", from, from + size)}`);
		out.copy(bytes, from, size);
	};
}
const printDate = (out, cursor, column) => {
	const size = cursor.textSize(column);
	const at = cursor.at[column] ?? 0;
	if (!isDate(cursor.bytes, at, at + size)) throw cursor.fault(column, `is no date: ${cursor.text(column)}`);
	out.copy(cursor.bytes, at, size);
};
const printTimestamp = (out, cursor, column) => {
	const size = cursor.textSize(column);
	const at = cursor.at[column] ?? 0;
	const { bytes } = cursor;
	if (!scanTimestamp(bytes, at, at + size)) throw cursor.fault(column, `is no timestamp: ${cursor.text(column)}`);
	const { fraction, zone, timeEnd } = timestamp;
	if (fraction > 6 && !/^0+$/.test(bytes.toString("latin1", timeEnd - fraction + 6, timeEnd))) throw cursor.fault(column, `has more than microseconds, which MySQL cannot store: ${cursor.text(column)}`);
	if (zone !== "offset") return out.copy(bytes, at, timeEnd - at);
	const text = inShape(bytes, at, {
		separator: 32,
		fraction: Math.min(fraction, 6),
		zoned: true
	});
	if (text === void 0) throw cursor.fault(column, `lies outside the years 1 to 9999: ${cursor.text(column)}`);
	out.ascii(text.slice(0, -1));
};

// src/adapters/database/mysql-failure.ts
const connection = "database/connection";
const numbered = {
	1021: { code: "disk/full" },
	1028: { code: "disk/full" },
	1114: {
		code: "disk/full",
		help: "Free some space on the server"
	},
	1037: {
		code: "database/resources",
		retryable: true
	},
	1038: {
		code: "database/resources",
		retryable: true
	},
	1041: {
		code: "database/resources",
		retryable: true
	},
	1040: {
		code: connection,
		retryable: true
	},
	1203: {
		code: connection,
		retryable: true
	},
	1226: {
		code: connection,
		retryable: true
	},
	1053: {
		code: connection,
		retryable: true
	},
	1927: {
		code: connection,
		retryable: true
	},
	1044: {
		code: connection,
		help: "Check the name of the database, and what the user may do there"
	},
	1045: {
		code: connection,
		help: "Check the user and the password of the connection"
	},
	1049: {
		code: connection,
		help: "Check the name of the database in the connection"
	},
	1130: {
		code: connection,
		help: "Allow this machine to connect as that user"
	},
	1698: {
		code: connection,
		help: "Check the user and the password of the connection"
	},
	3159: {
		code: connection,
		help: "Ask for TLS: ?ssl-mode=required"
	},
	1050: {
		code: "database/busy",
		retryable: true
	},
	1205: {
		code: "database/busy",
		retryable: true
	},
	1213: {
		code: "database/busy",
		retryable: true
	},
	3572: {
		code: "database/busy",
		retryable: true
	},
	1153: {
		code: "database/value",
		help: "Raise max_allowed_packet on the server: a row, or a statement, is longer than it takes"
	},
	1317: { code: "database/cancelled" },
	1969: { code: "database/cancelled" },
	3024: { code: "database/cancelled" },
	1142: {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	1143: {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	1227: {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	1370: {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	1290: { code: "database/read-only" },
	1836: { code: "database/read-only" },
	1787: {
		code: "database/error",
		help: "Set binlog_format to ROW or MIXED on the server, or for the session of that user: with STATEMENT and GTIDs no load can stage its rows"
	},
	1792: {
		code: "sql/refused",
		help: "Select the rows that are wanted: a query only reads"
	},
	1264: { code: "database/value" },
	1265: { code: "database/value" },
	1292: { code: "database/value" },
	1366: { code: "database/value" },
	1406: { code: "database/value" }
};
const classes = {
	"08": {
		code: connection,
		retryable: true
	},
	"22": { code: "database/value" },
	"23": { code: "database/constraint" },
	"28": {
		code: connection,
		help: "Check the user and the password of the connection"
	},
	"40": {
		code: "database/busy",
		retryable: true
	}
};
const lost = {
	PROTOCOL_CONNECTION_LOST: {
		code: connection,
		retryable: true
	},
	PROTOCOL_SEQUENCE_TIMEOUT: {
		code: connection,
		retryable: true
	},
	HANDSHAKE_NO_SSL_SUPPORT: {
		code: connection,
		help: "Give the server a certificate, or connect with ?ssl-mode=preferred"
	},
	HANDSHAKE_SSL_ERROR: {
		code: connection,
		help: "Check the certificate of the server and ssl-ca"
	}
};
function mysqlFailure(error, where) {
	if (error instanceof Failure) return error;
	const said = read(error);
	const { code, retryable = false, help } = meaningOf(said);
	const mark = said.sqlState ?? said.code;
	return new Failure(code, `${where}: ${said.message}${mark === "" ? "" : ` (${mark})`}`, {
		retryable,
		facts: factsOf(said, {
			code,
			retryable
		}),
		...help === void 0 ? {} : { help }
	});
}
function mysqlQueryFailure(error, where, linesBefore = 0) {
	const failure = mysqlFailure(error, where);
	const message = error instanceof Error ? error.message : "";
	const near = / near '([^]*)' at line (\d+)$/u.exec(message);
	if (near !== null) return new SqlFailure(failure, {
		line: Number(near[2]) - linesBefore,
		near: near[1] ?? ""
	});
	const [, ...names] = unknownName.exec(message) ?? [];
	const name = names.find((each) => each !== void 0)?.split(".").at(-1);
	return name === void 0 ? failure : new SqlFailure(failure, { name });
}
const unknownName = /^(?:Unknown column '([^']+)'|Table '([^']+)' doesn't exist|FUNCTION (\S+) does not exist|Column '([^']+)' in )/u;
const stagingRefused = {
	code: "database/permission",
	help: "Grant the user of the connection `create temporary tables` on the database: rows are staged in one"
};
function meaningOf({ code, number, sqlState, message, statement }) {
	const known = (number === 1044 && /^create temporary table/iu.test(statement) ? stagingRefused : void 0) ?? numbered[number ?? 0] ?? classes[sqlState?.slice(0, 2) ?? ""] ?? networkMeanings[code] ?? lost[code];
	if (known !== void 0) return known;
	return sqlState === void 0 && /closed state|connection lost|socket/iu.test(message) ? {
		code: connection,
		retryable: true
	} : { code: "database/error" };
}
function factsOf({ code, sqlState }, { code: meaning, retryable }) {
	const troubled = retryable === true && (meaning === connection || meaning === "database/resources");
	return {
		...sqlState === void 0 ? {} : { sqlState },
		...troubled || isNetworkFault(code) ? { infrastructure: true } : {}
	};
}
function read(error) {
	if (error instanceof AggregateError && error.errors.length > 0) return read(error.errors[0]);
	const number = field(error, "errno");
	const code = field(error, "code");
	const state = field(error, "sqlState");
	const statement = field(error, "sql");
	return {
		statement: typeof statement === "string" ? statement : "",
		code: typeof code === "string" ? code : "",
		number: typeof number === "number" && number > 0 ? number : void 0,
		sqlState: typeof state === "string" && /^[0-9A-Z]{5}$/.test(state) ? state : void 0,
		message: error instanceof Error ? error.message : String(error)
	};
}
function field(error, name) {
	return typeof error === "object" && error !== null ? Reflect.get(error, name) : void 0;
}

// src/adapters/database/mysql-session.ts
const mysqlSession = `set sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  time_zone = '+00:00', sql_select_limit = 18446744073709551615, sql_safe_updates = 0, sql_big_selects = 1`;

// src/adapters/database/refuse-files.ts
function refuseFiles(sql) {
	if (/\binto\s+(?:outfile|dumpfile)\b/iu.test(runBy(sql))) throw new Failure("sql/refused", "the SQL may only read: INTO OUTFILE is not allowed", { help: "Select the rows that are wanted: a query only reads" });
}
function runBy(sql) {
	return scanSql(sql, "mysql").map(({ kind, text }) => {
		if (kind === "code") return text;
		if (kind === "quoted") return "''";
		const inner = /^\/\*M?!\d*([^]*?)(?:\*\/)?$/u.exec(text)?.[1];
		return inner === void 0 ? " " : runBy(inner);
	}).join(" ");
}

export { LoadDataEncoder as a, loadDataFormat as c, mysqlQueryFailure as i, mysqlSession as n, encodeLoadData as o, mysqlFailure as r, encodeValues as s, refuseFiles as t };