import { t as fieldKind } from "./dataset-batch.js";
import { _ as decimal, f as hasShape, g as timestamp, h as scanTimestamp, m as isDate, v as isInteger, x as scanDecimal } from "./dataset-fields-print-number.js";

// src/dataset/profile/number-marks.ts
const zero = 48;
const nine = 57;
const minus = 45;
const point = 46;
const comma = 44;
const enough = 1e3;
var NumberMarks = class {
	mayBeGrouped = true;
	isEuropean = false;
	#groups = 0;
	#texts = 0;
	#shown;
	addNumber(bytes, from, to) {
		this.mayBeGrouped = mayGroup(bytes, from, to);
		return this.mayBeGrouped && to - from >= 5 && ++this.#groups === 1;
	}
	beginText(bytes, from, to) {
		this.isEuropean = true;
		this.addText(bytes, from, to);
	}
	addText(bytes, from, to) {
		if (++this.#texts > enough) return;
		this.isEuropean = hasEuropeanMarks(bytes, from, to);
		if (!this.isEuropean || this.#shown !== void 0) return;
		const text = bytes.toString("latin1", from, to);
		if (isOnlyEuropean(text)) this.#shown = text;
	}
	get european() {
		return this.isEuropean ? this.#shown : void 0;
	}
};
function mayGroup(bytes, from, to) {
	const first = bytes[from] === minus ? from + 1 : from;
	const size = to - first;
	if (size <= 3) return bytes[first + 1] !== point;
	return size >= 5 && size <= 7 && bytes[to - 4] === point && bytes[first] !== zero;
}
function hasEuropeanMarks(bytes, from, to) {
	let commas = 0;
	for (let at = bytes[from] === minus ? from + 1 : from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === comma) commas++;
		else if (byte === point ? commas > 0 : byte < zero || byte > nine) return false;
	}
	return commas < 2 && to > from;
}
function isOnlyEuropean(text) {
	return /^-?(\d+,(\d{1,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$/.test(text);
}

// src/dataset/profile/why-text.ts
const looks = [
	[/^[-+]?0\d+([.,]\d+)?$/, "has a leading zero, which a number would lose"],
	[/^\+\d/, "has a plus sign, which a number would lose"],
	[/^-0(\.0+)?$/, "is a negative zero, which a number would lose"],
	[/^-?\d{1,3}(,\d{3})+(\.\d+)?$/, "has commas between its thousands, which no number has (or say `thousands: \",\"`)"],
	[/^-?\d{1,3}(\.\d{3}){2,}$/, "has points between its thousands, which no number has (or say `thousands: \".\"`)"],
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
const numberOrTruth = /^([-+]?(\d[\d,']*\.?\d*|\d[\d.]*,\d+|\.\d+)(e[-+]?\d+)?|true|false)$/i;
function whyText(text, open, { earlier, isString }) {
	const [nearest] = open;
	const isOfTime = nearest === "date" || nearest === "timestamp";
	if (isString && !(earlier && isOfTime) && numberOrTruth.test(text)) return "stands in quotes, which makes it a text in JSON (or say its type)";
	if (earlier && nearest === "boolean") return "is neither true nor false";
	if (earlier && nearest === "integer" && /^-?\d+\.\d+$/.test(text)) return "is no integer";
	const looked = looks.find(([look]) => look.test(text));
	if (looked !== void 0) return looked[1];
	if (!earlier || nearest === void 0) return void 0;
	if (text === "") return "is an empty text in quotes";
	return isOfTime ? "is no date or time" : "is no number";
}

// src/dataset/profile/column-profile.ts
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
	#marks = new NumberMarks();
	#grouped;
	#ruledOut = /* @__PURE__ */ new Map();
	add(bytes, from, to, kind, line, row) {
		this.#values++;
		if (kind <= fieldKind.string) this.#texts = true;
		else this.#others = true;
		if (this.#marks.mayBeGrouped && kind !== fieldKind.number && this.#marks.addNumber(bytes, from, to)) this.#grouped = `${line === void 0 ? `row ${row}` : `line ${line}`}: "${bytes.toString("latin1", from, to)}"`;
		const possible = this.#possible;
		const open = possible.length;
		for (let i = 0; i < possible.length; i++) {
			const type = possible[i];
			if (type === void 0 || this.#fits(type, bytes, from, to, kind)) continue;
			possible.splice(i--, 1);
			this.#struck.push(type);
		}
		if (this.#marks.isEuropean) this.#marks.addText(bytes, from, to);
		if (open === possible.length) return;
		const text = bytes.toString("utf8", from, Math.min(to, from + 60));
		const place = line === void 0 ? `row ${row}` : `line ${line}`;
		for (const type of this.#struck.slice(possible.length - open)) this.#ruledOut.set(type, `${place}: ${JSON.stringify(text)}`);
		if (possible.length > 0) return;
		if (kind !== fieldKind.string) this.#marks.beginText(bytes, from, to);
		const how = {
			earlier: this.#values > 1,
			isString: kind === fieldKind.string
		};
		const reason = whyText(text, this.#struck.slice(-open), how);
		if (reason !== void 0) this.#because = `${place}: ${JSON.stringify(text)} ${reason}`;
	}
	grouped() {
		const [type] = this.#possible;
		return this.#marks.mayBeGrouped && (type === "decimal" || type === "real") ? this.#grouped : void 0;
	}
	european() {
		return this.#marks.european;
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
				scale: this.#scale,
				open: true
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

// src/dataset/profile/profile.ts
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
			...this.#typed(index)
		});
	}
	proof() {
		return this.#names.flatMap((column, index) => {
			const because = this.#either(index) ?? this.#at(index).because();
			return because === void 0 ? [] : [{
				column,
				type: this.#typed(index).type,
				because
			}];
		});
	}
	evidence() {
		return this.#names.map((column, index) => {
			const either = this.#either(index);
			const { values, text } = this.#at(index).evidence();
			return {
				column,
				values,
				...either === void 0 ? { text } : {
					text: either,
					isEither: true
				}
			};
		});
	}
	get rows() {
		return this.#rows;
	}
	#typed(index) {
		return this.#either(index) === void 0 ? this.#at(index).typed() : { type: "text" };
	}
	#either(index) {
		const grouped = this.#at(index).grouped();
		if (grouped === void 0) return void 0;
		const beside = this.#columns.findIndex((column) => column.european() !== void 0);
		if (beside < 0) return void 0;
		return `${grouped} fits as a decimal and, beside the ${`"${this.#at(beside).european()}" of ${JSON.stringify(this.#names[beside])}`}, with \`thousands: "."\`: only you know which`;
	}
	#at(index) {
		return this.#columns[index] ?? new ColumnProfile();
	}
};

export { ColumnProfile as n, Profile as t };