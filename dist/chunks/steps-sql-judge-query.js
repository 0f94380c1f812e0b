import { w as foldName, z as nearest } from "./dataset-fields-print-number.js";
import { S as sqlTokens, b as readQuery } from "./manifest-json-schema.js";
import { n as readComplaint, t as placeComplaint } from "./steps-sql-place-complaint.js";

// src/steps/sql/expansion.ts
const mostCopies = 2e4;
function expandsTooFar(sql) {
	const tokens = sqlTokens(sql);
	const named = /* @__PURE__ */ new Map();
	for (const { name } of tokens) if (name !== void 0) named.set(name.toLowerCase(), (named.get(name.toLowerCase()) ?? 0) + 1);
	let copies = 1;
	for (const name of expressionNames(tokens)) copies *= Math.max(1, (named.get(name) ?? 1) - 1);
	return copies > mostCopies;
}
function expressionNames(tokens) {
	const names = /* @__PURE__ */ new Set();
	for (const [index, { text }] of tokens.entries()) {
		if (text.toLowerCase() !== "as" || !/^(?:\(|not|materialized)$/iu.test(tokens[index + 1]?.text ?? "")) continue;
		let at = index - 1;
		if (tokens[at]?.text === ")") while (at > 0 && tokens[at]?.text !== "(") at--;
		const name = tokens[tokens[at]?.text === "(" ? at - 1 : at]?.name;
		if (name !== void 0) names.add(name.toLowerCase());
	}
	return names;
}

// src/steps/sql/open-tables.ts
const unknownColumn = "millrace_unknown";
const mostColumns = 1e3;
const mostTries = 12;
function supposeTables(sql, needs, database, aliases) {
	const open = needs.filter(({ columns }) => columns === void 0);
	const supposed = new Map(open.map(({ name }, index) => [name, index === 0 ? namesIn(sql) : /* @__PURE__ */ new Set()]));
	const doubtful = /* @__PURE__ */ new Set();
	for (let tries = 0; tries < mostTries; tries++) {
		const tables = needs.map(({ name, columns }) => ({
			name,
			columns: columns ?? listed(supposed.get(name))
		}));
		if (tables.some(({ columns }) => columns.length > mostColumns)) return void 0;
		if (!database.setTables(tables, aliases)) return void 0;
		const compiled = database.compile(sql);
		if (open.length === 0 || !("error" in compiled) || !adapt(compiled.error, supposed, doubtful)) return {
			compiled,
			compile: async (text) => database.compile(text),
			isWhole: !open.some(({ name }) => isNamed(name, sql)),
			isCertain: (column) => open.length === 0 || doubtful.size === 0 && inAll(supposed, column)
		};
	}
}
function adapt(error, supposed, doubtful) {
	const complaint = readComplaint(error);
	if (complaint === void 0) return false;
	const column = lastPart(complaint.subject);
	if (complaint.kind === "column" || complaint.kind === "join") {
		if (doubtful.has(column) || inAll(supposed, column)) return false;
		for (const columns of supposed.values()) columns.add(column);
		return true;
	}
	if (complaint.kind !== "ambiguous" || doubtful.has(column)) return false;
	doubtful.add(column);
	const [first, ...rest] = supposed.values();
	for (const columns of rest) columns.delete(column);
	if (rest.length === 0) first?.delete(column);
	return true;
}
function inAll(supposed, column) {
	const name = lastPart(column);
	return [...supposed.values()].every((columns) => columns.has(name));
}
function lastPart(subject) {
	return (subject.split(".").at(-1) ?? "").toLowerCase();
}
function namesIn(sql) {
	return new Set(sqlTokens(sql).flatMap(({ name }) => name === void 0 ? [] : [name.toLowerCase()]));
}
function isNamed(table, sql) {
	const names = namesIn(sql);
	const name = table.toLowerCase();
	return names.has(name) || names.has(name.replaceAll("-", "_"));
}
function listed(names) {
	return [...names ?? [], unknownColumn].filter((name) => name !== "");
}

// src/steps/sql/unknown-column.ts
const mostListed = 20;
function describeColumn(subject, { sql, needs }) {
	const dot = subject.lastIndexOf(".");
	const name = subject.slice(dot + 1);
	const table = dot < 0 ? onlyTable(sql, needs) : tableOf(subject.slice(0, dot), sql, needs);
	const columns = table?.columns ?? needs.flatMap((need) => need.columns ?? []);
	const near = nearest(name, columns.filter((column) => column.toLowerCase() !== name.toLowerCase()));
	return {
		message: `"${subject}" is not a column ${table === void 0 ? "that can be named here" : `of "${table.name}"`}${near === void 0 ? "" : `; did you mean "${near}"?`}`,
		help: near === void 0 ? remedy(name, columns, {
			table,
			sql
		}) : `write "${near}"`
	};
}
function remedy(name, columns, { table, sql }) {
	if (columns.some((column) => column.toLowerCase() === name.toLowerCase())) return "select it in the query inside, or name its table in the FROM of this one";
	if (sql.includes(`"${name}"`)) return `write a text in single quotes: '${name}'`;
	const listed = columns.slice(0, mostListed).join(", ");
	if (table === void 0 || listed === "") return "name a column of a table in its FROM";
	return `its columns are ${listed}${columns.length > mostListed ? ", …" : ""}`;
}
function onlyTable(sql, needs) {
	const tokens = sqlTokens(sql);
	const sources = tokens.filter((_, index) => /^(?:from|join|with)$/iu.test(tokens[index - 1]?.text ?? ""));
	if (/^with$/iu.test(tokens[0]?.text ?? "")) return void 0;
	const [table, ...others] = sources.map(({ name }) => named(name ?? "", needs));
	const read = new Set(tokens.map(({ name }) => named(name ?? "", needs)?.name));
	if (table === void 0 || [...read].some((name) => name !== void 0 && name !== table.name)) return void 0;
	return others.every((other) => other === table) ? table : void 0;
}
function tableOf(qualifier, sql, needs) {
	const tokens = sqlTokens(sql).filter(({ text }) => text.toLowerCase() !== "as");
	return named(tokens[tokens.findIndex(({ name }, index) => name?.toLowerCase() === qualifier.toLowerCase() && /^(?:from|join|,)$/iu.test(tokens[index - 2]?.text ?? "") && named(tokens[index - 1]?.name ?? "", needs) !== void 0) - 1]?.name ?? qualifier, needs);
}
function named(name, needs) {
	const wanted = name.replaceAll("-", "_").toLowerCase();
	return needs.find((need) => need.name.replaceAll("-", "_").toLowerCase() === wanted);
}

// src/steps/sql/judge-query.ts
async function judgeQuery(query, database) {
	const read = readQuery(query.sql, "sqlite");
	if ("fault" in read) return { mistake: {
		code: "sql/not-a-query",
		...read.fault
	} };
	if (expandsTooFar(read.query)) return {};
	const supposed = supposeTables(read.query, query.needs, database, query.aliases);
	if (supposed === void 0) return {};
	const { compiled } = supposed;
	if ("error" in compiled) {
		const mistake = compiled.refused === void 0 ? await explain(compiled.error, {
			...query,
			sql: read.query
		}, supposed, database) : refused(compiled.refused, read.query);
		return mistake === void 0 ? {} : { mistake };
	}
	if (compiled.columns.includes("millrace_unknown")) return {};
	const mistake = query.makesDataset ? repeated(compiled.columns, read.query) : void 0;
	return mistake === void 0 ? { columns: compiled.columns } : { mistake };
}
async function explain(error, query, supposed, database) {
	const complaint = readComplaint(error);
	if (complaint === void 0) return void 0;
	if (complaint.kind === "column" && !supposed.isCertain(complaint.subject)) return void 0;
	if (complaint.kind === "ambiguous" && !supposed.isWhole) return void 0;
	const told = tell(complaint, query, database);
	const place = told === void 0 ? void 0 : await placeComplaint(complaint, query.sql, supposed.compile);
	if (told === void 0 || place === void 0) return void 0;
	const isOpenQuote = complaint.kind === "character" && /^['"`[]/.test(complaint.subject);
	return {
		...told,
		start: place.start,
		end: isOpenQuote ? place.start + 1 : place.end
	};
}
function tell({ kind, subject }, query, { functions }) {
	switch (kind) {
		case "syntax": return {
			code: "sql/syntax",
			message: `${quoted(subject)} cannot stand here in SQL`,
			...dashHelp(query)
		};
		case "unfinished": return {
			code: "sql/syntax",
			message: "the SQL ends before it is complete",
			help: "check for a missing `)`, `end` or condition"
		};
		case "character": return strangeText(subject);
		case "table": return subject.includes(".") ? void 0 : {
			code: "sql/unknown-table",
			...query.describeTable(subject)
		};
		case "column": return {
			code: "sql/unknown-column",
			...describeColumn(subject, query)
		};
		case "function": {
			const near = nearest(subject, functions);
			return {
				code: "sql/unknown-function",
				message: `there is no function ${quoted(subject)} in SQLite${near === void 0 ? "" : `; did you mean "${near}"?`}`,
				help: near === void 0 ? "see docs/sql.md for the functions there are" : `write "${near}"`
			};
		}
		case "ambiguous": return {
			code: "sql/unknown-column",
			message: `${quoted(subject)} is a column of more than one table here`,
			help: `write which: \`table.${subject}\``
		};
		case "join": return;
		default: return kind;
	}
}
function dashHelp({ sql, needs }) {
	const words = sqlTokens(sql).map(({ text }) => text);
	const written = (name) => {
		const parts = name.split("-");
		return words.some((_, at) => parts.every((part, index) => words[at + 2 * index] === part));
	};
	const dashed = needs.find(({ name }) => name.includes("-") && written(name));
	return dashed === void 0 ? {} : { help: `write a name with a dash in double quotes: \`"${dashed.name}"\`` };
}
function strangeText(subject) {
	const open = /^['"`[]/.test(subject);
	return {
		code: "sql/syntax",
		message: open ? `${subject[0]} is not closed` : `${quoted(subject)} is no word of SQL`,
		...open ? { help: `close it with another ${subject[0] === "[" ? "]" : subject[0]}` } : {},
		...subject === ":" ? { help: "write `cast(… as type)` for `::type`" } : {}
	};
}
function refused(what, sql) {
	const word = what.split(" ")[0]?.toLowerCase();
	const tokens = sqlTokens(sql);
	const place = tokens.find(({ text }) => text.toLowerCase() === word) ?? tokens[0];
	return {
		code: "sql/not-a-query",
		message: `the SQL may only read: ${what} is not allowed`,
		help: "select the rows that are wanted: a query only reads",
		start: place?.start ?? 0,
		end: place?.end ?? 0
	};
}
function repeated(columns, sql) {
	const folded = columns.map(foldName);
	const name = columns[folded.findIndex((name, at) => folded.indexOf(name) < at)];
	if (name === void 0) return void 0;
	const tokens = sqlTokens(sql);
	const named = tokens.filter((token, at) => token.name !== void 0 && foldName(token.name) === foldName(name) && /^(?:,|from)?$/iu.test(tokens[at + 1]?.text ?? ""));
	const place = named[1] ?? named[0] ?? tokens[0];
	return {
		code: "sql/duplicate-column",
		message: `the query selects two columns named ${quoted(name)}`,
		help: `name one of them otherwise: \`… as ${name}_2\``,
		start: place?.start ?? 0,
		end: place?.end ?? 0
	};
}
function quoted(text) {
	return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

export { judgeQuery };