import { _ as Failure, g as Bug, y as unreachable } from "./source-syntax-errors.js";
import { r as openDatasetFile } from "./dataset-dataset-file.js";
import { n as encodeNdjson, r as encodeCsv, t as encodeJson } from "./dataset-encode-json.js";
import { a as formatValue, c as tableId, i as findNulls, l as tableText, n as runChecks, o as plural, r as findRepeats, s as columnIds, t as checkDataset } from "./steps-checks-check-dataset.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { t as requireInside } from "./steps-inside.js";
import { o as sql } from "./vendor/kysely.js";
import { t as copyType } from "./dataset-encode-copy.js";
import { i as storageOf } from "./dataset-create-table.js";
import { dirname, relative, resolve, sep } from "node:path";
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
	const partial = `${path}.millrace-partial`;
	try {
		await write(partial, dataset, context);
		const unchanged = await sameBytes(partial, path);
		if (!unchanged) await rename(partial, path);
		return {
			rows: counts(dataset.rows, unchanged),
			note: unchanged ? `${options.file} is unchanged` : `${options.file}: ${plural(dataset.rows, "row")} written`,
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
	using file = openDatasetFile(dataset.path, dataset.name);
	await pipeline$1(Readable.from(counted(encoders[options.format](file), progress), { objectMode: false }), createWriteStream(path), { signal });
}
function* counted(chunks, progress) {
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
const ledgerName = "_millrace_loads";
var LoadLedger = class {
	#transaction;
	#table;
	constructor(transaction, schema) {
		this.#transaction = transaction;
		this.#table = schema === void 0 ? { name: ledgerName } : {
			schema,
			name: ledgerName
		};
	}
	async prepare() {
		const { db, dialect } = this.#transaction;
		if (dialect === "postgres") {
			const { rows } = await sql`select to_regclass(${regclass(this.#table)}) as there`.execute(db);
			if (rows[0]?.there !== null) return;
			await sql`select pg_advisory_xact_lock(hashtext(${ledgerName}))`.execute(db);
		}
		const text = sql`text`;
		await schemaOf(this.#transaction, this.#table).createTable(ledgerName).ifNotExists().addColumn("pipeline", text, (column) => column.notNull()).addColumn("step", text, (column) => column.notNull()).addColumn("run", text, (column) => column.notNull()).addColumn("target", text, (column) => column.notNull()).addColumn("mode", text, (column) => column.notNull()).addColumn("rows", dialect === "postgres" ? "bigint" : "integer", (column) => column.notNull()).addColumn("at", text, (column) => column.notNull()).addPrimaryKeyConstraint("_millrace_loads_key", [
			"pipeline",
			"step",
			"run",
			"target"
		]).execute();
	}
	async find({ pipeline, step, run, target }) {
		const { rows } = await sql`
      select "rows", "at" from ${tableId(this.#table)}
      where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${target}`.execute(this.#transaction.db);
		const [row] = rows;
		return row === void 0 ? void 0 : {
			rows: Number(row.rows),
			at: String(row.at)
		};
	}
	async record(key, load) {
		await sql`
      insert into ${tableId(this.#table)} (pipeline, step, run, target, mode, "rows", "at")
      values (${key.pipeline}, ${key.step}, ${key.run}, ${key.target}, ${load.mode}, ${load.rows}, ${load.at})`.execute(this.#transaction.db);
	}
};
function loadKey({ pipeline, stepId, run }, target) {
	return {
		pipeline,
		step: stepId,
		run: run.id,
		target
	};
}
function schemaOf({ db }, { schema }) {
	return schema === void 0 ? db.schema : db.withSchema(schema).schema;
}
function regclass({ schema, name }) {
	return schema === void 0 ? quote(name) : `${quote(schema)}.${quote(name)}`;
}
function quote(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
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
	const target = tableId(publication.table);
	const { rows } = await sql`select count(*) as found from ${target}`.execute(transaction.db);
	if (await mayTruncate(transaction, publication.table)) await sql`truncate table ${target}`.execute(transaction.db);
	else await sql`delete from ${target}`.execute(transaction.db);
	return {
		...none,
		inserted: await insertAll(transaction, publication),
		removed: Number(rows[0]?.found)
	};
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
	if (dialect === "postgres") await sql`lock table ${tableId(table)} in share row exclusive mode`.execute(db);
	const values = pairs.filter(({ source }) => !key.includes(source.name));
	const sameKey = sql.join(key.map((name) => sql`${sql.id("t", name)} = ${converted(pairOf(pairs, name), dialect)}`), sql` and `);
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
async function insertAll({ db, dialect }, { table, staged, pairs }) {
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

// src/steps/load/require-lossless.ts
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`;
async function requireLossless(transaction, { staged, table, pairs }) {
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
		throw new Failure("rows/lossy", `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${plural(found, "value")} would not come back as they are, e.g. ${rows.map(({ value }) => formatValue(value)).join(", ")}`, { help: "Widen the column of the table, or convert the values in a transform" });
	}
}
const checkedTypes = /^(?:smallint|integer|bigint|numeric|character|date|time)/u;
function lostInPostgres({ source, target }) {
	const staged = copyType(source);
	if (target.type === staged || !checkedTypes.test(target.type)) return void 0;
	if (staged === "timestamp" && target.type === "timestamp without time zone") return void 0;
	if (staged === "timestamptz" && target.type === "timestamp with time zone") return void 0;
	const column = sql.id(source.name);
	return sql`${column} is distinct from cast(cast(${column} as ${sql.raw(target.type)}) as ${sql.raw(staged)})`;
}
function lostInSqlite({ source, target }) {
	if (![
		"text",
		"date",
		"timestamp",
		"json",
		"decimal"
	].includes(source.type)) return void 0;
	if (/char|clob|text|blob|any|^$/iu.test(target.type)) return void 0;
	const column = sql.id(source.name);
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
	await using database = await ports.databases.open(url, workspace, signal);
	return await database.transaction(dataset, async (transaction) => loadInto(transaction, context, dataset));
}
async function makeFolder(url, workspace) {
	const path = /^sqlite:(?:\/\/)?(.+)$/u.exec(url)?.[1];
	if (path !== void 0 && path !== ":memory:") await mkdir(dirname(resolve(workspace, path)), { recursive: true });
}
async function loadInto(transaction, context, dataset) {
	const { options } = context;
	const table = parseTable(options.table);
	const key = loadKey(context, options.table);
	const ledger = new LoadLedger(transaction, void 0);
	await ledger.prepare();
	const before = await ledger.find(key);
	if (before !== void 0) return alreadyLoaded(context, before);
	const published = await stageAndPublish(transaction, context, {
		table,
		dataset
	});
	const at = context.ports.clock.now().toISOString();
	await ledger.record(key, {
		rows: dataset.rows,
		at,
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
	const checked = {
		transaction,
		table: staged,
		name,
		columns,
		rows
	};
	await runChecks(checked, context);
	if (options.mode === "merge") await requireKeys(options.key, checked);
	await requireLossless(transaction, {
		staged,
		table,
		pairs
	});
	return publish(transaction, {
		staged,
		table,
		pairs,
		mode: options.mode,
		key: options.key,
		rows
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
function alreadyLoaded({ options, log }, { rows, at }) {
	const note = `already loaded by this run at ${at} (${plural(rows, "row")}): "${options.table}" is left as it is`;
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
	if (mode === "append") return `${plural(inserted, "row")} added`;
	if (mode === "replace") return `${plural(inserted, "row")} in place of ${removed.toLocaleString("en")}`;
	return `${plural(inserted, "row")} inserted, ${updated.toLocaleString("en")} changed, ${unchanged.toLocaleString("en")} unchanged`;
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