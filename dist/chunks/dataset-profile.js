import { t as fieldKind } from "./dataset-batch.js";
import { n as isInteger, o as scanDecimal, t as decimal } from "./dataset-number-field.js";
import { a as scanTimestamp, i as isDate, n as hasShape, o as timestamp } from "./dataset-time-field.js";

// src/dataset/why-text.ts
const looks = [
	[/^[-+]?0\d+([.,]\d+)?$/, "has a leading zero, which a number would lose"],
	[/^\+\d/, "has a plus sign, which a number would lose"],
	[/^-0(\.0+)?$/, "is a negative zero, which a number would lose"],
	[/^-?\d{1,3}(,\d{3})+(\.\d+)?$/, "has commas between its thousands, which no number has (or say `thousands: \",\"`)"],
	[/^-?(\d+|\d{1,3}(\.\d{3})+),\d+$/, "has a decimal comma; numbers have a point (or say `decimal: \",\"`)"],
	[/^-?\d+(\.\d+)?e[-+]?\d+$/i, "has an exponent, and would not come back the same from a number"],
	[/^-?\d{19,}$/, "has more digits than an integer of 64 bits"],
	[/^-?\d+\.\d+$/, "has another number of decimals than the values before it"],
	[/^-?\.\d+$/, "has no digit before its point, and would not come back the same"],
	[/^(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2})$/, "is a date not written like 2026-03-29 (or say its `format`)"],
	[/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, "is a time not written like those before it"],
	[/^\d{4}-\d\d-\d\d$/, "is no date of the calendar"],
	[/^(true|false|yes|no)$/i, "is not written true or false"]
];
function whyText(text, open, earlier) {
	const [nearest] = open;
	if (earlier && nearest === "boolean") return "is neither true nor false";
	if (earlier && nearest === "integer" && /^-?\d+\.\d+$/.test(text)) return "is no integer";
	const looked = looks.find(([look]) => look.test(text));
	if (looked !== void 0) return looked[1];
	if (!earlier || nearest === void 0) return void 0;
	if (text === "") return "is an empty text in quotes";
	return nearest === "date" || nearest === "timestamp" ? "is no date or time" : "is no number";
}

// src/dataset/column-profile.ts
const wordTrue = Buffer.from("true");
const wordFalse = Buffer.from("false");
const narrow = [
	"boolean",
	"integer",
	"decimal",
	"real",
	"date",
	"timestamp"
];
const ofStrings = /* @__PURE__ */ new Set(["date", "timestamp"]);
const ofNumbers = /* @__PURE__ */ new Set([
	"integer",
	"decimal",
	"real"
]);
var ColumnProfile = class {
	#possible = [...narrow];
	#struck = [];
	#values = 0;
	#texts = false;
	#others = false;
	#scale = -1;
	#whole = 0;
	#shape;
	#because;
	#ruledOut = /* @__PURE__ */ new Map();
	add(bytes, from, to, kind, line, row) {
		this.#values++;
		if (kind <= fieldKind.string) this.#texts = true;
		else this.#others = true;
		const possible = this.#possible;
		const open = possible.length;
		for (let i = 0; i < possible.length; i++) {
			const type = possible[i];
			if (type === void 0 || this.#fits(type, bytes, from, to, kind)) continue;
			possible.splice(i--, 1);
			this.#struck.push(type);
		}
		if (open === possible.length) return;
		const text = bytes.toString("utf8", from, Math.min(to, from + 60));
		const place = line === void 0 ? `row ${row}` : `line ${line}`;
		for (const type of this.#struck.slice(possible.length - open)) this.#ruledOut.set(type, `${place}: ${JSON.stringify(text)}`);
		if (possible.length > 0) return;
		const reason = whyText(text, this.#struck.slice(-open), this.#values > 1);
		if (reason !== void 0) this.#because = `${place}: ${JSON.stringify(text)} ${reason}`;
	}
	#fits(type, bytes, from, to, kind) {
		if (kind === fieldKind.string && !ofStrings.has(type)) return false;
		if (kind === fieldKind.number && !ofNumbers.has(type)) return false;
		switch (type) {
			case "boolean": return isTruth(bytes, from, to);
			case "integer": return isInteger64(bytes, from, to);
			case "decimal": return this.#fitsDecimal(bytes, from, to);
			case "real": return isReal(bytes, from, to, kind === fieldKind.number);
			case "date": return isDate(bytes, from, to);
			case "timestamp": return this.#fitsTimestamp(bytes, from, to);
			default: return false;
		}
	}
	#fitsDecimal(bytes, from, to) {
		if (!scanDecimal(bytes, from, to) || decimal.fraction === 0) return false;
		const minus = bytes[from] === 45;
		if (bytes[minus ? from + 1 : from] === 46) return false;
		if (minus && isZero(bytes, from + 1, to)) return false;
		if (this.#scale < 0) this.#scale = decimal.fraction;
		this.#whole = Math.max(this.#whole, decimal.whole);
		return this.#scale === decimal.fraction;
	}
	#fitsTimestamp(bytes, from, to) {
		if (!scanTimestamp(bytes, from, to)) return false;
		const { separator, fraction, zone } = timestamp;
		this.#shape ??= {
			separator,
			fraction,
			zoned: zone === "utc"
		};
		return hasShape(this.#shape);
	}
	typed() {
		const type = this.#values === 0 ? void 0 : this.#possible[0];
		if (type === "decimal") {
			const digits = this.#whole + this.#scale;
			return {
				type,
				precision: digits <= 15 ? 15 : digits,
				scale: this.#scale
			};
		}
		if (type === "timestamp") return {
			type,
			zoned: this.#shape?.zoned ?? false,
			scale: this.#shape?.fraction ?? 0
		};
		return { type: type ?? (this.#others ? "json" : "text") };
	}
	evidence() {
		const known = this.because();
		const { type } = this.typed();
		const which = (type === "real" ? ["integer", "decimal"] : type === "decimal" ? ["integer"] : []).find((each) => this.#ruledOut.has(each));
		const value = which === void 0 ? void 0 : this.#ruledOut.get(which);
		const text = value === void 0 ? "every value fits" : `${value} is no ${which}`;
		return {
			values: this.#values,
			text: known ?? text
		};
	}
	because() {
		if (this.#values === 0) return "it has no value";
		if (this.#possible.length > 0) return void 0;
		return this.#others && this.#texts ? "it has values of several kinds" : this.#because;
	}
};
function isTruth(bytes, from, to) {
	const length = to - from;
	const word = length === 4 ? wordTrue : wordFalse;
	if (length !== word.length) return false;
	for (let i = 0; i < length; i++) if (bytes[from + i] !== word[i]) return false;
	return true;
}
function isInteger64(bytes, from, to) {
	if (!isInteger(bytes, from, to)) return false;
	if (to - from <= 18) return true;
	if (to - from > 20) return false;
	const text = bytes.toString("latin1", from, to);
	return String(BigInt.asIntN(64, BigInt(text))) === text;
}
function isReal(bytes, from, to, number) {
	const first = bytes[from] ?? 0;
	if (!(first >= 48 && first <= 57 || first === 45) || to - from > 32) return false;
	if (!number && scanDecimal(bytes, from, to) && decimal.whole + decimal.fraction <= 15) return isShortest(bytes, from, to);
	const text = bytes.toString("latin1", from, to);
	const value = Number(text);
	if (!Number.isFinite(value)) return false;
	return String(value) === text || number && text.replace(/e.*/i, "").replaceAll(/\D/g, "").length <= 15;
}
function isShortest(bytes, from, to) {
	const minus = bytes[from] === 45;
	const size = Math.abs(decimal.value);
	if (size === 0) return !minus && decimal.fraction === 0;
	if (size < 1e-6) return false;
	return bytes[minus ? from + 1 : from] !== 46 && (decimal.fraction === 0 || bytes[to - 1] !== 48);
}
function isZero(bytes, from, to) {
	for (let at = from; at < to; at++) if (bytes[at] !== 48 && bytes[at] !== 46) return false;
	return true;
}

// src/dataset/profile.ts
var Profile = class {
	#names;
	#columns = [];
	#rows = 0;
	constructor(names) {
		this.#names = names;
	}
	add(batch) {
		const { bytes, start, end, kind, columns, line } = batch;
		while (this.#columns.length < columns) this.#columns.push(new ColumnProfile());
		for (let column = 0; column < columns; column++) {
			const profile = this.#columns[column];
			if (profile === void 0) continue;
			for (let row = 0, at = column; row < batch.rows; row++, at += columns) {
				const how = kind[at] ?? 0;
				if (how !== 0) profile.add(bytes, start[at] ?? 0, end[at] ?? 0, how, line?.[row], this.#rows + row + 1);
			}
		}
		this.#rows += batch.rows;
	}
	columns(declared = []) {
		const known = new Map(declared.map((column) => [column.name, column]));
		return this.#names.map((name, index) => known.get(name) ?? {
			name,
			...this.#at(index).typed()
		});
	}
	proof() {
		return this.#names.flatMap((column, index) => {
			const profile = this.#at(index);
			const because = profile.because();
			return because === void 0 ? [] : [{
				column,
				type: profile.typed().type,
				because
			}];
		});
	}
	evidence() {
		return this.#names.map((column, index) => ({
			column,
			...this.#at(index).evidence()
		}));
	}
	get rows() {
		return this.#rows;
	}
	#at(index) {
		return this.#columns[index] ?? new ColumnProfile();
	}
};

export { ColumnProfile as n, Profile as t };