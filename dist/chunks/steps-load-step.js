import { D as quoteName, I as counted, Kt as unreachable, O as storageOf, Ut as Bug, Wt as Failure, z as number } from "./source-unclosed.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeNdjson, r as encodeCsv, t as encodeJson } from "./dataset-encode-json.js";
import { a as columnIds, i as findNulls, n as runChecks, o as tableId, r as findRepeats, s as tableText, t as checkDataset } from "./steps-checks-check-dataset.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { t as requireInside } from "./steps-inside.js";
import { t as hashFile } from "./cache-hash-file.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { o as sql } from "./vendor/kysely.js";
import { n as formatRow, r as formatValue } from "./steps-sql-single-query.js";
import { t as copyType } from "./dataset-encode-copy.js";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/steps/load/load-file.ts
const encoders = {
	csv: encodeCsv,
	json: encodeJson,
	ndjson: encodeNdjson
};
async function loadFile(context, dataset) {
	const { options, workspace } = context;
	const path = await target(context);
	await checkDataset(dataset, context);
	const partial = join(dirname(path), `.${basename(path)}.${context.run.id}.millrace-partial`);
	try {
		await write(partial, dataset, context);
		const unchanged = await sameBytes(partial, path);
		if (!unchanged) await rename(partial, path);
		return {
			rows: counts(dataset.rows, unchanged),
			note: unchanged ? `${options.file} is unchanged` : `${options.file}: ${counted(dataset.rows, "row")} written`,
			...options.commit && { commit: { path: relative(workspace, path).replaceAll(sep, "/") } }
		};
	} catch (error) {
		context.signal.throwIfAborted();
		throw fileFailure(error, options.file);
	} finally {
		await rm(partial, { force: true });
	}
}
function counts(rows, unchanged) {
	return {
		read: rows,
		loaded: unchanged ? 0 : rows,
		rejected: 0,
		filtered: 0,
		deduplicated: 0,
		unchanged: unchanged ? rows : 0
	};
}
async function target({ options, workspace }) {
	const path = resolve(workspace, options.file);
	requireInside(path, workspace, options.file);
	if (relative(workspace, path).split(sep)[0] === ".git") throw new Failure("file/outside", `"${options.file}" is in Git's own folder`);
	try {
		await mkdir(dirname(path), { recursive: true });
		requireInside(await realpath(dirname(path)), await realpath(workspace), options.file);
		if ((await stat(path).catch(() => void 0))?.isDirectory() === true) throw new Failure("file/unreadable", `"${options.file}" is a folder`);
	} catch (error) {
		throw fileFailure(error, options.file);
	}
	return path;
}
async function write(path, dataset, { options, signal, progress }) {
	using file = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	await pipeline$1(Readable.from(told(encoders[options.format](file), progress), { objectMode: false }), createWriteStream(path), { signal });
}
function* told(chunks, progress) {
	let bytes = 0;
	for (const chunk of chunks) {
		bytes += chunk.length;
		progress({ bytes });
		yield chunk;
	}
}
async function sameBytes(a, b) {
	const [first, second] = await Promise.all([stat(a), stat(b).catch(() => void 0)]);
	if (second === void 0 || first.size !== second.size) return false;
	const other = createReadStream(b)[Symbol.asyncIterator]();
	for await (const chunk of createReadStream(a)) {
		const { value } = await other.next();
		if (!Buffer.isBuffer(value) || !value.equals(chunk)) return false;
	}
	return true;
}

// src/steps/load/ledger.ts
const ledger = { name: "_millrace_loads" };
var LoadLedger = class {
	#transaction;
	constructor(transaction) {
		this.#transaction = transaction;
	}
	async prepare() {
		const { db, dialect } = this.#transaction;
		if (await this.#hasColumn("content")) return;
		if (dialect === "postgres") await sql`select pg_advisory_xact_lock(hashtext(${ledger.name}))`.execute(db);
		await this.#create();
		if (await this.#hasColumn("content")) return;
		await db.schema.alterTable(ledger.name).addColumn("content", sql`text`).execute();
	}
	async #hasColumn(name) {
		const { db, dialect } = this.#transaction;
		const { rows } = await (dialect === "postgres" ? sql`select 1 from pg_catalog.pg_attribute
            where attrelid = to_regclass(${regclass(ledger)}) and attname = ${name} and not attisdropped` : sql`select 1 from pragma_table_info(${ledger.name}) where name = ${name}`).execute(db);
		return rows.length > 0;
	}
	async #create() {
		const { db, dialect } = this.#transaction;
		const text = sql`text`;
		await db.schema.createTable(ledger.name).ifNotExists().addColumn("pipeline", text, (column) => column.notNull()).addColumn("step", text, (column) => column.notNull()).addColumn("run", text, (column) => column.notNull()).addColumn("target", text, (column) => column.notNull()).addColumn("mode", text, (column) => column.notNull()).addColumn("rows", dialect === "postgres" ? "bigint" : "integer", (column) => column.notNull()).addColumn("at", text, (column) => column.notNull()).addColumn("content", text).addPrimaryKeyConstraint("_millrace_loads_key", [
			"pipeline",
			"step",
			"run",
			"target"
		]).execute();
	}
	async find({ pipeline, step, run, target }) {
		const { rows } = await sql`
      select "rows", "at", "content" from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(this.#transaction.db);
		const [row] = rows;
		if (row === void 0) return void 0;
		const content = typeof row.content === "string" ? row.content : void 0;
		return {
			rows: Number(row.rows),
			at: String(row.at),
			content
		};
	}
	async forget({ pipeline, step, run, target }) {
		await sql`
      delete from ${tableId(ledger)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(this.#transaction.db);
	}
	async record(key, load) {
		await sql`
      insert into ${tableId(ledger)} (pipeline, step, run, target, mode, "rows", "at", "content")
      values (${key.pipeline}, ${key.step}, ${key.run}, ${key.target}, ${load.mode}, ${load.rows}, ${load.at},
        ${load.content ?? null})`.execute(this.#transaction.db);
	}
};
function loadKey({ pipeline, stepId, leg, run }, target) {
	return {
		pipeline,
		step: leg === void 0 ? stepId : `${stepId}[${leg.key}]`,
		run: run.id,
		target
	};
}
function regclass({ schema, name }) {
	return schema === void 0 ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

// src/steps/load/match-columns.ts
function matchColumns(columns, target, { table, from }) {
	const added = columns.filter(({ name }) => !target.some((column) => column.name === name));
	const missing = target.filter(({ name, filled }) => !filled && !columns.some((column) => column.name === name));
	if (added.length > 0 || missing.length > 0) throw mismatch(columns, target, {
		table,
		from,
		added,
		missing
	});
	return columns.flatMap((source) => {
		const pair = target.find(({ name }) => name === source.name);
		return pair === void 0 ? [] : [{
			source,
			target: pair
		}];
	});
}
function isSameOrder(columns, target) {
	return columns.length === target.length && columns.every(({ name }, index) => name === target[index]?.name);
}
function mismatch(columns, target, { table, from, added, missing }) {
	const name = tableText(table);
	const differences = [...added.length === 0 ? [] : [`the table lacks ${list(added)}`], ...missing.length === 0 ? [] : [`the dataset lacks ${list(missing)}`]];
	const remedies = [...added.map((column) => `add a column "${column.name}" (${column.type}) to "${name}"`), ...missing.map((column) => `give "${column.name}" a default, or select it in "${from}"`)];
	return new Failure("columns/mismatch", `"${from}" and table "${name}" have different columns: ${differences.join("; ")}\n- "${from}": ${describe$1(columns)}\n- "${name}": ${describe$1(target)}`, { help: sentence(remedies) });
}
function list(columns) {
	return columns.map(({ name }) => `"${name}"`).join(", ");
}
function describe$1(columns) {
	return columns.map(({ name, type }) => `${name} ${type}`).join(", ");
}
function sentence(remedies) {
	const text = remedies.join("; ");
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

// src/steps/load/require-keys.ts
async function requireKeys(key, checked) {
	const missing = key.filter((name) => !checked.columns.some((column) => column.name === name));
	if (missing.length > 0) throw new Failure("rows/key", `"${checked.name}" has no column "${missing[0]}" for the key`, { help: `Its columns are ${checked.columns.map(({ name }) => name).join(", ")}` });
	const findings = [await findNulls({
		rule: "not-null",
		columns: key
	}, checked), await findRepeats({ columns: key }, checked)].filter((finding) => finding !== null);
	if (findings.length === 0) return;
	throw new Failure("rows/key", `the rows of "${checked.name}" cannot be merged by key (${key.join(", ")}):\n${findings.map((finding) => `- ${finding}`).join("\n")}`, { help: "Make the key unique in a transform (group by, or distinct), or choose other columns" });
}
async function requireSingleMatches({ db }, { table, staged, key, mask }, sameKey) {
	const columns = columnIds(key, "s");
	const { rows } = await sql`
    select ${columns} from ${tableId(staged)} as s join ${tableId(table)} as t on ${sameKey}
    group by ${columns} having count(*) > 1 order by ${columns} limit ${sql.lit(5)}`.execute(db);
	if (rows.length === 0) return;
	throw new Failure("rows/key", `table "${tableText(table)}" holds a key (${key.join(", ")}) more than once, so no row can be merged into it, e.g. ${rows.map((row) => `(${formatRow(row, mask)})`).join(" ")}`, { help: "Remove the repeated rows of the table, or choose other columns for the key" });
}

// src/steps/load/publish.ts
async function publish(transaction, publication) {
	switch (publication.mode) {
		case "append": return {
			...none,
			inserted: await insertAll(transaction, publication)
		};
		case "replace": return replace(transaction, publication);
		case "merge": return merge(transaction, publication);
		default: return unreachable(publication.mode);
	}
}
const none = {
	inserted: 0,
	updated: 0,
	unchanged: 0,
	removed: 0
};
async function replace(transaction, publication) {
	await takeTurns(transaction, publication.table);
	const target = tableId(publication.table);
	const removed = await mayTruncate(transaction, publication.table) ? await truncate(transaction, publication.table) : Number((await sql`delete from ${target}`.execute(transaction.db)).numAffectedRows);
	return {
		...none,
		inserted: await insertAll(transaction, publication),
		removed
	};
}
async function takeTurns({ db, dialect }, table) {
	if (dialect === "postgres") await sql`lock table ${tableId(table)} in share row exclusive mode`.execute(db);
}
async function truncate({ db }, table) {
	const { rows } = await sql`select count(*) as found from ${tableId(table)}`.execute(db);
	await sql`truncate table ${tableId(table)}`.execute(db);
	return Number(rows[0]?.found);
}
async function mayTruncate({ db, dialect }, table) {
	if (dialect === "sqlite") return false;
	const name = sql`cast(${regclass(table)} as regclass)`;
	const { rows } = await sql`
    select has_table_privilege(${name}, 'truncate') and not exists (
      select 1 from pg_catalog.pg_constraint where contype = 'f' and confrelid = ${name} and conrelid <> confrelid
    ) as may`.execute(db);
	return rows[0]?.may === true;
}
async function merge(transaction, publication) {
	const { db, dialect } = transaction;
	const { table, staged, pairs, key, rows } = publication;
	await takeTurns(transaction, table);
	const values = pairs.filter(({ source }) => !key.includes(source.name));
	const sameKey = sql.join(key.map((name) => sql`${sql.id("t", name)} = ${converted(pairOf(pairs, name), dialect)}`), sql` and `);
	await requireSingleMatches(transaction, publication, sameKey);
	const updated = values.length === 0 ? 0 : await update(transaction, publication, {
		values,
		sameKey
	});
	const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
    select ${sql.join(pairs.map((pair) => converted(pair, dialect)))} from ${tableId(staged)} as s
    where not exists (select 1 from ${tableId(table)} as t where ${sameKey})`.execute(db);
	const inserted = Number(numAffectedRows);
	return {
		inserted,
		updated,
		unchanged: rows - inserted - updated,
		removed: 0
	};
}
async function update({ db, dialect }, { table, staged }, { values, sameKey }) {
	const sets = values.map((pair) => sql`${sql.id(pair.source.name)} = ${converted(pair, dialect)}`);
	const changed = values.map((pair) => sql`${comparable(pair)} is distinct from ${converted(pair, dialect)}`);
	const { numAffectedRows } = await sql`
    update ${tableId(table)} as t set ${sql.join(sets)} from ${tableId(staged)} as s
    where ${sameKey} and (${sql.join(changed, sql` or `)})`.execute(db);
	return Number(numAffectedRows);
}
async function insertAll({ db, dialect }, { table, staged, pairs, sameOrder }) {
	if (dialect === "sqlite" && sameOrder) {
		const moved = await sql`insert into ${tableId(table)} select * from ${tableId(staged)}`.execute(db);
		return Number(moved.numAffectedRows);
	}
	const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
    select ${sql.join(pairs.map((pair) => converted(pair, dialect)))} from ${tableId(staged)} as s`.execute(db);
	return Number(numAffectedRows);
}
function converted({ source, target }, dialect) {
	const column = sql.id("s", source.name);
	return dialect === "postgres" ? sql`cast(${column} as ${sql.raw(target.type)})` : column;
}
function comparable({ source, target }) {
	const column = sql.id("t", source.name);
	return target.type === "json" ? sql`${column}::jsonb` : column;
}
function pairOf(pairs, name) {
	return pairs.find(({ source }) => source.name === name) ?? {
		source: {
			name,
			type: "text"
		},
		target: {
			name,
			type: "text",
			filled: false
		}
	};
}

// src/steps/load/require-lossless.ts
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`;
async function requireLossless(transaction, { staged, table, pairs, mask }) {
	for (const pair of pairs) {
		const lost = transaction.dialect === "postgres" ? lostInPostgres(pair) : lostInSqlite(pair);
		if (lost === void 0) continue;
		const column = sql.id(pair.source.name);
		const { rows: counts } = await sql`
      select count(*) as found from ${tableId(staged)} where ${lost}`.execute(transaction.db);
		const found = Number(counts[0]?.found);
		if (found === 0) continue;
		const { rows } = await sql`
      select ${column} as value from ${tableId(staged)} where ${lost} limit ${sql.lit(5)}`.execute(transaction.db);
		throw new Failure("rows/lossy", `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${counted(found, "value")} would not come back as they are, e.g. ${rows.map(({ value }) => formatValue(value, mask)).join(", ")}`, { help: "Widen the column of the table, or convert the values in a transform" });
	}
}
const checkedTypes = /^(?:smallint|integer|bigint|numeric|real|double|boolean|character|date|time)/u;
const floats = /* @__PURE__ */ new Set(["real", "double precision"]);
function lostInPostgres({ source, target }) {
	const staged = copyType(source);
	if (target.type === staged || !checkedTypes.test(target.type)) return void 0;
	if (staged === "timestamp" && target.type === "timestamp without time zone") return void 0;
	if (staged === "timestamptz" && target.type === "timestamp with time zone") return void 0;
	const column = sql.id(source.name);
	const cast = sql`cast(${column} as ${sql.raw(target.type)})`;
	if (floats.has(target.type) && staged !== "text") return sql`${digits(column)} is distinct from ${digits(cast)}`;
	return sql`${column} is distinct from cast(${cast} as ${sql.raw(staged)})`;
}
function digits(value) {
	return sql`cast(cast(${value} as text) as numeric)`;
}
function lostInSqlite({ source, target }) {
	const column = sql.id(source.name);
	if (source.type === "integer") return /^(?!.*int).*(?:real|floa|doub)/iu.test(target.type) ? sql`cast(cast(${column} as real) as integer) <> ${column}` : void 0;
	if (source.type === "real" || source.type === "boolean") return void 0;
	if (/char|clob|text|blob|any|^$/iu.test(target.type)) return void 0;
	return sql`typeof(${column}) = 'text' and regexp(${numeric}, ${column})
    and cast(cast(${column} as numeric) as text) <> ${column}`;
}

// src/steps/load/target-table.ts
async function readTarget(transaction, table) {
	const columns = transaction.dialect === "postgres" ? await readPostgres(transaction, table) : await readSqlite(transaction, table);
	return columns.length === 0 ? void 0 : columns;
}
async function readSqlite({ db }, { name }) {
	const found = (await db.introspection.getTables()).find((table) => table.name.toLowerCase() === name.toLowerCase());
	if (found?.isView === true) throw isView(name);
	return (found?.columns ?? []).map((column) => ({
		name: column.name,
		type: column.dataType,
		filled: column.hasDefaultValue || column.isAutoIncrementing
	}));
}
async function readPostgres({ db }, table) {
	const { rows } = await sql`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.atthasdef or a.attidentity <> '' as filled, c.relkind as kind
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where a.attrelid = to_regclass(${regclass(table)}) and a.attnum > 0 and not a.attisdropped
    order by a.attnum`.execute(db);
	if (rows.some(({ kind }) => kind !== "r" && kind !== "p")) throw isView(tableText(table));
	return rows;
}
function isView(name) {
	return new Failure("table/kind", `"${name}" is not a table but a view`, { help: "Load into a table of its own" });
}
async function createTarget(transaction, table, { columns, key }) {
	const { dialect, db } = transaction;
	if (dialect === "postgres" && table.schema !== void 0) await db.schema.createSchema(table.schema).ifNotExists().execute();
	const types = columns.map((column) => sql.raw(dialect === "postgres" ? postgresType(column) : storageOf(column)));
	const lines = columns.map((column, index) => sql`${sql.id(column.name)} ${types[index]}${column.notNull === true ? sql` not null` : sql``}`);
	const primary = key.length === 0 ? [] : [sql`primary key (${sql.join(key.map((name) => sql.id(name)))})`];
	const strict = dialect === "sqlite" ? sql` strict` : sql``;
	await sql`create table ${tableId(table)} (${sql.join([...lines, ...primary])})${strict}`.execute(db);
}
function postgresType(column) {
	if (column.type === "decimal" && column.precision !== void 0 && column.scale !== void 0) return `numeric(${column.precision}, ${column.scale})`;
	return copyType(column);
}

// src/steps/load/load-table.ts
async function loadTable(context, dataset) {
	const { options, ports, workspace, signal } = context;
	const url = context.connections[options.into];
	if (url === void 0) throw new Failure("database/connection", `there is no connection "${options.into}"`);
	await makeFolder(url, workspace);
	const content = await hashFile(dataset.path);
	await using database = await ports.databases.open(url, workspace, signal);
	return await database.transaction(dataset, async (transaction) => loadInto(transaction, context, {
		dataset,
		content
	}));
}
async function makeFolder(url, workspace) {
	const path = sqlitePath(url) ?? "";
	if (path !== "" && path !== ":memory:") await mkdir(dirname(resolve(workspace, path)), { recursive: true });
}
async function loadInto(transaction, context, { dataset, content }) {
	const { options } = context;
	const table = parseTable(options.table);
	const key = loadKey(context, options.table);
	const ledger = new LoadLedger(transaction);
	await ledger.prepare();
	const before = await ledger.find(key);
	const now = {
		rows: dataset.rows,
		at: context.ports.clock.now().toISOString(),
		content
	};
	if (before !== void 0 && isSameLoad(before, now, options.mode)) return alreadyLoaded(context, before);
	if (before !== void 0) await loadAgain(ledger, context, {
		key,
		before,
		now
	});
	const published = await stageAndPublish(transaction, context, {
		table,
		dataset
	});
	await ledger.record(key, {
		...now,
		mode: options.mode
	});
	return outcome(context, dataset, published);
}
async function stageAndPublish(transaction, context, { table, dataset }) {
	const { options } = context;
	const { name, columns, rows } = dataset;
	const target = await readTarget(transaction, table) ?? await makeTarget(transaction, context, {
		table,
		dataset
	});
	const pairs = matchColumns(columns, target, {
		table,
		from: options.from
	});
	const staged = await transaction.stage((done) => context.progress({ rows: done }));
	const { mask } = context;
	const checked = {
		transaction,
		table: staged,
		name,
		columns,
		rows,
		mask
	};
	await runChecks(checked, context);
	if (options.mode === "merge") await requireKeys(options.key, checked);
	await requireLossless(transaction, {
		staged,
		table,
		pairs,
		mask
	});
	const { mode, key } = options;
	const sameOrder = isSameOrder(columns, target);
	return publish(transaction, {
		staged,
		table,
		pairs,
		sameOrder,
		mode,
		key,
		rows,
		mask
	});
}
async function makeTarget(transaction, { options, log }, { table, dataset }) {
	await createTarget(transaction, table, {
		columns: dataset.columns,
		key: options.key
	});
	log(`table "${options.table}" made`);
	return existing(transaction, table);
}
async function existing(transaction, table) {
	const columns = await readTarget(transaction, table);
	if (columns === void 0) throw new Failure("table/missing", `table "${table.name}" was made but cannot be found`);
	return columns;
}
function parseTable(text) {
	const [first = "", second] = text.split(".", 2);
	return second === void 0 ? { name: first } : {
		schema: first,
		name: second
	};
}
function isSameLoad(before, now, mode) {
	return before.content === void 0 ? mode === "append" && before.rows === now.rows : before.content === now.content;
}
async function loadAgain(ledger, { options, log }, { key, before, now }) {
	const difference = before.rows === now.rows ? "they are not the same now" : `there are now ${number(now.rows)}`;
	const told = `${counted(before.rows, "row")} at ${before.at}, and ${difference}`;
	if (options.mode === "append") throw new Failure("load/changed", `this run has appended to "${options.table}" already: ${told}`, { help: "Remove those rows and run the pipeline anew, or load with `mode: merge`" });
	log(`"${options.table}" is loaded again: this run had loaded ${told}`);
	await ledger.forget(key);
}
function alreadyLoaded({ options, log }, { rows, at }) {
	const note = `already loaded by this run at ${at} (${counted(rows, "row")}): "${options.table}" is left as it is`;
	log(note);
	return {
		rows: {
			read: rows,
			loaded: 0,
			rejected: 0,
			filtered: 0,
			deduplicated: 0,
			unchanged: rows
		},
		note
	};
}
function outcome({ options }, { rows }, published) {
	const { inserted, updated, unchanged } = published;
	return {
		rows: {
			read: rows,
			loaded: inserted + updated,
			rejected: 0,
			filtered: 0,
			deduplicated: 0,
			unchanged
		},
		note: `${options.table}: ${describe(published, options.mode)}`
	};
}
function describe({ inserted, updated, unchanged, removed }, mode) {
	if (mode === "append") return `${counted(inserted, "row")} added`;
	if (mode === "replace") return `${counted(inserted, "row")} in place of ${number(removed)}`;
	return `${counted(inserted, "row")} inserted, ${number(updated)} changed, ${number(unchanged)} unchanged`;
}

// src/steps/load/step.ts
async function load(context) {
	const { options, stepId } = context;
	const dataset = sourceOf(context);
	if (dataset.rows === 0 && !options.allowEmpty) {
		const target = options.target === "table" ? `table "${options.table}"` : `file "${options.file}"`;
		throw new Failure("rows/empty", `"${options.from}" has no rows; ${target} is left as it is`, { help: `Set "allow-empty: true" in "${stepId}" if no rows are to be expected` });
	}
	return options.target === "table" ? loadTable({
		...context,
		options
	}, dataset) : loadFile({
		...context,
		options
	}, dataset);
}
function sourceOf({ options, needs, stepId }) {
	const dataset = needs[options.from];
	if (dataset === void 0) throw new Bug(`step "${stepId}" was started without the dataset of "${options.from}"`);
	return dataset;
}

export { load };