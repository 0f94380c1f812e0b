import { r as isSign } from "./dataset-number-field.js";

// src/dataset/time-field.ts
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

export { scanTimestamp as a, isDate as i, hasShape as n, timestamp as o, inShape as r, firstShape as t };