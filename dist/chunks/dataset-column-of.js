// src/dataset/column-of.ts
function columnOf(column) {
	const { name, notNull, comment } = column;
	return {
		name,
		...ours(comment) ?? foreign(column.declared),
		...notNull ? { notNull } : {}
	};
}
function ours(comment) {
	const match = /^(decimal|timestamp|boolean|date|json)(?:\((\d+)(?:,(\d+))?\))?( zoned)?$/.exec(comment ?? "");
	if (match === null) return void 0;
	const [, type, first, second, zoned] = match;
	switch (type) {
		case "decimal": return decimal(first, second);
		case "timestamp": return {
			type,
			zoned: zoned !== void 0,
			...first === void 0 ? {} : { scale: Number(first) }
		};
		case "boolean":
		case "date":
		case "json": return { type };
		case void 0:
		default: return;
	}
}
function decimal(precision, scale) {
	return {
		type: "decimal",
		...precision === void 0 ? {} : { precision: Number(precision) },
		...scale === void 0 ? {} : { scale: Number(scale) }
	};
}
function foreign(declared) {
	const digits = /^(?:DECIMAL|NUMERIC)\((\d+)(?:,(\d+))?\)$/.exec(declared);
	if (digits !== null) return decimal(digits[1], digits[2] ?? "0");
	if (declared.startsWith("BOOL")) return { type: "boolean" };
	if (declared.startsWith("TIMESTAMP") || declared.startsWith("DATETIME")) return {
		type: "timestamp",
		zoned: declared.endsWith("TZ") || declared.includes("WITH TIME ZONE")
	};
	if (declared === "DATE") return { type: "date" };
	if (declared.startsWith("JSON")) return { type: "json" };
	if (declared.includes("INT")) return { type: "integer" };
	if (/REAL|FLOA|DOUB/.test(declared)) return { type: "real" };
	return declared === "DECIMAL" || declared === "NUMERIC" ? { type: "decimal" } : { type: "text" };
}

export { columnOf as t };