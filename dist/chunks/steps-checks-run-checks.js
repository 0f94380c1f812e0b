import { B as Bug, E as storageOf, F as number, M as counted, P as duration, T as quoteName, U as unreachable, V as Failure, w as foldName, z as nearest } from "./dataset-fields-print-number.js";
import { A as bindSql, F as timeParameter, N as unfitType, P as instantOf$1, S as sqlTokens, k as bindInPlace, x as takenForNumbers } from "./manifest-json-schema.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { u as sql } from "./vendor/kysely.js";
import { r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { t as attachable } from "./steps-sql-attachable.js";
import { t as singleQuery } from "./steps-sql-single-query.js";
import { join } from "node:path";
import { rmSync } from "node:fs";

// src/steps/checks/require-columns.ts
function requireColumns(check, { columns, name }) {
	const missing = ("columns" in check ? check.columns : "column" in check ? [check.column] : []).find((column) => !columns.some((known) => known.name === column));
	if (missing === void 0) return;
	throw new Failure("checks/column", `check ${check.rule}: "${name}" has no column "${missing}"`, { help: `Its columns are ${columns.map((column) => column.name).join(", ")}` });
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

// src/steps/checks/require-fitting.ts
async function requireFitting(rule, checked) {
	const column = "column" in rule ? checked.columns.find((known) => known.name === rule.column) : void 0;
	const unfit = column && unfitType(rule, column);
	if (unfit === void 0) return;
	const example = column?.type === "text" ? await firstValue(column.name, checked) : "";
	if (example === null) return;
	const { mask } = checked;
	const shown = example === "" ? "" : `; a value there is ${formatValue(example, mask)}`;
	throw new Failure("checks/type", `check ${rule.rule}: ${mask(unfit.message)}${shown}`, { help: mask(unfit.help).replace(/^./, (first) => first.toUpperCase()) });
}
async function firstValue(name, { transaction: { db }, table }) {
	const id = sql.id(name);
	const { rows } = await sql`
    select ${id} as value from ${tableId(table)} where ${id} is not null limit 1`.execute(db);
	return rows[0]?.value ?? null;
}

// src/steps/sql/attachments.ts
const mostAttached = 10;
async function attachments(datasets, { what, most = 10 }, context) {
	const files = distinct(datasets);
	const alone = files.length > most ? most - 1 : files.length;
	const attached = files.slice(0, alone).map(({ path }, index) => ({
		name: `${what}_${index}`,
		path
	}));
	if (alone === files.length) return attached;
	const path = join(context.scratch, `${what}.sqlite`);
	await gather(files.slice(alone), path, context);
	return [...attached, {
		name: `${what}_more`,
		path
	}];
}
function schemaOf({ path }, attached) {
	return (attached.find((each) => each.path === path) ?? attached.at(-1))?.name ?? "main";
}
function distinct(datasets) {
	return [...new Map(datasets.map((dataset) => [dataset.path, dataset])).values()];
}
async function gather(datasets, path, { ports, signal }) {
	rmSync(path, { force: true });
	for (const { name, tableName = name, path: from } of datasets) {
		await using session = await ports.sqlite.open({
			path,
			attach: [{
				name: "one",
				path: from
			}]
		}, signal);
		const table = quoteName(tableName);
		await session.query({ sql: `create table ${table} as select * from one.${table}` });
	}
}

// src/steps/checks/referred-table.ts
async function withReferred(checks, checked, context) {
	const { dialect, db } = checked.transaction;
	const datasets = [...new Set(checks.flatMap((check) => check.rule === "references" ? [check.to] : []))].flatMap((name) => context.needs[name] ?? []);
	if (dialect !== "sqlite" || checked.referred !== void 0 || datasets.length === 0) return checked;
	const { rows } = await sql`
    select count(*) as taken from pragma_database_list where name not in ('main', 'temp')`.execute(db);
	const most = 10 - Number(rows[0]?.taken);
	const referred = await attachments(datasets, {
		what: "referred",
		most
	}, context);
	for (const { name, path } of referred) await sql`attach ${attachable(path)} as ${sql.id(name)}`.execute(db);
	return {
		...checked,
		referred
	};
}
function referredTable(rule, checked, { needs, stepId }) {
	const dataset = needs[rule.to];
	if (dataset === void 0) throw new Bug(`step "${stepId}" refers to "${rule.to}", which it does not need`);
	requireSameTypes(rule, checked, dataset);
	const { dialect } = checked.transaction;
	if (dialect !== "sqlite") throw new Failure("checks/column", `check references: rows inside a ${dialect} database cannot be compared with the dataset of "${rule.to}"`, { help: "Write the rule as `sql` over the tables of that database" });
	return {
		schema: schemaOf(dataset, checked.referred ?? []),
		name: dataset.tableName ?? dataset.name
	};
}
function requireSameTypes({ columns, keys, to }, checked, { columns: there }) {
	for (const [index, name] of columns.entries()) {
		const key = keys[index] ?? name;
		const [own, other] = [checked.columns.find((column) => column.name === name), there.find((column) => column.name === key)];
		if (other === void 0) throw new Failure("checks/column", `check references: "${to}" has no column "${key}"`, { help: `Its columns are ${there.map((column) => column.name).join(", ")}` });
		if (own !== void 0 && own.type !== other.type) throw new Failure("checks/column", `check references: "${name}" is ${own.type} and "${key}" of "${to}" is ${other.type}, so no value could match`, { help: "Declare both columns with the same type" });
	}
}

// src/steps/sql/even-times.ts
const bare = 21;
async function unevenTimes(query, { columns, table }, ask) {
	const uneven = /* @__PURE__ */ new Map();
	for (const { name } of zonedTimes(query, columns)) {
		const [size, from] = [`octet_length(${quoteName(name)})`, `from ${table}`];
		const [row] = await ask(`select exists(select 1 ${from} where ${size} <> (${`select ${size} ${from} where ${quoteName(name)} is not null limit 1`})) as uneven`);
		if (Number(row?.["uneven"]) !== 1) continue;
		const [widest] = await ask(`select max(${size}) as size ${from}`);
		uneven.set(name, Number(widest?.["size"]) - bare);
	}
	return uneven;
}
function zonedTimes(query, columns) {
	const times = columns.filter(({ type, zoned }) => type === "timestamp" && zoned === true);
	if (times.length === 0) return [];
	const tokens = sqlTokens(query);
	const names = new Set(tokens.map(({ name }) => name === void 0 ? "" : foldName(name)));
	return tokens.some(({ text }, index) => text === "*" && tokens[index - 1]?.text !== "(") ? times : times.filter(({ name }) => names.has(foldName(name)));
}
function evenColumns(names, uneven) {
	return names.map((name) => {
		const digits = uneven.get(name);
		return digits === void 0 ? quoteName(name) : `${evenTime(name, digits)} as ${quoteName(name)}`;
	}).join(", ");
}
function evenTime(name, digits) {
	const column = quoteName(name);
	return `substr(${column}, 1, 19) || '.' || substr(${`trim(substr(${column}, 20), '.Z')`} || '000000000', 1, ${digits}) || 'Z'`;
}

// src/steps/checks/compare-values.ts
function isUnlisted({ column, values }, checked) {
	return sql`not (${sql.join(values.map((value) => compare(column, "=", value, checked)), sql` or `)})`;
}
function isOutside({ column, min, max }, checked) {
	const sides = [...min === void 0 ? [] : [compare(column, "<", min, checked)], ...max === void 0 ? [] : [compare(column, ">", max, checked)]];
	return sides.length === 0 ? sql`(1 = 0)` : sql`(${sql.join(sides, sql` or `)})`;
}
function compare(name, operator, value, { transaction: { dialect }, columns }) {
	const column = sql.id(name);
	const type = columns.find((known) => known.name === name)?.type ?? "text";
	const by = sql.raw(operator);
	const instant = type === "timestamp" ? instantOf$1(String(value)) : void 0;
	if (instant !== void 0) return dialect === "sqlite" ? compareTime(name, operator, instant) : sql`${column} ${by} ${timeParameter(instant, dialect)}`;
	const plain = sql`${column} ${by} ${bound(value, type, dialect)}`;
	if (dialect !== "sqlite" || type !== "decimal") return plain;
	return sql`case typeof(${column}) when 'text'
    then decimal_cmp(${column}, ${plainText(value)}) ${by} 0 else ${plain} end`;
}
function compareTime(name, operator, instant) {
	const column = sql.id(name);
	const day = instant.slice(0, 10);
	return sql`case when ${column} < ${day} then ${sql.lit(Number(operator === "<"))}
    when ${column} > ${`${day}~`} then ${sql.lit(Number(operator === ">"))}
    else replace(${sql.raw(evenTime(name, 9))}, ' ', 'T') ${sql.raw(operator)} ${instant} end`;
}
function bound(value, type, dialect) {
	if (dialect === "postgres") return type === "integer" ? sql`cast(${String(value)} as numeric)` : String(value);
	if (typeof value === "boolean") return value ? 1 : 0;
	if (type === "text" || type === "date" || type === "timestamp" || type === "json") return String(value);
	return type === "boolean" ? Number(String(value) === "true" || value === 1) : Number(value);
}
function plainText(value) {
	return typeof value === "number" ? value.toLocaleString("en-US", {
		useGrouping: false,
		maximumFractionDigits: 20
	}) : String(value);
}

// src/steps/checks/row-fault.ts
function rowFault(rule, checked, referred) {
	switch (rule.rule) {
		case "not-null": return sql`(${sql.join(rule.columns.map((column) => sql`${sql.id(column)} is null`), sql` or `)})`;
		case "unique": return isRepeated(rule.columns, checked);
		case "accepted-values": return sql`(${sql.id(rule.column)} is not null and ${isUnlisted(rule, checked)})`;
		case "range": return sql`(${sql.id(rule.column)} is not null and ${isOutside(rule, checked)})`;
		case "pattern": return isUnlike(rule, checked);
		case "references": return isOrphan(rule, referred);
		default: return unreachable(rule);
	}
}
function isRepeated(columns, { table }) {
	const ids = columnIds(columns);
	return sql`((${ids}) in (select ${ids} from ${tableId(table)} group by ${ids} having count(*) > 1))`;
}
function isUnlike({ column, pattern }, { transaction: { dialect } }) {
	const value = sql.id(column);
	const like = dialect === "sqlite" ? sql`regexp(${pattern}, ${value})` : dialect === "postgres" ? sql`cast(${value} as text) ~ ${pattern}` : sql`${value} regexp ${pattern}`;
	return sql`(${value} is not null and not (${like}))`;
}
function isOrphan({ columns, keys }, referred) {
	const known = sql.join(columns.map((column) => sql`${sql.id(column)} is not null`), sql` and `);
	const there = sql.join(keys.map((key) => sql`${sql.id(key)} is not null`), sql` and `);
	return sql`(${known} and (${columnIds(columns)}) not in (
    select ${columnIds(keys)} from ${tableId(referred ?? { name: "" })} where ${there}))`;
}

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
async function explain(error, { text, tables, aliases, label }) {
	if (error instanceof SqlFailure && "offset" in error.place) return { span: {
		start: error.place.offset,
		end: error.place.offset + 1
	} };
	if (error.code.startsWith("database/")) return {};
	const { judgeQuery } = await import("./steps-sql-judge-query.js");
	const { QueryCompiler } = await import("./steps-sql-query-compiler.js");
	using database = new QueryCompiler();
	const sql = bindInPlace(text);
	const describeTable = (name) => ({
		message: "",
		help: tableHelp(name, tables, label)
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
function tableHelp(name, tables, label) {
	const names = tables.map((table) => table.name);
	const close = nearest(name, names);
	if (close !== void 0) return `Did you mean "${close}"?`;
	if (label !== void 0) return `The rows it judges are called ${names.join(" or ")}`;
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

// src/steps/checks/find-bad-values.ts
async function findBadValues(rule, checked, referred) {
	const { transaction, table, mask } = checked;
	const names = "columns" in rule ? rule.columns : [rule.column];
	const bad = rowFault(rule, checked, referred);
	const { rows: counts } = await sql`
    select count(*) as found from ${tableId(table)} where ${bad}`.execute(transaction.db);
	const found = Number(counts[0]?.found);
	if (found === 0) return null;
	const values = sql.join(names.map((name, index) => sql`${sql.id(name)} as ${sql.id(`value_${index}`)}`));
	const { rows } = await sql`
    select ${values}, count(*) as times from ${tableId(table)} where ${bad}
    group by ${columnIds(names)} order by times desc, ${columnIds(names)} limit ${sql.lit(5)}`.execute(transaction.db);
	const samples = rows.map((row) => `${valuesOf(row, names, checked)} (${Number(row["times"])}×)`);
	return `${rule.rule} [${names.join(", ")}]: ${counted(found, "row")} with ${describe(rule, mask)}: ${samples.join(", ")}`;
}
function valuesOf(row, names, { mask, columns }) {
	const values = names.map((name, index) => {
		const type = columns.find((column) => column.name === name);
		return formatValue(row[`value_${index}`], mask, type);
	});
	return values.length === 1 ? values[0] ?? "" : `(${values.join(", ")})`;
}
function describe(rule, mask) {
	const shown = (value) => formatValue(value, mask);
	if (rule.rule === "accepted-values") return `a value that is none of ${rule.values.map(shown).join(", ")}`;
	if (rule.rule === "pattern") return `a value that does not match /${mask(rule.pattern)}/`;
	if (rule.rule === "references") return `a value that "${rule.to}" does not have in ${rule.keys.join(", ")}`;
	if (rule.min === void 0) return `a value above ${shown(rule.max)}`;
	if (rule.max === void 0) return `a value below ${shown(rule.min)}`;
	return `a value outside ${shown(rule.min)} to ${shown(rule.max)}`;
}

// src/steps/checks/find-nulls.ts
async function findNulls({ columns }, { transaction: { db }, table, mask, columns: types }) {
	const isNull = sql.join(columns.map((column) => sql`${sql.id(column)} is null`), sql` or `);
	const { rows: counts } = await sql`
    select count(*) as found from ${tableId(table)} where ${isNull}`.execute(db);
	const found = Number(counts[0]?.found);
	if (found === 0) return null;
	const { rows } = await sql`
    select * from ${tableId(table)} where ${isNull} limit ${sql.lit(5)}`.execute(db);
	return `not-null [${columns.join(", ")}]: ${counted(found, "row")}, e.g. ${rows.map((row) => `(${formatRow(row, mask, types)})`).join(" ")}`;
}

// src/steps/checks/find-repeats.ts
const times = "millrace_times";
async function findRepeats({ columns }, { transaction: { db }, table, mask, columns: types }, compared = columns.map((column) => sql.id("s", column))) {
	const key = sql.join(compared);
	const named = columns.map((column, index) => sql`${compared[index]} as ${sql.id(column)}`);
	const repeats = sql`select ${sql.join(named)}, count(*) as ${sql.id(times)} from ${tableId(table)} as s
    where ${areWhole(columns)} group by ${key} having count(*) > 1`;
	const { rows: counts } = await sql`
    select count(*) as found from (${repeats}) as q`.execute(db);
	const found = Number(counts[0]?.found);
	if (found === 0) return null;
	const { rows } = await sql`
    ${repeats} order by ${key} limit ${sql.lit(5)}`.execute(db);
	const examples = rows.map(({ [times]: often, ...row }) => `(${formatRow(row, mask, types)}) ${Number(often)}×`);
	return `unique [${columns.join(", ")}]: ${counted(found, "key")} more than once, e.g. ${examples.join(", ")}`;
}
function areWhole(columns) {
	return sql.join(columns.map((column) => sql`${sql.id("s", column)} is not null`), sql` and `);
}

// src/steps/checks/find-stale.ts
async function findStale({ column, maxAgeMs }, checked, now) {
	const { transaction, table, mask, columns } = checked;
	const { rows } = await sql`
    select max(${sql.id(column)}) as newest from ${tableId(table)}`.execute(transaction.db);
	const newest = rows[0]?.newest ?? null;
	if (newest === null) return `freshness [${column}]: there is no value, so nothing is fresh`;
	const at = instantOf(newest);
	if (at === void 0) throw new Failure("checks/column", `check freshness: "${column}" is no time: its greatest value is ${formatValue(newest, mask)}`, { help: "Name a column of type date or timestamp" });
	const age = now.getTime() - at;
	if (age <= maxAgeMs) return null;
	const type = columns.find(({ name }) => name === column);
	return `freshness [${column}]: the newest value, ${formatValue(newest, mask, type)}, is ${ageText(age)} old, at most ${ageText(maxAgeMs)} allowed`;
}
const dayMs = 864e5;
function ageText(ms) {
	return ms < 2 * dayMs ? duration(ms) : counted(Math.floor(ms / dayMs), "day");
}
function instantOf(value) {
	if (value instanceof Date) return value.getTime();
	if (typeof value !== "string") return void 0;
	const [, day, time = "00:00", zone = "Z"] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/.exec(value) ?? [];
	if (day === void 0) return void 0;
	const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone;
	const at = Date.parse(`${day}T${time.replace(/(\.\d{3})\d+$/, "$1")}${offset}`);
	return Number.isNaN(at) ? void 0 : at;
}

// src/steps/checks/measure.ts
function measureName({ measure, column }) {
	return column === void 0 ? measure : `${measure} ${column}`;
}
async function takeMeasure({ measure, column = "" }, checked) {
	const { transaction, table, rows: all } = checked;
	if (measure === "rows") return all;
	const { rows } = await sql`
    select ${expressionOf(measure, column, checked)} as found from ${tableId(table)}`.execute(transaction.db);
	const found = rows[0]?.found;
	if (found === null || found === void 0) return void 0;
	const value = Number(found);
	if (measure === "nulls" || measure === "distinct") return all === 0 ? void 0 : value / all;
	return Number.isFinite(value) ? value : void 0;
}
function expressionOf(measure, column, checked) {
	const id = sql.id(column);
	switch (measure) {
		case "nulls": return sql`sum(case when ${id} is null then 1 else 0 end)`;
		case "distinct": return sql`count(distinct ${id})`;
		case "mean": return sql`avg(${id})`;
		case "min":
		case "max": return sql`${sql.raw(isLong(column, checked) ? `decimal_${measure}` : measure)}(${id})`;
		case "sum": return sql`sum(${id})`;
		default: return unreachable(measure);
	}
}
function isLong(name, { transaction: { dialect }, columns }) {
	const column = columns.find((known) => known.name === name);
	return dialect === "sqlite" && column?.type === "decimal" && storageOf(column) === "TEXT";
}

// src/steps/checks/find-drift.ts
const fewest = 2;
async function findDrift(rule, checked, history) {
	const name = measureName(rule);
	const value = await takeMeasure(rule, checked);
	const known = history.flatMap((run) => run[name] ?? []).slice(0, rule.last);
	if (known.length < fewest) return {
		finding: null,
		value,
		unjudged: `only ${known.length} good runs to compare with`
	};
	const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
	const label = `distribution [${name}]`;
	const usual = `the mean of the last ${known.length} good runs, ${shown(mean)}`;
	if (value === void 0) return {
		finding: `${label}: there is no value; ${usual}`,
		value
	};
	const far = Math.abs(value - mean);
	if (far <= rule.within * Math.abs(mean)) return {
		finding: null,
		value
	};
	const off = mean === 0 ? "" : ` (${value > mean ? "+" : "−"}${shown(100 * far / Math.abs(mean))}%)`;
	return {
		finding: `${label}: ${shown(value)} is further than ${shown(rule.within * 100)}% from ${usual}${off}`,
		value
	};
}
function shown(value) {
	return Number.isInteger(value) ? String(value) : value.toPrecision(4).replace(/\.?0+$/, "");
}

// src/steps/checks/run-sql-check.ts
async function runSqlCheck(check, { transaction, table, name, alsoNamed = [], mask, columns }) {
	const query = singleQuery(check.sql, transaction.dialect);
	const shown = transaction.dialect === "sqlite" ? await evened(query, {
		transaction,
		table,
		columns
	}) : "*";
	const { scope, done } = await namedRows(transaction, {
		table,
		names: [name, ...alsoNamed],
		shown
	});
	const counts = await transaction.read(`${scope}select count(*) as found from (${query}\n) as failing`, check.parameters);
	const found = Number(counts[0]?.["found"]);
	const rows = found === 0 ? [] : await transaction.read(`${scope}select * from (${query}\n) as failing limit ${5}`, check.parameters);
	await done();
	if (found === 0) return null;
	return `${check.name === void 0 ? "sql" : `sql "${check.name}"`}: ${counted(found, "row")}, e.g. ${rows.map((row) => `(${formatRow(row, mask, columns)})`).join(" ")}`;
}
async function namedRows({ db, dialect }, { table, names, shown }) {
	const place = dialect === "sqlite" ? {
		schema: "main",
		...table
	} : table;
	const rows = sql`select ${sql.raw(shown)} from ${tableId(place)}`;
	if (dialect === "mysql") {
		const scope = sql.join(names.map((name) => sql`${sql.id(name)} as (${rows})`));
		return {
			scope: sql`with ${scope} `.compile(db).sql,
			done: async () => {}
		};
	}
	for (const name of names.toReversed()) await sql`create temporary view ${sql.id(name)} as ${rows}`.execute(db);
	return {
		scope: "",
		async done() {
			for (const name of names) await sql`drop view ${sql.id(name)}`.execute(db);
		}
	};
}
async function evened(query, { transaction, table, columns }) {
	const named = tableId(table).compile(transaction.db).sql;
	const uneven = await unevenTimes(query, {
		columns,
		table: named
	}, (text) => transaction.read(text, []));
	if (uneven.size === 0) return "*";
	const [row = {}] = await transaction.read(`select * from ${named} limit 1`, []);
	return evenColumns(Object.keys(row), uneven);
}

// src/steps/checks/run-checks.ts
async function runChecks(checks, given, context) {
	const checked = await withReferred(checks, given, context);
	const findings = [];
	const warnings = [];
	const measured = {};
	for (const check of checks) {
		requireColumns(check, checked);
		await requireFitting(check, checked);
		const finding = await runCheck(check, checked, {
			...context,
			checks,
			measured
		});
		if (finding === null) context.log(`check ${describeRule(check)}: kept`);
		else if (check.severity === "warn") warnings.push(finding);
		else findings.push(finding);
	}
	for (const warning of warnings) context.log(`check ${warning} (warning)`, "stderr");
	if (findings.length === 0) return {
		warnings,
		measured
	};
	const total = checks.length;
	const also = warnings.map((warning) => `\n- ${warning} (warning)`).join("");
	throw new Failure("checks/failed", `${findings.length} of ${total} ${total === 1 ? "check" : "checks"} failed on the ${number(checked.rows)} rows of "${checked.name}":\n${findings.map((finding) => `- ${finding}`).join("\n")}${also}`);
}
async function runCheck(check, checked, context) {
	switch (check.rule) {
		case "not-null": return findNulls(check, checked);
		case "unique": return findRepeats(check, checked);
		case "row-count": return countRows(check, checked);
		case "accepted-values":
		case "range":
		case "pattern": return findBadValues(check, checked);
		case "references": return findBadValues(check, checked, referredTable(check, checked, context));
		case "freshness": return findStale(check, checked, context.ports.clock.now());
		case "distribution": return judgeDrift(check, checked, context);
		case "sql": return judgeSql(check, checked, context);
		default: return unreachable(check);
	}
}
async function judgeDrift(check, checked, { history = [], log, measured }) {
	const { finding, value, unjudged } = await findDrift(check, checked, history);
	if (value !== void 0) measured[measureName(check)] = value;
	if (unjudged !== void 0) log(`check ${describeRule(check)}: ${unjudged}`);
	return finding;
}
async function judgeSql(check, checked, { bind, log, placeOfSql, checks }) {
	const { sql, expressions } = bindSql(check.sql, checked.transaction.dialect);
	const parameters = expressions.map(bind);
	if (checked.transaction.dialect === "sqlite") for (const { message, help } of takenForNumbers(sql, checked.columns)) log(`${labelOf(check, checks)}: warning: ${message}: ${help}`, "stderr");
	try {
		return await runSqlCheck({
			name: check.name,
			sql,
			parameters
		}, checked);
	} catch (error) {
		const failed = {
			...failedCheck(check.sql, checked),
			label: labelOf(check, checks)
		};
		throw await locateSqlError(error, failed, placeOfSql);
	}
}
function failedCheck(text, { name, alsoNamed = [], columns }) {
	const names = columns.map((column) => column.name);
	return {
		text,
		tables: [name, ...alsoNamed].map((each) => ({
			name: each,
			columns: names
		})),
		aliases: false
	};
}
function labelOf(check, checks) {
	if (check.name !== void 0) return `check "${check.name}"`;
	const ofSql = checks.filter(({ rule }) => rule === "sql");
	return ofSql.length === 1 ? "the SQL check" : `SQL check ${ofSql.indexOf(check) + 1}`;
}
function countRows({ min, max }, { rows }) {
	if ((min === void 0 || rows >= min) && (max === void 0 || rows <= max)) return null;
	const wanted = [min === void 0 ? "" : `at least ${min}`, max === void 0 ? "" : `at most ${max}`];
	return `row-count: ${rows} ${rows === 1 ? "row" : "rows"}, expected ${wanted.filter((part) => part !== "").join(" and ")}`;
}
function describeRule(check) {
	if ("columns" in check) return `${check.rule} [${check.columns.join(", ")}]`;
	if ("column" in check) return `${check.rule} [${check.column}]`;
	return check.rule === "sql" ? `sql ${check.name ?? ""}`.trim() : check.rule;
}

export { formatValue as _, locateSqlError as a, evenTime as c, withReferred as d, attachments as f, formatRow as g, requireFitting as h, findNulls as i, unevenTimes as l, schemaOf as m, areWhole as n, rowFault as o, distinct as p, findRepeats as r, evenColumns as s, runChecks as t, referredTable as u, requireColumns as v };