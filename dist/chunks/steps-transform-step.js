import { B as Bug, C as createTable, E as storageOf, F as number, M as counted, T as quoteName, U as unreachable, V as Failure, w as foldName } from "./dataset-fields-print-number.js";
import { n as openDatasetFile, t as createDatasetFile } from "./dataset-dataset-file.js";
import { S as string, _ as literal, d as boolean, m as discriminatedUnion, v as number$1, y as object } from "./vendor/zod.js";
import { t as SqlFailure } from "./diagnostic-sql-failure.js";
import { A as bindSql, S as sqlTokens, k as bindInPlace, qt as parseJson, x as takenForNumbers } from "./manifest-json-schema.js";
import { t as openCsv } from "./parse-csv-open-csv.js";
import { _ as formatValue, a as locateSqlError, c as evenTime, f as attachments, l as unevenTimes, m as schemaOf, p as distinct$1, s as evenColumns } from "./steps-checks-run-checks.js";
import { t as singleQuery } from "./steps-sql-single-query.js";
import { t as childEntry } from "./steps-child-entry.js";
import { t as requireInside } from "./steps-inside.js";
import { d as parseTable, s as loadDialects } from "./steps-load-target-table.js";
import { a as openLedger, d as loadKey, f as enterRows, i as forgetGone, n as sayWaits, o as appendedBefore, p as alreadyLoaded, r as prepareTable, s as isAskedAgain, t as beginning } from "./steps-load-say-waits.js";
import { n as boundQuery, r as locateInDatabase, t as openConnection } from "./steps-sql-open-connection.js";
import { join, resolve } from "node:path";
import { readFile, writeFile } from "node:fs/promises";
import { createReadStream, existsSync, renameSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";

// src/steps/transform/guess-columns.ts
function guessColumns(tokens, needs) {
	return resultExpressions(tokens).map((expression) => guess(expression, needs));
}
const mostSumDigits = 38;
const compounds$1 = /* @__PURE__ */ new Set([
	"union",
	"intersect",
	"except"
]);
function resultExpressions(tokens) {
	const list = [];
	const expressions = [];
	let depth = 0;
	let within = false;
	for (const token of tokens) {
		const word = token.quoted ? "" : token.text.toLowerCase();
		if (depth === 0 && compounds$1.has(word)) return [];
		if (word === ")") depth -= 1;
		if (depth === 0 && word === "select") within = true;
		else if (depth === 0 && within && word === "from") break;
		else if (depth === 0 && within && word === ",") expressions.push(list.splice(0));
		else if (within) list.push(token);
		if (word === "(") depth += 1;
	}
	if (list.length > 0) expressions.push(list);
	return expressions.some((expression) => expression.at(-1)?.text === "*") ? [] : expressions;
}
function guess(expression, needs) {
	const [called, open, ...rest] = expression;
	if (called?.name === void 0 || open?.text !== "(") return void 0;
	const end = closing(rest);
	if (!isAlias(rest.slice(end + 1))) return void 0;
	const argument = rest.slice(0, end);
	switch (foldName(called.name)) {
		case "sum": return summed(typeOf(argument, needs));
		case "decimal_sum": return summedExactly(typeOf(argument, needs));
		case "min":
		case "max":
		case "decimal_min":
		case "decimal_max": return typeOf(argument, needs);
		case "round": return roundedTo$1(argument);
		case "date": return { type: "date" };
		default: return;
	}
}
function closing(tokens) {
	let depth = 1;
	return tokens.findIndex(({ text }) => {
		if (text === "(") depth += 1;
		if (text === ")") depth -= 1;
		return depth === 0;
	});
}
function isAlias(tokens) {
	const names = tokens[0]?.text.toLowerCase() === "as" ? tokens.slice(1) : tokens;
	return names.length === 0 || names.length === 1 && names[0]?.name !== void 0;
}
function typeOf(tokens, needs) {
	const plain = tokens[0]?.text.toLowerCase() === "distinct" ? tokens.slice(1) : tokens;
	const isColumn = plain.length === 1 || plain.length === 3 && plain[1]?.text === ".";
	const name = plain.at(-1)?.name;
	if (!isColumn || name === void 0) return void 0;
	const [first, ...others] = needs.flatMap(({ columns }) => columns.filter((column) => foldName(column.name) === foldName(name))).map(withoutName);
	return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : void 0;
}
function withoutName({ name: _name, notNull: _notNull, ...type }) {
	return type;
}
function summed(of) {
	if (of?.type !== "decimal") return void 0;
	const { scale, open } = of;
	return scale === void 0 ? void 0 : {
		type: "decimal",
		scale,
		...open === true && { open }
	};
}
function summedExactly(of) {
	return of?.type === "decimal" && (of.precision ?? 0) > 15 ? {
		...of,
		precision: Math.max(mostSumDigits, of.precision ?? 0)
	} : void 0;
}
function roundedTo$1(argument) {
	const [comma, digits] = argument.slice(-2);
	const scale = Number(digits?.text);
	return comma?.text === "," && scale >= 1 && scale <= 9 ? {
		type: "decimal",
		scale
	} : void 0;
}

// src/steps/transform/own-names.ts
const compounds = /* @__PURE__ */ new Set([
	"union",
	"intersect",
	"except"
]);
const selects = /* @__PURE__ */ new Set(["select", "values"]);
const beforeTables = /* @__PURE__ */ new Set([
	"from",
	"join",
	","
]);
function mixesRows(tokens) {
	return tokens.some((token) => compounds.has(wordOf(token)));
}
function namesColumns(tokens) {
	const from = tokens.findIndex((token) => wordOf(token) === "from");
	return tokens.some(({ name }, at) => at > from && from >= 0 && name !== void 0 && tokens[at + 1]?.text === "(" && beforeTables.has(wordOf(tokens[at - 1]))) || tokens.filter((token) => selects.has(wordOf(token))).length > 1;
}
function wordOf(token) {
	return token === void 0 || token.quoted ? "" : token.text.toLowerCase();
}

// src/steps/transform/result-columns.ts
function describeResult(sql, result, needs, declared) {
	requireColumns(result.map(({ name }) => name), declared);
	const tokens = sqlTokens(sql);
	const guesses = guessColumns(tokens, needs);
	const guessed = guesses.length === result.length ? guesses : [];
	const [mixes, names] = [mixesRows(tokens), namesColumns(tokens)];
	return result.map((column, index) => {
		const guess = guessed[index];
		const known = declared?.find(({ name }) => name === column.name);
		const origin = originOf(column, needs);
		const isOpen = known === void 0 && (origin === void 0 ? names : mixes);
		return {
			name: column.name,
			...known !== void 0 && { declared: known },
			...origin !== void 0 && { origin },
			...guess !== void 0 && { guessed: {
				...guess,
				name: column.name
			} },
			...isOpen && { isOpen }
		};
	});
}
function originOf({ origin }, needs) {
	if (origin === void 0) return void 0;
	return needs.find(({ name, tableName }) => (tableName ?? name) === origin.table)?.columns.find(({ name }) => name === origin.column);
}
function requireColumns(selected, declared) {
	requireDistinct(selected);
	if (declared !== void 0) requireSame(selected, declared);
}
function requireDistinct(selected) {
	const seen = /* @__PURE__ */ new Set();
	for (const name of selected) {
		if (seen.has(foldName(name))) throw new Failure("sql/columns", `the query selects two columns named "${name}"`, { help: `Name one of them otherwise: … as ${name}_2` });
		seen.add(foldName(name));
	}
}
function requireSame(selected, declared) {
	const missing = declared.map(({ name }) => name).filter((name) => !selected.includes(name));
	const extra = selected.filter((name) => !declared.some((column) => column.name === name));
	if (missing.length === 0 && extra.length === 0) return;
	throw new Failure("columns/mismatch", `the query selects ${selected.join(", ")}; "columns" declares ${declared.map(({ name }) => name).join(", ")}`, { help: `Make them the same: ${[...missing, ...extra].join(", ")} ${missing.length + extra.length === 1 ? "differs" : "differ"}` });
}

// src/steps/transform/duckdb/typed-view.ts
const mostDigits = 38;
function typedColumn(column, fine) {
	const name = quoteName(column.name);
	return `${typedValue(column, name, fine)} as ${name}`;
}
function typedValue(column, name, fine) {
	switch (column.type) {
		case "boolean": return `cast(${name} as boolean)`;
		case "date": return `cast(${name} as date)`;
		case "json": return `cast(${name} as json)`;
		case "timestamp":
			if (fine !== void 0) return column.zoned === true ? evenTime(column.name, fine) : name;
			return column.zoned === true ? `cast(${name} as timestamptz)` : `cast(${name} as timestamp)`;
		case "decimal": return typedDecimal(column, name);
		case "text":
		case "integer":
		case "real": return name;
		default: return unreachable(column.type);
	}
}
function typedDecimal(column, name) {
	const { scale, precision = mostDigits } = column;
	if (scale === void 0 || precision > mostDigits) return name;
	return storageOf(column) === "REAL" ? `cast(round(${name}, ${scale}) as decimal(18, ${scale}))` : `cast(${name} as decimal(${Math.max(precision, scale)}, ${scale}))`;
}

// src/steps/transform/duckdb/show-needs.ts
async function showNeeds(session, needs, attached, log) {
	const taken = /* @__PURE__ */ new Set();
	const show = async (alias, need) => {
		if (taken.has(alias)) return;
		taken.add(alias);
		const table = `need_${attached.findIndex(({ path }) => path === need.path)}.${quoteName(need.tableName ?? need.name)}`;
		const fine = await fineColumns(session, table, need);
		for (const name of fine.keys()) log(`"${name}" of "${need.name}" is finer than microseconds: DuckDB sees it as text`);
		const columns = need.columns.map((column) => typedColumn(column, fine.get(column.name)));
		await session.query(`create view ${quoteName(alias)} as select ${columns.join(", ")} from ${table}`);
	};
	for (const need of needs) await show(need.name, need);
	for (const need of needs) await show(need.name.replaceAll("-", "_"), need);
}
async function fineColumns(session, table, { columns }) {
	const times = columns.filter(({ type }) => type === "timestamp");
	if (times.length === 0) return /* @__PURE__ */ new Map();
	const terms = times.map(({ name }, index) => `max(length(regexp_extract(${quoteName(name)}, '\\.(\\d{7,9})', 1))) as f${index}`);
	const [row = {}] = await session.query(`select ${terms.join(", ")} from ${table}`);
	const digits = times.map(({ name }, index) => [name, Number(row[`f${index}`] ?? 0)]);
	return new Map(digits.filter(([, most]) => most > 0));
}

// src/steps/transform/duckdb/result-type.ts
const integers = /* @__PURE__ */ new Set([
	"TINYINT",
	"SMALLINT",
	"INTEGER",
	"BIGINT",
	"UTINYINT",
	"USMALLINT",
	"UINTEGER"
]);
const instant = "TIMESTAMP WITH TIME ZONE";
const wideIntegers = /* @__PURE__ */ new Set([
	"UBIGINT",
	"HUGEINT",
	"UHUGEINT",
	"BIGNUM"
]);
function resultType(name, type, digits) {
	const id = quoteName(name);
	const text = `cast(${id} as varchar)`;
	if (integers.has(type)) return {
		column: {
			name,
			type: "integer"
		},
		text
	};
	if (wideIntegers.has(type)) return {
		column: wideInteger(name, digits),
		text
	};
	if (type.startsWith("DECIMAL")) return {
		column: decimal(name, type, digits),
		text
	};
	if (type === "DOUBLE" || type === "FLOAT") return {
		column: {
			name,
			type: "real"
		},
		text
	};
	if (type === "BOOLEAN") return {
		column: {
			name,
			type: "boolean"
		},
		text
	};
	if (type === "DATE") return {
		column: {
			name,
			type: "date"
		},
		text
	};
	if (type === "JSON") return {
		column: {
			name,
			type: "json"
		},
		text
	};
	if (type === instant) return {
		column: {
			name,
			type: "timestamp",
			zoned: true
		},
		text: instantText(id, digits)
	};
	if (type.startsWith("TIMESTAMP")) return {
		column: {
			name,
			type: "timestamp",
			zoned: false
		},
		text: `replace(${text}, ' ', 'T')`
	};
	if (/[[\]]$|^(?:STRUCT|MAP|UNION)\b/.test(type)) return {
		column: {
			name,
			type: "json"
		},
		text: `cast(to_json(${id}) as varchar)`
	};
	return {
		column: {
			name,
			type: "text"
		},
		text
	};
}
function digitsOf(name, type) {
	const id = quoteName(name);
	if (type === instant) return `length(regexp_extract(cast(${id} as varchar), '\\.(\\d+)', 1))`;
	if (!wideIntegers.has(type) && !type.startsWith("DECIMAL")) return void 0;
	return `length(cast(abs(trunc(${id})) as varchar).split('.')[1])`;
}
function instantText(id, digits) {
	return `substr(strftime(${id} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%f'), 1, ${19 + (digits === 0 ? 0 : digits + 1)}) || 'Z'`;
}
function wideInteger(name, digits) {
	return digits <= 18 ? {
		name,
		type: "integer"
	} : {
		name,
		type: "decimal",
		precision: digits,
		scale: 0
	};
}
function decimal(name, type, digits) {
	const scale = Number(/,\s*(\d+)/.exec(type)?.[1] ?? 0);
	const precision = Math.max(digits + scale, 1);
	return precision <= 15 ? {
		name,
		type: "decimal",
		precision: 15,
		scale
	} : {
		name,
		type: "decimal",
		precision,
		scale
	};
}

// src/steps/transform/duckdb/transform-by-duckdb.ts
const result = "millrace_result";
async function transformByDuckdb(context) {
	const { options, scratch, workspace, ports, signal, log, needs } = context;
	const datasets = distinct(Object.values(needs));
	const attach = datasets.map(({ path }, index) => ({
		name: `need_${index}`,
		path
	}));
	await using session = await ports.duckdb.open({
		workspace,
		scratch,
		attach,
		log
	}, signal);
	await showNeeds(session, Object.values(needs), datasets, log);
	await session.seal();
	const types = await runQuery(session, context);
	const file = join(scratch, "result.csv");
	const texts = types.map(({ column, text }) => `${text} as ${quoteName(column.name)}`);
	await session.query(`copy (select ${texts.join(", ")} from ${result}) to '${file.replaceAll("'", "''")}' (format csv, header true, force_quote *, nullstr '')`);
	return { dataset: await readResult(file, typedColumns(types, options.columns), context) };
}
function distinct(needs) {
	return [...new Map(needs.map((need) => [need.path, need])).values()];
}
async function runQuery(session, { options, needs, bind, placeOfSql }) {
	const sql = bindInPlace(options.sql);
	const parameters = bindSql(options.sql, "sqlite").expressions.map((expression) => bind(expression));
	try {
		singleQuery(sql, "sqlite");
		requireColumns(await session.describe(sql), options.columns);
		await fill$1(session, sql.replace(/;\s*$/, ""), parameters);
	} catch (error) {
		const tables = Object.values(needs).map(({ name, columns }) => ({
			name,
			columns: columns.map((each) => each.name)
		}));
		throw await locateSqlError(error, {
			text: options.sql,
			tables,
			aliases: true
		}, placeOfSql);
	}
	const told = (await session.query(`select column_name as name, column_type as type from (describe ${result})`)).map(({ name, type }) => ({
		name: String(name),
		type: String(type)
	}));
	const digits = await longestOf(session, told);
	const types = told.map(({ name, type }) => resultType(name, type, digits.get(name) ?? 0));
	return Object.values(needs).some(hasOpenDigits) ? types.map(openDigits) : types;
}
function hasOpenDigits({ columns }) {
	return columns.some(({ open }) => open === true);
}
function openDigits({ column, text }) {
	return {
		column: column.type === "decimal" ? {
			...column,
			open: true
		} : column,
		text
	};
}
async function fill$1(session, sql, parameters) {
	const before = `create temp table ${result} as `;
	try {
		await session.query(before + sql, parameters);
	} catch (error) {
		if (!(error instanceof SqlFailure) || !("offset" in error.place)) throw error;
		throw new SqlFailure(error, { offset: Math.max(0, error.place.offset - before.length) });
	}
}
async function longestOf(session, columns) {
	const open = columns.flatMap(({ name, type }) => {
		const count = digitsOf(name, type);
		return count === void 0 ? [] : [{
			name,
			count
		}];
	});
	if (open.length === 0) return /* @__PURE__ */ new Map();
	const terms = open.map(({ count }, index) => `max(${count}) as d${index}`);
	const [row = {}] = await session.query(`select ${terms.join(", ")} from ${result}`);
	return new Map(open.map(({ name }, index) => [name, Number(row[`d${index}`] ?? 0)]));
}
function typedColumns(types, declared) {
	return types.map(({ column }) => declared?.find(({ name }) => foldName(name) === foldName(column.name)) ?? column);
}
async function readResult(path, columns, context) {
	using file = createDatasetFile(context.datasetPath, {
		table: context.stepId,
		columns
	});
	const dialect = {
		delimiter: ",",
		quote: "\"",
		header: true,
		skipLines: 0,
		encoding: "utf-8",
		ragged: "fail"
	};
	const refuse = (reject) => {
		throw misfit$1(reject, context.mask);
	};
	const records = await openCsv(createReadStream(path), dialect, refuse);
	for await (const batch of records.batches) {
		context.signal.throwIfAborted();
		file.write(batch, refuse);
		context.progress({ rows: file.rows });
	}
	return file.finish();
}
function misfit$1({ column, rule, value }, mask) {
	if (rule === "not null") return new Failure("rows/null", `column "${column}" is declared not null; it is null in a row`);
	return new Failure("rows/type", `column "${column}" holds ${formatValue(value, mask)}, which is no ${rule}`, { help: `Cast it in the query, or declare "${column}" as what it is` });
}

// src/steps/transform/module-result.ts
const moduleResult = discriminatedUnion("ok", [object({
	ok: literal(true),
	read: number$1()
}), object({
	ok: literal(false),
	code: string(),
	message: string(),
	retryable: boolean(),
	help: string().exactOptional(),
	facts: object({
		exitCode: number$1().exactOptional(),
		httpStatus: number$1().exactOptional(),
		sqlState: string().exactOptional(),
		infrastructure: boolean().exactOptional()
	}).exactOptional()
})]);

// src/steps/transform/transform-by-module.ts
const flags = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=8"];
async function transformByModule(context) {
	const task = describeTask(context);
	const taskPath = join(context.scratch, "task.json");
	await writeFile(taskPath, JSON.stringify(task));
	const { exitCode, signalName } = await context.ports.processes.run({
		file: process.execPath,
		args: [
			...flags,
			childEntry("module-child", import.meta.url),
			taskPath
		],
		cwd: context.workspace,
		env: context.env,
		signal: context.signal,
		onLine: (line, stream) => hear(line, stream, {
			token: task.progressToken,
			context
		})
	});
	if (!existsSync(task.resultPath)) throw ended(context, `early (${signalName ?? `exit code ${exitCode}`})`);
	const result = moduleResult.safeParse(parseJson(await readFile(task.resultPath, "utf8")));
	if (!result.success) throw ended(context, "and left nothing that can be read");
	return outcome(result.data, task);
}
function ended({ options }, how) {
	return new Failure("module/ended", `the process of "${options.module}" ended ${how}`, {
		retryable: true,
		help: "A module must not call process.exit(); if it was killed, it may have used too much memory"
	});
}
function describeTask(context) {
	const { options, workspace, needs } = context;
	const module = resolve(workspace, options.module);
	requireInside(module, workspace, options.module);
	if (!existsSync(module)) throw new Failure("file/missing", `there is no module "${options.module}"`);
	return {
		stepId: context.stepId,
		module,
		workspace,
		export: options.export,
		needs,
		from: options.from ?? onlyNeed(needs),
		with: options.with,
		columns: options.columns,
		datasetPath: context.datasetPath,
		scratch: context.scratch,
		run: context.run,
		resultPath: join(context.scratch, "result.json"),
		progressToken: randomUUID()
	};
}
function onlyNeed(needs) {
	return new Set(Object.values(needs).map(({ path }) => path)).size === 1 ? Object.keys(needs)[0] : void 0;
}
function hear(line, stream, { token, context }) {
	if (line.startsWith(token)) context.progress({ rows: Number(line.slice(token.length)) });
	else context.log(line, stream);
}
function outcome(result, { datasetPath, stepId }) {
	if (!result.ok) {
		if (result.code === "bug") throw new Bug(result.message);
		throw new Failure(result.code, result.message, {
			retryable: result.retryable,
			facts: result.facts ?? {},
			...result.help === void 0 ? {} : { help: result.help }
		});
	}
	using made = openDatasetFile(datasetPath, stepId);
	return {
		dataset: {
			name: stepId,
			path: datasetPath,
			columns: made.columns,
			rows: made.rows
		},
		note: `${counted(result.read, "row")} read, ${number(made.rows)} made`
	};
}

// src/steps/transform/transform-in-connection.ts
async function transformInConnection(context) {
	const { options, bind, placeOfSql } = context;
	await using database = await openConnection(context, options.in);
	const { dialect } = database;
	const table = parseTable(options.table);
	const query = boundQuery(options.sql, dialect, bind);
	const during = sayWaits(context, {
		dialect,
		table
	});
	const addedBefore = await prepareAhead(database, context, {
		table,
		query,
		during
	});
	return await beginning(database, {
		dataset: void 0,
		during
	}, async (transaction) => {
		const ledger = await during(openLedger(transaction, table));
		const key = loadKey(context, options.table);
		await forgetGone(transaction, ledger, options.table);
		const before = await ledger.find(key);
		if (before !== void 0 && options.mode === "append") {
			if (isAskedAgain(context)) throw appendedBefore(context, before);
			return alreadyLoaded(context, before);
		}
		if (before !== void 0) await ledger.forget(key);
		const staged = await located(() => transaction.stageQuery(query), {
			context,
			dialect,
			placeOfSql
		});
		requireRows(staged, context);
		const { columns, rows } = staged;
		context.progress({ rows });
		const prepared = await during(prepareTable(transaction, incoming(context, table, columns), context.log));
		const { stepId: name, mask } = context;
		return enterRows(transaction, context, {
			table,
			words: {
				...options,
				unordered: true
			},
			prepared: {
				...prepared,
				added: [...addedBefore, ...prepared.added]
			},
			staged: {
				transaction,
				table: staged.table,
				name,
				columns,
				rows,
				mask
			},
			areThere: false,
			during,
			ledger,
			key
		});
	});
}
async function prepareAhead(database, context, { table, query, during }) {
	const { dialect } = database;
	if (loadDialects[dialect].definesInside) return [];
	return database.transaction(void 0, async (ahead) => {
		const ledger = await during(openLedger(ahead, table));
		await forgetGone(ahead, ledger, context.options.table);
		const { placeOfSql } = context;
		const columns = await located(() => ahead.describe(query), {
			context,
			dialect,
			placeOfSql
		});
		return (await prepareTable(ahead, incoming(context, table, columns), context.log)).added;
	});
}
function incoming({ options, stepId }, table, columns) {
	return {
		table,
		words: options,
		dataset: {
			columns,
			name: stepId
		},
		evolves: false
	};
}
function requireRows({ rows }, { options, stepId }) {
	if (rows > 0 || options.allowEmpty) return;
	throw new Failure("rows/empty", `the query selects no rows; table "${options.table}" is left as it is`, { help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected` });
}
async function located(work, { context, dialect, placeOfSql }) {
	try {
		return await work();
	} catch (error) {
		throw await locateInDatabase(error, {
			text: context.options.sql,
			dialect
		}, placeOfSql);
	}
}

// src/steps/transform/attach-needs.ts
async function addAliases(session, needs) {
	const taken = /* @__PURE__ */ new Set();
	const add = async (alias, table) => {
		if (taken.has(alias)) return;
		taken.add(alias);
		if (alias === table) return;
		await session.query({ sql: `create temp view ${quoteName(alias)} as select * from ${quoteName(table)}` });
	};
	for (const { name, tableName = name } of needs) await add(name, tableName);
	for (const { name, tableName = name } of needs) await add(name.replaceAll("-", "_"), tableName);
}
async function evenTimes(session, query, { needs, attached }) {
	for (const need of distinct$1(needs)) {
		const { name, tableName = name, columns } = need;
		const table = `${schemaOf(need, attached)}.${quoteName(tableName)}`;
		const ask = async (sql) => (await session.query({ sql })).rows;
		const uneven = await unevenTimes(query, {
			columns,
			table
		}, ask);
		if (uneven.size === 0) continue;
		const kind = asksForRowid(query) ? "table" : "view";
		const names = columns.map((column) => column.name);
		const even = `select ${evenColumns(names, uneven)} from ${table}`;
		await session.query({ sql: `create temp ${kind} ${quoteName(tableName)} as ${even}` });
	}
}
const rowids = /* @__PURE__ */ new Set([
	"rowid",
	"_rowid_",
	"oid"
]);
function asksForRowid(query) {
	return sqlTokens(query).some(({ name }) => name !== void 0 && rowids.has(foldName(name)));
}

// src/steps/transform/finer-decimals.ts
const noise = 2 ** -46;
function finerTerms(name, { scale = 0, ...column }, index) {
	if (storageOf(column) === "TEXT") return [`max(not cast(${name} as text) regexp '^[+-]?\\d+(${scale === 0 ? "\\.?" : `\\.\\d{0,${scale}}`}0*)?$') as f${index}`];
	const whole = `${name} * 1e${scale}`;
	return [`max(abs(${whole} - round(${whole}))) as f${index}`, `max(abs(${name})) as g${index}`];
}
function isFiner({ scale = 0, ...column }, found, index) {
	const off = Number(found[`f${index}`] ?? 0);
	if (storageOf(column) === "TEXT") return off > 0;
	return off > noise * 10 ** scale * Math.max(1, Number(found[`g${index}`] ?? 0));
}
async function withoutNoise(session, table, { name: plain, scale = 0 }) {
	const name = quoteName(plain);
	const rounded = `round(${name}, ${scale})`;
	await session.query({ sql: `update ${table} set ${name} = ${rounded} where typeof(${name}) = 'real' and ${name} <> ${rounded}` });
}

// src/steps/transform/misfit.ts
function misfit(name, column) {
	const is = (types) => `typeof(${name}) not in (${types}, 'null')`;
	switch (column.type) {
		case "text": return is("'text', 'integer', 'real'");
		case "integer": return is("'integer'");
		case "real": return is("'integer', 'real'");
		case "boolean": return `(${is("'integer'")} or ${name} not in (0, 1))`;
		case "decimal": return storageOf(column) === "REAL" ? `(${is("'integer', 'real'")} or abs(${name}) >= 1e${15 - (column.scale ?? 0)})` : `(${name} is not null and not cast(${name} as text) regexp '^[+-]?\\d+(\\.\\d+)?$')`;
		case "date": return `(${name} is not null and ${name} is not date(${name}))`;
		case "timestamp": return `(${name} is not null and not (typeof(${name}) = 'text' and datetime(${name}) is not null and ${name} glob '${timestampShape(column)}'))`;
		case "json": return `(${name} is not null and not json_valid(${name}))`;
		default: return unreachable(column.type);
	}
}
function timestampShape({ zoned }) {
	return `????-??-??T??:??*${zoned === true ? "Z" : "[0-9]"}`;
}

// src/steps/transform/judge-columns.ts
async function judgeColumns(session, table, result, mask) {
	const seen = await countTypes(session, table, result);
	const columns = [];
	for (const [index, column] of result.entries()) {
		const counted = seen[index] ?? nothingSeen;
		if (column.declared !== void 0 && counted.misfits > 0) throw await notAsDeclared(session, table, column.declared, counted.misfits, mask);
		columns.push(judge(column, counted));
	}
	await makeText(session, table, columns, seen);
	for (const [index, column] of columns.entries()) if (openDecimal(result[index]) !== void 0 && column.type === "decimal" && storageOf(column) === "REAL") await withoutNoise(session, table, column);
	return columns;
}
const nothingSeen = {
	integers: 0,
	reals: 0,
	texts: 0,
	blobs: 0,
	nulls: 0,
	misfits: 0
};
async function countTypes(session, table, result) {
	const seen = [];
	const perQuery = 200;
	for (let at = 0; at < result.length; at += perQuery) {
		const some = result.slice(at, at + perQuery);
		const terms = some.flatMap((column, index) => typeTerms(column, index));
		const { rows } = await session.query({ sql: `select ${terms.join(", ")} from ${table}` });
		const count = (name) => Number(rows[0]?.[name] ?? 0);
		for (const [index, column] of some.entries()) {
			const decimal = openDecimal(column);
			const isTooFine = decimal !== void 0 && isFiner(decimal, rows[0] ?? {}, index);
			seen.push({
				integers: count(`i${index}`),
				reals: count(`r${index}`),
				texts: count(`t${index}`),
				blobs: count(`b${index}`),
				nulls: count(`n${index}`),
				misfits: count(`m${index}`) + (isTooFine ? 1 : 0)
			});
		}
	}
	return seen;
}
function openDecimal(column) {
	const likely = column?.isOpen === true ? column.origin ?? column.guessed : void 0;
	return likely?.type === "decimal" && likely.scale !== void 0 ? likely : void 0;
}
function typeTerms(result, index) {
	const { name, declared, origin, guessed } = result;
	const column = quoteName(name);
	const known = declared ?? origin ?? guessed;
	const decimal = openDecimal(result);
	const sum = (type, letter) => `sum(typeof(${column}) = '${type}') as ${letter}${index}`;
	return [
		sum("integer", "i"),
		sum("real", "r"),
		sum("text", "t"),
		sum("blob", "b"),
		sum("null", "n"),
		...known === void 0 ? [] : [`sum(${misfit(column, known)}) as m${index}`],
		...decimal === void 0 ? [] : finerTerms(column, decimal, index)
	];
}
function judge({ name, declared, origin, guessed }, seen) {
	if (seen.blobs > 0) throw new Failure("sql/columns", `column "${name}" holds bytes (BLOB), which no column type can`, { help: `Select hex("${name}") or cast("${name}" as text)` });
	if (declared !== void 0) return kept(declared, seen);
	const likely = origin ?? guessed;
	if (likely !== void 0 && seen.misfits === 0) {
		const { notNull: _, ...type } = likely;
		return {
			...type,
			name
		};
	}
	if (seen.texts > 0) return {
		name,
		type: "text"
	};
	if (seen.reals > 0) return {
		name,
		type: "real"
	};
	return {
		name,
		type: seen.integers > 0 ? "integer" : "text"
	};
}
async function notAsDeclared(session, table, declared, misfits, mask) {
	const name = quoteName(declared.name);
	const { rows } = await session.query({ sql: `select distinct ${name} as v from ${table} where ${misfit(name, declared)} limit ${shownValues}` });
	const shown = rows.map(({ v }) => formatValue(v, mask)).join(", ");
	const how = misfits === 1 ? "one of its values is not" : `${misfits.toLocaleString("en")} of its values are not`;
	return new Failure("rows/type", `column "${declared.name}" is declared ${declared.type}; ${how}: ${shown}${rows.length < shownValues ? "" : ", …"}`, { help: `${remedies[declared.type]}, or declare "${declared.name}" as what it is` });
}
const shownValues = 3;
const remedies = {
	text: "Cast the values to text in the query",
	integer: "Round or cast them to an integer in the query",
	decimal: "Cast them to a number in the query",
	real: "Cast them to a number in the query",
	boolean: "Make them 1 or 0 in the query",
	date: "Write them as 2026-03-29 in the query, e.g. with date(…)",
	timestamp: "Write them as 2026-03-29T10:00:00 in the query, e.g. with strftime('%Y-%m-%dT%H:%M:%S', …)",
	json: "Make them JSON in the query, e.g. with json_quote(…)"
};
function kept(declared, { nulls }) {
	if (declared.notNull === true && nulls > 0) throw new Failure("rows/null", `column "${declared.name}" is declared not null; it is null in ${nulls} rows`);
	return declared;
}
async function makeText(session, table, columns, seen) {
	for (const [index, column] of columns.entries()) {
		const storage = storageOf(column);
		const { integers, reals } = seen[index] ?? nothingSeen;
		if (storage !== "TEXT" || integers + reals === 0) continue;
		const name = quoteName(column.name);
		await session.query({ sql: `update ${table} set ${name} = cast(${name} as text) where typeof(${name}) <> 'text'` });
	}
}

// src/steps/transform/transform-by-sql.ts
const filling = "millrace_result";
async function transformBySql(context) {
	const { sql, expressions } = bindSql(context.options.sql, "sqlite");
	const parameters = expressions.map((expression) => context.bind(expression));
	const partial = `${context.datasetPath}.partial`;
	rmSync(partial, { force: true });
	try {
		const query = {
			sql: singleQuery(sql, "sqlite"),
			parameters
		};
		const { columns, rows } = await fill(partial, query, context);
		renameSync(partial, context.datasetPath);
		return {
			dataset: {
				name: context.stepId,
				path: context.datasetPath,
				columns,
				rows
			},
			...textsAsNumbers(query.sql, context)
		};
	} catch (error) {
		throw await locateSqlError(error, failedQuery(context), context.placeOfSql);
	} finally {
		rmSync(partial, { force: true });
	}
}
function textsAsNumbers(sql, { needs, log }) {
	const columns = Object.values(needs).flatMap((need) => need.columns);
	const found = takenForNumbers(sql, columns);
	for (const { message, help } of found) log(`warning: ${message}: ${help}`, "stderr");
	const warnings = found.map(({ message }) => message);
	return found.length === 0 ? {} : {
		warnings,
		note: `warning: ${warnings.join("; ")}`
	};
}
function failedQuery({ options, needs }) {
	const tables = Object.values(needs).map(({ name, columns }) => ({
		name,
		columns: columns.map((column) => column.name)
	}));
	return {
		text: options.sql,
		tables,
		aliases: true
	};
}
async function fill(path, query, context) {
	const needs = Object.values(context.needs);
	const attach = await attachments(needs, { what: "need" }, context);
	await using session = await context.ports.sqlite.open({
		path,
		attach,
		functions: true,
		unpublished: true
	}, context.signal);
	await addAliases(session, needs);
	const described = await session.describe({
		...query,
		guard: {}
	});
	const result = describeResult(query.sql, described, needs, context.options.columns);
	await evenTimes(session, query.sql, {
		needs,
		attached: attach
	});
	const { changes } = await insert(session, query, result);
	context.progress({ rows: changes });
	const columns = await judgeColumns(session, filling, result, context.mask);
	await giveSchema(session, context.stepId, columns);
	return {
		columns,
		rows: changes
	};
}
async function insert(session, { sql, parameters }, result) {
	const names = result.map(({ name }) => quoteName(name));
	await session.query({ sql: `create table ${filling} (${names.join(", ")})` });
	const rounded = result.map(({ declared, guessed, isOpen }, index) => roundedTo(declared ?? (isOpen ? void 0 : guessed), names[index] ?? ""));
	const select = rounded.some((expression, index) => expression !== names[index]) ? `select ${rounded.join(", ")} from (${sql}\n)` : sql;
	return session.query({
		sql: `insert into ${filling} ${select}`,
		parameters,
		guard: { into: filling }
	});
}
function roundedTo(declared, name) {
	if (declared?.type !== "decimal" || declared.scale === void 0) return name;
	return `iif(typeof(${name}) = 'real', round(${name}, ${declared.scale}), ${name})`;
}
async function giveSchema(session, table, columns) {
	const { changes } = await session.query({
		sql: `update sqlite_schema set name = ?, tbl_name = ?, sql = ? where name = '${filling}'`,
		parameters: [
			table,
			table,
			createTable(table, columns)
		]
	});
	if (changes !== 1) throw new Failure("dataset/format", "the result could not be given its schema");
}

// src/steps/transform/step.ts
async function transform(context) {
	const { options } = context;
	if ("in" in options && options.in !== void 0) return transformInConnection({
		...context,
		options
	});
	if ("sql" in options && options.engine === "duckdb") return transformByDuckdb({
		...context,
		options
	});
	if ("sql" in options) return transformBySql({
		...context,
		options
	});
	return transformByModule({
		...context,
		options
	});
}

export { transform };