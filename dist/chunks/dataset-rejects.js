import { B as Bug } from "./dataset-fields-print-number.js";

// src/dataset/rejects.ts
const rejectColumns = [
	{
		name: "file",
		type: "text"
	},
	{
		name: "line",
		type: "integer"
	},
	{
		name: "byte",
		type: "integer"
	},
	{
		name: "column",
		type: "text"
	},
	{
		name: "rule",
		type: "text",
		notNull: true
	},
	{
		name: "value",
		type: "text"
	},
	{
		name: "raw",
		type: "text"
	}
];
function writeReject(file, source, reject) {
	const { line, byte = null, column, rule, value, raw } = reject;
	file.writeValues([
		source,
		line,
		byte,
		column,
		rule,
		value,
		raw
	], ({ rule: broken }) => {
		throw new Bug(`a reject was itself rejected: ${broken}`);
	});
}

export { writeReject as n, rejectColumns as t };