import { V as Failure } from "./dataset-fields-print-number.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { n as isNetworkFault } from "./diagnostic-network-fault.js";
import { t as networkMeanings } from "./adapters-database-network-meanings.js";

// src/adapters/database/postgres-columns.ts
const typeOf = {
	16: "boolean",
	20: "integer",
	21: "integer",
	23: "integer",
	26: "integer",
	114: "json",
	700: "real",
	701: "real",
	1082: "date",
	1114: "timestamp",
	1184: "timestamp",
	1700: "decimal",
	3802: "json"
};
const timestamptz = 1184;
const finest = 6;
function columnOfField({ name, dataTypeID, dataTypeModifier }) {
	return columnOfType(name, dataTypeID, dataTypeModifier);
}
function columnOfType(name, dataTypeID, dataTypeModifier) {
	const type = typeOf[dataTypeID] ?? "text";
	if (type === "timestamp") return {
		name,
		type,
		zoned: dataTypeID === timestamptz,
		scale: dataTypeModifier < 0 ? finest : dataTypeModifier
	};
	return type === "decimal" ? {
		name,
		type,
		...digitsOf(dataTypeModifier)
	} : {
		name,
		type
	};
}
function digitsOf(modifier) {
	if (modifier < 4) return {};
	const precision = modifier - 4 >> 16 & 65535;
	const scale = (modifier - 4 & 2047 ^ 1024) - 1024;
	return scale < 0 ? {
		precision: precision - scale,
		scale: 0
	} : {
		precision,
		scale
	};
}

// src/adapters/database/postgres-failure.ts
const connection = "database/connection";
const meanings = {
	"28P01": {
		code: connection,
		help: "Check the user and the password of the connection"
	},
	"28000": {
		code: connection,
		help: "Check the user of the connection, and whether the server asks for TLS (sslmode)"
	},
	"3D000": {
		code: connection,
		help: "Check the name of the database in the connection"
	},
	"53300": {
		code: connection,
		retryable: true
	},
	"57P03": {
		code: connection,
		retryable: true
	},
	"57P01": {
		code: connection,
		retryable: true
	},
	"57P02": {
		code: connection,
		retryable: true
	},
	"57014": { code: "database/cancelled" },
	"55P03": {
		code: "database/busy",
		retryable: true
	},
	"25006": {
		code: "sql/refused",
		help: "Select the rows that are wanted: a query only reads"
	},
	"42501": {
		code: "database/permission",
		help: "Grant the user of the connection what it needs"
	},
	"53100": { code: "disk/full" },
	"08": {
		code: connection,
		retryable: true
	},
	"40": {
		code: "database/busy",
		retryable: true
	},
	"53": {
		code: "database/resources",
		retryable: true
	},
	"22": { code: "database/value" },
	"23": { code: "database/constraint" },
	...networkMeanings
};
function postgresFailure(error, where) {
	if (error instanceof Failure) return error;
	const said = read(error);
	const meaning = meanings[said.code] ?? meanings[said.code.slice(0, 2)] ?? unnamed(said);
	const parts = [
		said.message,
		said.detail,
		said.where
	].filter((part) => part !== void 0 && part !== "");
	return new Failure(meaning.code, `${where}: ${parts.join("; ")}${said.code === "" ? "" : ` (${said.code})`}`, {
		retryable: meaning.retryable ?? false,
		facts: factsOf(said.code, meaning),
		...meaning.help === void 0 ? {} : { help: meaning.help }
	});
}
function postgresQueryFailure(error, where, { sql, before }) {
	const failure = postgresFailure(error, where);
	const position = Number(field(error, "position"));
	if (!(position > 0)) return failure;
	const offset = Array.from(before + sql).slice(0, position - 1).join("").length - before.length;
	return offset < 0 || offset > sql.length ? failure : new SqlFailure(failure, { offset });
}
const troubled = /^(?:08|53(?!100)|57P0)/;
function factsOf(code, meaning) {
	const isLost = code === "" && meaning.retryable === true;
	return {
		.../^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code) ? { sqlState: code } : {},
		...isLost || troubled.test(code) || isNetworkFault(code) ? { infrastructure: true } : {}
	};
}
function unnamed(said) {
	return said.code === "" && /connection|terminat|timeout|socket/iu.test(said.message) ? {
		code: connection,
		retryable: true
	} : { code: "database/error" };
}
function read(error) {
	if (error instanceof AggregateError && error.errors.length > 0) return read(error.errors[0]);
	const message = error instanceof Error ? error.message : String(error);
	return {
		code: field(error, "code") ?? "",
		message,
		detail: field(error, "detail"),
		where: field(error, "where")
	};
}
function field(error, name) {
	const value = typeof error === "object" && error !== null ? Reflect.get(error, name) : void 0;
	return typeof value === "string" ? value : void 0;
}

// src/adapters/database/postgres-settings.ts
const postgresSettings = [
	`set local timezone = 'UTC'`,
	`set local datestyle = 'ISO, YMD'`,
	`set local intervalstyle = 'iso_8601'`,
	`set local bytea_output = 'hex'`,
	`set local extra_float_digits = 1`
];

export { columnOfType as a, columnOfField as i, postgresFailure as n, postgresQueryFailure as r, postgresSettings as t };