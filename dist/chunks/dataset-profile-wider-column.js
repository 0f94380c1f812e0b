// src/dataset/profile/wider-column.ts
const numbers = [
	"integer",
	"decimal",
	"real"
];
function widerColumn(one, other) {
	const type = widerType(one, other);
	if (type === void 0) return void 0;
	const notNull = one.notNull === true && other.notNull === true ? { notNull: true } : {};
	const base = {
		name: one.name,
		type,
		...notNull
	};
	if (type === "decimal") return {
		...base,
		...widerDigits(one, other)
	};
	if (type !== "timestamp") return base;
	const scale = one.scale === other.scale ? one.scale : Math.max(one.scale ?? 0, other.scale ?? 0);
	return {
		...base,
		...scale === void 0 ? {} : { scale },
		zoned: one.zoned === true
	};
}
function widerType(one, other) {
	if (one.type === other.type) return one.type === "timestamp" && one.zoned === true !== (other.zoned === true) ? void 0 : one.type;
	const ranks = [one, other].map(({ type }) => numbers.findIndex((each) => each === type));
	return ranks.includes(-1) ? void 0 : numbers[Math.max(...ranks)];
}
function widerDigits(one, other) {
	if (one.type !== "decimal") return digitsOf(other);
	if (other.type !== "decimal") return digitsOf(one);
	if (one.scale === void 0 || other.scale === void 0) return {};
	const scale = Math.max(one.scale, other.scale);
	const whole = Math.max(wholeDigits(one, one.scale), wholeDigits(other, other.scale));
	const isLong = [one, other].some(({ precision = 0 }) => precision > 15);
	const open = one.open === true || other.open === true ? { open: true } : {};
	return {
		precision: isLong ? whole + scale : Math.min(whole + scale, 15),
		scale,
		...open
	};
}
function digitsOf({ precision, scale, open }) {
	return {
		...precision === void 0 ? {} : { precision },
		...scale === void 0 ? {} : { scale },
		...open === void 0 ? {} : { open }
	};
}
function wholeDigits({ precision = 15 }, scale) {
	return precision - scale;
}

export { widerColumn as t };