import { u as sql } from "./vendor/kysely.js";
import { V as Failure, w as foldName } from "./dataset-fields-print-number.js";

// src/steps/sql/row-number.ts
const names = [
	"rowid",
	"_rowid_",
	"oid"
];
function rowNumber(columns, alias) {
	const name = names.find((each) => !columns.some((column) => foldName(column.name) === each));
	if (name === void 0) throw new Failure("dataset/columns", `columns are named ${names.join(", ")}, so SQLite can number no row`, { help: "Rename one of them in a transform" });
	return sql.raw(alias === void 0 ? name : `${alias}.${name}`);
}

export { rowNumber as t };