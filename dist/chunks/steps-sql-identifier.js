import { u as sql } from "./vendor/kysely.js";
import { T as quoteName } from "./dataset-fields-print-number.js";

// src/steps/sql/identifier.ts
function tableId({ schema, name }) {
	return schema === void 0 ? sql.id(name) : sql.id(schema, name);
}
function columnIds(names, alias) {
	return sql.join(names.map((name) => alias === void 0 ? sql.id(name) : sql.id(alias, name)));
}
function tableText({ schema, name }) {
	return schema === void 0 ? name : `${schema}.${name}`;
}
function regclass({ schema, name }) {
	return schema === void 0 ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

export { tableText as i, regclass as n, tableId as r, columnIds as t };