import { V as Failure } from "./dataset-fields-print-number.js";
import { b as readQuery } from "./manifest-json-schema.js";

// src/steps/sql/single-query.ts
function singleQuery(text, dialect) {
	const read = readQuery(text, dialect);
	if ("query" in read) return read.query;
	throw new Failure("sql/statement", read.fault.message, { help: read.fault.help });
}

export { singleQuery as t };