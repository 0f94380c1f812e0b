import { U as unreachable } from "./dataset-fields-print-number.js";
import { constants } from "node:sqlite";

// src/steps/sql/date-trunc.ts
const shape = /^(\d{4})-(\d{2})-(\d{2})(?:([T ])(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/u;
const units = [
	"year",
	"quarter",
	"month",
	"week",
	"day",
	"hour",
	"minute",
	"second"
];
function truncateDate(unit, text) {
	const match = shape.exec(text.trim());
	if (match === null) throw new Error(`date_trunc: "${text}" is no ISO date or timestamp`);
	const [, year = "", month = "", day = "", separator, hour = "00", minute = "00", second = "00", zone = ""] = match;
	const date = truncateDay(knownUnit(unit), {
		year,
		month,
		day
	});
	if (separator === void 0) return date;
	const depth = {
		hour: 1,
		minute: 2,
		second: 3
	}[unit.toLowerCase()] ?? 0;
	return `${date}${separator}${[
		hour,
		minute,
		second
	].map((part, index) => index < depth ? part : "00").join(":")}${zone}`;
}
function knownUnit(unit) {
	const known = units.find((name) => name === unit.toLowerCase());
	if (known === void 0) throw new Error(`date_trunc: "${unit}" is none of ${units.join(", ")}`);
	return known;
}
function truncateDay(unit, { year, month, day }) {
	switch (unit) {
		case "year": return `${year}-01-01`;
		case "quarter": return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
		case "month": return `${year}-${month}-01`;
		case "week": return monday(`${year}-${month}-${day}`);
		case "day":
		case "hour":
		case "minute":
		case "second": return `${year}-${month}-${day}`;
		default: return unreachable(unit);
	}
}
function monday(date) {
	const at = /* @__PURE__ */ new Date(`${date}T00:00:00Z`);
	at.setUTCDate(at.getUTCDate() - (at.getUTCDay() + 6) % 7);
	return at.toISOString().slice(0, 10);
}

// src/steps/sql/decimal.ts
const pattern = /^([+-]?)(\d*)\.?(\d*)$/u;
function parseDecimal(text) {
	const match = pattern.exec(text.trim());
	const [, sign, whole = "", fraction = ""] = match ?? [];
	if (match === null || whole + fraction === "") return null;
	const digits = BigInt(whole + fraction);
	return {
		digits: sign === "-" ? -digits : digits,
		scale: fraction.length
	};
}
function formatDecimal({ digits, scale }) {
	const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
	const whole = text.slice(0, text.length - scale);
	return `${digits < 0n ? "-" : ""}${whole}${scale === 0 ? "" : `.${text.slice(-scale)}`}`;
}
function rescale({ digits, scale }, to) {
	return digits * 10n ** BigInt(to - scale);
}
function addDecimals(a, b) {
	const scale = Math.max(a.scale, b.scale);
	return {
		digits: rescale(a, scale) + rescale(b, scale),
		scale
	};
}
function negateDecimal({ digits, scale }) {
	return {
		digits: -digits,
		scale
	};
}
function multiplyDecimals(a, b) {
	return {
		digits: a.digits * b.digits,
		scale: a.scale + b.scale
	};
}
function compareDecimals(a, b) {
	const { digits } = addDecimals(a, negateDecimal(b));
	return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

// src/steps/sql/decimal-order.ts
function decimalKey({ digits, scale }) {
	const all = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
	const whole = all.slice(0, all.length - scale).replace(/^0+/, "");
	const text = `${String(whole.length).padStart(4, "0")}${whole}${all.slice(all.length - scale).replace(/0+$/, "")}`;
	return digits < 0n ? `-${text.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))}~` : `0${text}`;
}

// src/steps/sql/functions.ts
const options = {
	deterministic: true,
	useBigIntArguments: true
};
function registerFunctions(database) {
	const patterns = /* @__PURE__ */ new Map();
	database.function("regexp", options, (pattern, text) => {
		if (pattern === null || text === null) return null;
		return compiled(patterns, String(pattern)).test(String(text)) ? 1n : 0n;
	});
	database.function("sha256", options, (value) => value === null ? null : sha256(value));
	database.function("date_trunc", options, (unit, date) => unit === null || date === null ? null : truncateDate(String(unit), String(date)));
	registerDecimals(database);
}
const loadCrypto = () => process.getBuiltinModule("node:crypto");
let crypto;
function sha256(value) {
	crypto ??= loadCrypto();
	const bytes = value instanceof Uint8Array ? value : String(value);
	return crypto.createHash("sha256").update(bytes).digest("hex");
}
function compiled(patterns, pattern) {
	const known = patterns.get(pattern);
	if (known !== void 0) return known;
	const made = new RegExp(pattern, "u");
	patterns.set(pattern, made);
	return made;
}
function registerDecimals(database) {
	const binary = (apply) => {
		return (a, b) => a === null || b === null ? null : apply(decimal(a), decimal(b));
	};
	const text = (apply) => binary((a, b) => formatDecimal(apply(a, b)));
	database.function("decimal_add", options, text(addDecimals));
	database.function("decimal_sub", options, text((a, b) => addDecimals(a, negateDecimal(b))));
	database.function("decimal_mul", options, text(multiplyDecimals));
	database.function("decimal_cmp", options, binary((a, b) => BigInt(compareDecimals(a, b))));
	database.function("decimal_key", options, (value) => value === null ? null : decimalKey(decimal(value)));
	const extreme = (sign) => ({
		useBigIntArguments: true,
		start: "",
		step: (best, value) => {
			if (value === null) return best;
			return best === "" || sign * compareDecimals(decimal(value), decimal(best)) > 0 ? String(value) : best;
		},
		result: (best) => best === "" ? null : best
	});
	database.aggregate("decimal_max", extreme(1));
	database.aggregate("decimal_min", extreme(-1));
	database.aggregate("decimal_sum", {
		useBigIntArguments: true,
		start: "",
		step: (sum, value) => value === null ? sum : formatDecimal(sum === "" ? decimal(value) : addDecimals(decimal(sum), decimal(value))),
		result: (sum) => sum === "" ? null : sum
	});
}
function decimal(value) {
	const parsed = value === null ? null : parseDecimal(String(value));
	if (parsed === null) throw new Error(`"${String(value)}" is no decimal number`);
	return parsed;
}

// src/steps/sql/guard.ts
const names = /* @__PURE__ */ new Map([
	[constants.SQLITE_ATTACH, "ATTACH"],
	[constants.SQLITE_DETACH, "DETACH"],
	[constants.SQLITE_PRAGMA, "PRAGMA"],
	[constants.SQLITE_DELETE, "DELETE"],
	[constants.SQLITE_UPDATE, "UPDATE"],
	[constants.SQLITE_INSERT, "INSERT"],
	[constants.SQLITE_FUNCTION, "the function"],
	[constants.SQLITE_TRANSACTION, "a transaction statement"]
]);
const refusedFunctions = /* @__PURE__ */ new Set([
	"load_extension",
	"fts3_tokenizer",
	"fts5"
]);
var Guard = class {
	refused;
	#armed = false;
	#into;
	arm(guard) {
		this.refused = void 0;
		this.#armed = guard !== void 0;
		this.#into = guard?.into;
	}
	judge(action, first, second, database) {
		if (!this.#armed || this.#allows(action, first, second, database)) return constants.SQLITE_OK;
		this.refused = `${names.get(action) ?? "changing the database:"} ${first || second || ""}`.trim();
		return constants.SQLITE_DENY;
	}
	#allows(action, first, second, database) {
		switch (action) {
			case constants.SQLITE_SELECT:
			case constants.SQLITE_READ:
			case constants.SQLITE_RECURSIVE: return true;
			case constants.SQLITE_FUNCTION: return !refusedFunctions.has(second?.toLowerCase() ?? "");
			case constants.SQLITE_INSERT: return first === this.#into && (database === "main" || database === "temp");
			default: return false;
		}
	}
};

export { registerFunctions as n, Guard as t };