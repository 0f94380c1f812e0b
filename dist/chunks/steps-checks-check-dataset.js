import { C as bindSql, I as counted, Kt as unreachable, Wt as Failure, z as number } from "./source-unclosed.js";
import { i as locateSqlError, n as formatRow, r as formatValue, t as singleQuery } from "./steps-sql-single-query.js";
import { o as sql } from "./vendor/kysely.js";

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

// src/steps/checks/find-bad-values.ts
async function findBadValues(check, checked) {
	const { transaction, table, mask, columns } = checked;
	const type = columns.find(({ name }) => name === check.column);
	const column = sql.id(check.column);
	const bad = sql`${column} is not null and ${check.rule === "range" ? outside(check, checked) : unlisted(check, checked)}`;
	const { rows: counts } = await sql`
    select count(*) as found from ${tableId(table)} where ${bad}`.execute(transaction.db);
	const found = Number(counts[0]?.found);
	if (found === 0) return null;
	const { rows } = await sql`
    select ${column} as "value", count(*) as times from ${tableId(table)} where ${bad}
    group by ${column} order by times desc, ${column} limit ${sql.lit(5)}`.execute(transaction.db);
	const samples = rows.map(({ value, times }) => `${formatValue(value, mask, type)} (${Number(times)}×)`);
	return `${check.rule} [${check.column}]: ${counted(found, "row")} with ${describe(check, mask)}: ${samples.join(", ")}`;
}
function unlisted({ column, values }, checked) {
	return sql`not (${sql.join(values.map((value) => compare(column, "=", value, checked)), sql` or `)})`;
}
function outside({ column, min, max }, checked) {
	const sides = [...min === void 0 ? [] : [compare(column, "<", min, checked)], ...max === void 0 ? [] : [compare(column, ">", max, checked)]];
	return sql`(${sql.join(sides, sql` or `)})`;
}
function compare(name, operator, value, { transaction: { dialect }, columns }) {
	const column = sql.id(name);
	const type = columns.find((known) => known.name === name)?.type ?? "text";
	const plain = sql`${column} ${sql.raw(operator)} ${bound(value, type, dialect)}`;
	if (dialect === "postgres" || type !== "decimal") return plain;
	return sql`case typeof(${column}) when 'text'
    then decimal_cmp(${column}, ${String(value)}) ${sql.raw(operator)} 0 else ${plain} end`;
}
function bound(value, type, dialect) {
	if (dialect === "postgres") return String(value);
	if (typeof value === "boolean") return value ? 1 : 0;
	if (type === "text" || type === "date" || type === "timestamp" || type === "json") return String(value);
	return type === "boolean" ? Number(String(value) === "true" || value === 1) : Number(value);
}
function describe(check, mask) {
	const shown = (value) => formatValue(value, mask);
	if (check.rule === "accepted-values") return `a value that is none of ${check.values.map(shown).join(", ")}`;
	if (check.min === void 0) return `a value above ${shown(check.max)}`;
	if (check.max === void 0) return `a value below ${shown(check.min)}`;
	return `a value outside ${shown(check.min)} to ${shown(check.max)}`;
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
async function findRepeats({ columns }, { transaction: { db }, table, mask, columns: types }) {
	const known = sql.join(columns.map((column) => sql`${sql.id(column)} is not null`), sql` and `);
	const repeats = sql`
    select ${columnIds(columns)}, count(*) as "rows" from ${tableId(table)} where ${known}
    group by ${columnIds(columns)} having count(*) > 1`;
	const { rows: counts } = await sql`select count(*) as found from (${repeats}) as q`.execute(db);
	const found = Number(counts[0]?.found);
	if (found === 0) return null;
	const { rows } = await sql`
    ${repeats} order by ${columnIds(columns)} limit ${sql.lit(5)}`.execute(db);
	return `unique [${columns.join(", ")}]: ${counted(found, "key")} more than once, e.g. ${rows.map((row) => `(${formatRow(row, mask, types)})`).join(" ")}`;
}

// src/steps/checks/run-sql-check.ts
async function runSqlCheck(check, { transaction, table, name, mask, columns }) {
	const query = singleQuery(check.sql, transaction.dialect);
	const alias = sql.id(name);
	await sql`create temporary view ${alias} as select * from ${tableId(table)}`.execute(transaction.db);
	const counts = await transaction.read(`select count(*) as found from (${query}\n) as failing`, check.parameters);
	const found = Number(counts[0]?.["found"]);
	const rows = found === 0 ? [] : await transaction.read(`select * from (${query}\n) as failing limit ${5}`, check.parameters);
	await sql`drop view ${alias}`.execute(transaction.db);
	if (found === 0) return null;
	return `${check.name === void 0 ? "sql" : `sql "${check.name}"`}: ${counted(found, "row")}, e.g. ${rows.map((row) => `(${formatRow(row, mask, columns)})`).join(" ")}`;
}

// src/steps/checks/run-checks.ts
async function runChecks(checked, context) {
	const findings = [];
	for (const check of context.checks) {
		requireColumns(check, checked);
		const finding = await runCheck(check, checked, context);
		if (finding === null) context.log(`check ${describeCheck(check)}: kept`);
		else findings.push(finding);
	}
	if (findings.length === 0) return;
	const total = context.checks.length;
	throw new Failure("checks/failed", `${findings.length} of ${total} ${total === 1 ? "check" : "checks"} failed on the ${number(checked.rows)} rows of "${checked.name}":\n${findings.map((finding) => `- ${finding}`).join("\n")}`);
}
async function runCheck(check, checked, { bind, placeOfSql, checks }) {
	switch (check.rule) {
		case "not-null": return findNulls(check, checked);
		case "unique": return findRepeats(check, checked);
		case "row-count": return countRows(check, checked);
		case "accepted-values":
		case "range": return findBadValues(check, checked);
		case "sql": {
			const { sql, expressions } = bindSql(check.sql, checked.transaction.dialect);
			const parameters = expressions.map(bind);
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
		default: return unreachable(check);
	}
}
function failedCheck(text, { name, columns }) {
	return {
		text,
		tables: [{
			name,
			columns: columns.map((column) => column.name)
		}],
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
function requireColumns(check, { columns, name }) {
	const missing = ("columns" in check ? check.columns : "column" in check ? [check.column] : []).find((column) => !columns.some((known) => known.name === column));
	if (missing === void 0) return;
	throw new Failure("checks/column", `check ${check.rule}: "${name}" has no column "${missing}"`, { help: `Its columns are ${columns.map((column) => column.name).join(", ")}` });
}
function describeCheck(check) {
	if ("columns" in check) return `${check.rule} [${check.columns.join(", ")}]`;
	if ("column" in check) return `${check.rule} [${check.column}]`;
	return check.rule === "sql" ? `sql ${check.name ?? ""}`.trim() : check.rule;
}

// src/steps/checks/check-dataset.ts
async function checkDataset(dataset, context) {
	if (context.checks.length === 0) return;
	await using database = await context.ports.databases.open("sqlite::memory:", context.workspace, context.signal);
	await database.transaction(dataset, async (transaction) => {
		const table = await transaction.stage(() => {});
		const { name, columns, rows } = dataset;
		await runChecks({
			transaction,
			table,
			name,
			columns,
			rows,
			mask: context.mask
		}, context);
	});
}

export { columnIds as a, findNulls as i, runChecks as n, tableId as o, findRepeats as r, tableText as s, checkDataset as t };