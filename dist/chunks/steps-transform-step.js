import { _ as Failure, f as bindSql, g as Bug, h as nearest, y as unreachable } from "./source-syntax-errors.js";
import { t as childEntry } from "./steps-child-entry.js";
import { t as requireInside } from "./steps-inside.js";
import { i as storageOf, n as foldName, r as quoteName, t as createTable } from "./dataset-create-table.js";
import { t as singleQuery } from "./steps-sql-single-query.js";
import { join, resolve } from "node:path";
import { readFile, writeFile } from "node:fs/promises";
import { existsSync, renameSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";

// src/steps/transform/transform-by-module.ts
async function transformByModule(context) {
	const task = describeTask(context);
	const taskPath = join(context.scratch, "task.json");
	await writeFile(taskPath, JSON.stringify(task));
	const { exitCode, signalName } = await context.ports.processes.run({
		file: process.execPath,
		args: [
			"--disable-warning=ExperimentalWarning",
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
	if (!existsSync(task.resultPath)) throw new Failure("module/ended", `the process of "${context.options.module}" ended early (${signalName ?? `exit code ${exitCode}`})`, { help: "A module must not call process.exit(); if it was killed, it may have used too much memory" });
	return outcome(parseResult(await readFile(task.resultPath, "utf8")));
}
function describeTask(context) {
	const { options, workspace, needs } = context;
	const module = resolve(workspace, options.module);
	requireInside(module, workspace, options.module);
	if (!existsSync(module)) throw new Failure("file/missing", `there is no module "${options.module}"`);
	return {
		stepId: context.stepId,
		module,
		export: options.export,
		needs,
		from: options.from ?? onlyNeed(Object.keys(needs)),
		with: options.with,
		columns: options.columns,
		datasetPath: context.datasetPath,
		scratch: context.scratch,
		run: context.run,
		resultPath: join(context.scratch, "result.json"),
		progressToken: randomUUID()
	};
}
function onlyNeed(names) {
	return names.length === 1 ? names[0] : void 0;
}
function hear(line, stream, { token, context }) {
	if (line.startsWith(token)) context.progress({ rows: Number(line.slice(token.length)) });
	else context.log(line, stream);
}
function parseResult(text) {
	return JSON.parse(text);
}
function outcome(result) {
	if (!result.ok) {
		if (result.code === "bug") throw new Bug(result.message);
		throw new Failure(result.code, result.message, result.help === void 0 ? {} : { help: result.help });
	}
	const { dataset, read } = result;
	const filtered = Math.max(0, read - dataset.rows);
	return {
		dataset,
		rows: {
			read: Math.max(read, dataset.rows),
			loaded: dataset.rows,
			rejected: 0,
			filtered,
			deduplicated: 0,
			unchanged: 0
		}
	};
}

// src/steps/sql/locate-error.ts
function locateSqlError(error, text, tables = []) {
	if (!(error instanceof Failure) || error.code !== "sql/error") return error;
	const token = /near "(.+?)"|no such (?:column|table|function): (?:[^.\s]+\.)*(\S+)|ambiguous column name: (?:[^.\s]+\.)*(\S+)/u.exec(error.message)?.slice(1).find((group) => group !== void 0);
	const place = token === void 0 ? void 0 : onlyPlace(text, token);
	const where = place === void 0 ? "" : ` (line ${place.line}, column ${place.column} of the SQL)`;
	const help = error.message.startsWith("no such table") ? tableHelp(token ?? "", tables) : void 0;
	return new Failure(error.code, `${error.message}${where}`, help === void 0 ? {} : { help });
}
function tableHelp(name, tables) {
	const close = nearest(name, tables);
	if (close !== void 0) return `Did you mean "${close}"?`;
	return tables.length === 0 ? "Add the step it comes from to \"needs\"" : `Its needs are ${tables.join(", ")}`;
}
function onlyPlace(text, token) {
	const escaped = token.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`);
	const found = [...text.matchAll(new RegExp(`(?<!\\w)${escaped}(?!\\w)`, "giu"))];
	const [match] = found;
	if (match === void 0 || found.length > 1) return void 0;
	const before = text.slice(0, match.index).split("\n");
	return {
		line: before.length,
		column: (before.at(-1)?.length ?? 0) + 1
	};
}

// src/steps/transform/attach-needs.ts
const mostAttached = 10;
async function attachments(context) {
	const needs = Object.values(context.needs);
	const alone = needs.length > mostAttached ? 9 : needs.length;
	const attached = needs.slice(0, alone).map(({ path }, index) => ({
		name: `need_${index}`,
		path
	}));
	if (alone === needs.length) return attached;
	return [...attached, {
		name: "needs",
		path: await gather(needs.slice(alone), context)
	}];
}
async function gather(needs, { scratch, ports, signal }) {
	const path = join(scratch, "needs.sqlite");
	for (const { name, path: need } of needs) {
		await using session = await ports.sqlite.open({
			path,
			attach: [{
				name: "need",
				path: need
			}]
		}, signal);
		const table = quoteName(name);
		await session.query({ sql: `create table ${table} as select * from need.${table}` });
	}
	return path;
}
async function addAliases(session, needs) {
	const taken = new Set(needs.map(({ name }) => name));
	for (const { name } of needs) {
		const alias = name.replaceAll("-", "_");
		if (taken.has(alias)) continue;
		taken.add(alias);
		await session.query({ sql: `create temp view ${quoteName(alias)} as select * from ${quoteName(name)}` });
	}
}

// src/steps/transform/misfit.ts
function misfit(name, column) {
	const is = (types) => `typeof(${name}) not in (${types}, 'null')`;
	switch (column.type) {
		case "text": return is("'text', 'integer', 'real'");
		case "integer": return is("'integer'");
		case "real": return is("'integer', 'real'");
		case "boolean": return `(${is("'integer'")} or ${name} not in (0, 1))`;
		case "decimal": return storageOf(column) === "REAL" ? is("'integer', 'real'") : `(${name} is not null and not cast(${name} as text) regexp '^[+-]?\\d+(\\.\\d+)?$')`;
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
async function judgeColumns(session, table, result) {
	const seen = await countTypes(session, table, result);
	const columns = [];
	for (const [index, column] of result.entries()) columns.push(judge(column, seen[index] ?? nothingSeen));
	await makeText(session, table, columns, seen);
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
		for (const index of some.keys()) seen.push({
			integers: count(`i${index}`),
			reals: count(`r${index}`),
			texts: count(`t${index}`),
			blobs: count(`b${index}`),
			nulls: count(`n${index}`),
			misfits: count(`m${index}`)
		});
	}
	return seen;
}
function typeTerms({ name, declared, origin }, index) {
	const column = quoteName(name);
	const known = declared ?? origin;
	const sum = (type, letter) => `sum(typeof(${column}) = '${type}') as ${letter}${index}`;
	return [
		sum("integer", "i"),
		sum("real", "r"),
		sum("text", "t"),
		sum("blob", "b"),
		sum("null", "n"),
		...known === void 0 ? [] : [`sum(${misfit(column, known)}) as m${index}`]
	];
}
function judge({ name, declared, origin }, seen) {
	if (seen.blobs > 0) throw new Failure("sql/columns", `column "${name}" holds bytes (BLOB), which no column type can`, { help: `Select hex("${name}") or cast("${name}" as text)` });
	if (declared !== void 0) return kept(declared, seen);
	if (origin !== void 0 && seen.misfits === 0) {
		const { notNull: _, ...type } = origin;
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
function kept(declared, { misfits, nulls }) {
	if (misfits > 0) throw new Failure("rows/type", `column "${declared.name}" is declared ${declared.type}; ${misfits} of its values are not`);
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

// src/steps/transform/result-columns.ts
function describeResult(result, needs, declared) {
	requireDistinct(result);
	if (declared !== void 0) requireSame(result, declared);
	return result.map((column) => {
		const known = declared?.find(({ name }) => name === column.name);
		const origin = originOf(column, needs);
		return {
			name: column.name,
			...known !== void 0 && { declared: known },
			...origin !== void 0 && { origin }
		};
	});
}
function originOf({ origin }, needs) {
	if (origin === void 0) return void 0;
	return needs.find(({ name }) => name === origin.table)?.columns.find(({ name }) => name === origin.column);
}
function requireDistinct(result) {
	const seen = /* @__PURE__ */ new Set();
	for (const { name } of result) {
		if (seen.has(foldName(name))) throw new Failure("sql/columns", `the query selects two columns named "${name}"`, { help: `Name one of them otherwise: … as ${name}_2` });
		seen.add(foldName(name));
	}
}
function requireSame(result, declared) {
	const selected = result.map(({ name }) => name);
	const missing = declared.map(({ name }) => name).filter((name) => !selected.includes(name));
	const extra = selected.filter((name) => !declared.some((column) => column.name === name));
	if (missing.length === 0 && extra.length === 0) return;
	throw new Failure("columns/mismatch", `the query selects ${selected.join(", ")}; "columns" declares ${declared.map(({ name }) => name).join(", ")}`, { help: `Make them the same: ${[...missing, ...extra].join(", ")} ${missing.length + extra.length === 1 ? "differs" : "differ"}` });
}

// src/steps/transform/transform-by-sql.ts
const filling = "millrace_result";
async function transformBySql(context) {
	const { sql, expressions } = bindSql(context.options.sql);
	const query = {
		sql: singleQuery(sql),
		parameters: expressions.map((expression) => context.bind(expression))
	};
	const partial = `${context.datasetPath}.partial`;
	rmSync(partial, { force: true });
	try {
		const { columns, rows } = await fill(partial, query, context);
		renameSync(partial, context.datasetPath);
		return {
			dataset: {
				name: context.stepId,
				path: context.datasetPath,
				columns,
				rows
			},
			rows: {
				read: rows,
				loaded: rows,
				rejected: 0,
				filtered: 0,
				deduplicated: 0,
				unchanged: 0
			}
		};
	} catch (error) {
		throw locateSqlError(error, sql, Object.keys(context.needs));
	} finally {
		rmSync(partial, { force: true });
	}
}
async function fill(path, query, context) {
	const attach = await attachments(context);
	await using session = await context.ports.sqlite.open({
		path,
		attach,
		functions: true,
		unpublished: true
	}, context.signal);
	const needs = Object.values(context.needs);
	await addAliases(session, needs);
	const result = describeResult(await session.describe({
		...query,
		guard: {}
	}), needs, context.options.columns);
	const { changes } = await insert(session, query, result);
	context.progress({ rows: changes });
	const columns = await judgeColumns(session, filling, result);
	await giveSchema(session, context.stepId, columns);
	return {
		columns,
		rows: changes
	};
}
async function insert(session, { sql, parameters }, result) {
	const names = result.map(({ name }) => quoteName(name));
	await session.query({ sql: `create table ${filling} (${names.join(", ")})` });
	const rounded = result.map(({ declared }, index) => roundedTo(declared, names[index] ?? ""));
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