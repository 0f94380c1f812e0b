import { in as unreachable } from "./source-unclosed.js";

// src/dataset/mysql-type.ts
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

export { mysqlType as n, decimalScale as t };