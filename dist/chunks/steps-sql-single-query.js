import { Ft as nearest, S as bindInPlace, Wt as Failure, v as readQuery } from "./source-unclosed.js";

// src/steps/sql/locate-error.ts
const ofTheQuery = /* @__PURE__ */ new Set([
	"sql/error",
	"sql/refused",
	"sql/statement",
	"database/error",
	"database/value"
]);
async function locateSqlError(error, query, placeOfSql) {
	if (!(error instanceof Failure) || !ofTheQuery.has(error.code)) return error;
	const { span, help = error.help } = await explain(error, query);
	const where = await placeOfSql?.(query.text, span ?? firstWord(query.text)) ?? (span === void 0 ? void 0 : placeInText(query.text, span));
	const said = `${query.label === void 0 ? "" : `${query.label}: `}${error.message}`;
	const message = where === void 0 ? said : `${said} (${where})`;
	return new Failure(error.code, message, {
		facts: error.facts,
		...help === void 0 ? {} : { help }
	});
}
async function explain(error, { text, tables, aliases }) {
	if (error.code.startsWith("database/")) return {};
	const { judgeQuery } = await import("./steps-sql-judge-query.js");
	const { QueryCompiler } = await import("./steps-sql-query-compiler.js");
	using database = new QueryCompiler();
	const sql = bindInPlace(text);
	const describeTable = (name) => ({
		message: "",
		help: tableHelp(name, tables)
	});
	const { mistake } = await judgeQuery({
		sql,
		needs: tables,
		aliases,
		makesDataset: false,
		describeTable
	}, database);
	if (mistake !== void 0) return {
		span: mistake,
		...mistake.help === void 0 ? {} : { help: mistake.help }
	};
	const { placeComplaint, readComplaint } = await import("./place-complaint.js");
	const complaint = readComplaint(error.message);
	const span = complaint === void 0 ? void 0 : await placeComplaint(complaint, sql, async (each) => database.compile(each));
	return span === void 0 ? {} : { span };
}
function tableHelp(name, tables) {
	const names = tables.map((table) => table.name);
	const close = nearest(name, names);
	if (close !== void 0) return `Did you mean "${close}"?`;
	return names.length === 0 ? "Add the step it comes from to \"needs\"" : `The tables it sees are ${names.join(", ")}`;
}
function firstWord(text) {
	const start = Math.max(0, text.search(/\S/));
	return {
		start,
		end: start + 1
	};
}
function placeInText(text, { start }) {
	const before = text.slice(0, start).split("\n");
	return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the SQL`;
}

// src/steps/checks/samples.ts
const maxFields = 8;
const maxLength = 60;
function formatRow(row, mask, columns = []) {
	const fields = Object.entries(row).map(([name, value]) => {
		return `${name}=${formatValue(value, mask, columns.find((known) => known.name === name))}`;
	});
	return fields.length > maxFields ? `${fields.slice(0, maxFields).join(", ")}, …` : fields.join(", ");
}
function formatValue(value, mask, column) {
	if (value === null || value === void 0) return "NULL";
	const digits = decimalText(value, column);
	if (digits !== void 0) return shorten(mask(digits));
	if (value instanceof Date) return value.toISOString();
	if (typeof value === "string") return JSON.stringify(shorten(mask(value)));
	return shorten(mask(typeof value === "bigint" ? value.toString() : JSON.stringify(value)));
}
function decimalText(value, column) {
	if (column?.type !== "decimal") return void 0;
	if (typeof value === "string") return value;
	if (typeof value !== "number" || column.scale === void 0) return void 0;
	const text = value.toFixed(column.scale);
	return Number(text) === value ? text : void 0;
}
function shorten(text) {
	return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

// src/steps/sql/single-query.ts
function singleQuery(text, dialect) {
	const read = readQuery(text, dialect);
	if ("query" in read) return read.query;
	throw new Failure("sql/statement", read.fault.message, { help: read.fault.help });
}

export { locateSqlError as i, formatRow as n, formatValue as r, singleQuery as t };