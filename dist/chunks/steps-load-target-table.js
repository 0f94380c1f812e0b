import { u as sql } from "./vendor/kysely.js";
import { B as Bug, E as storageOf, T as quoteName, U as unreachable, V as Failure } from "./dataset-fields-print-number.js";
import { i as tableText, n as regclass, r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { a as exactCollation, i as mysqlRowKey, n as copyType, s as mysqlType } from "./dataset-encode-encode-copy.js";
import { t as rowNumber } from "./steps-sql-row-number.js";

// src/steps/load/table-name.ts
function parseTable(text) {
	const [first = "", second] = text.split(".", 2);
	return second === void 0 ? { name: first } : {
		schema: first,
		name: second
	};
}

// src/steps/load/pending-target.ts
const aheadName = "_millrace_ahead_";
const between = " in ";
function pendingTarget(target, made) {
	return `${target}${between}${made.name}`;
}
function pendingEnd(made) {
	return `${between}${made.name}`;
}
function pendingTables(pending) {
	const [target = "", name = ""] = pending.split(between, 2);
	return {
		target,
		made: {
			...parseTable(target),
			name
		}
	};
}

// src/steps/load/dialects/mysql-refused.ts
const refused = [1044, 1142];
async function whereAllowed(work) {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof Error) || !refused.includes(Reflect.get(error, "errno"))) throw error;
		return;
	}
}

// src/steps/load/dialects/mysql-pending.ts
async function concludePending({ db }, made) {
	await sql`commit`.execute(db);
	await sql`start transaction`.execute(db);
	const entries = await pendingEntries(db, pendingEnd(made));
	if (await isThere(db, made)) {
		await whereAllowed(takeBack(db, made, entries));
		return false;
	}
	return (await Promise.all(entries.map((entry) => settle(db, entry)))).includes(true);
}
async function clearPending(transaction) {
	for (const made of await left(transaction.db)) {
		if (!await claimPending(transaction, made)) continue;
		await concludePending(transaction, made);
		await sql`select release_lock(${made.name})`.execute(transaction.db);
	}
}
async function claimPending({ db }, { name }) {
	const { rows } = await sql`
    select case when is_free_lock(${name}) = 1 then get_lock(${name}, 0) else 0 end as got`.execute(db);
	return Number(rows[0]?.got) === 1;
}
async function left(db) {
	const { rows } = await sql`
    select table_name as name from information_schema.tables
    where table_schema = database() and left(table_name, ${sql.lit(aheadName.length)}) = ${aheadName}`.execute(db);
	const entries = await pendingEntries(db, "");
	return [.../* @__PURE__ */ new Set([...rows.map(({ name }) => name), ...entries.map(({ made }) => made.name)])].map((name) => ({ name }));
}
async function pendingEntries(db, end) {
	const { rows: ledgers } = await sql`
    select 1 from information_schema.tables
    where table_schema = database() and table_name = '_millrace_loads'`.execute(db);
	if (ledgers.length === 0) return [];
	const { rows } = await sql`
    select pipeline, step, run, target as pending from _millrace_loads
    where instr(target, ${pendingEnd({ name: aheadName })}) > 0`.execute(db);
	return rows.filter(({ pending }) => pending.endsWith(end)).map((row) => ({
		...row,
		...pendingTables(row.pending)
	}));
}
async function takeBack(db, made, entries) {
	for (const entry of entries) await sql`delete ${fromLedger(entry)}`.execute(db);
	await sql`drop table ${tableId(made)}`.execute(db);
}
async function settle(db, entry) {
	if (!await isThere(db, parseTable(entry.target))) return false;
	await sql`update ignore _millrace_loads set target = ${entry.target} ${whereIs(entry)}`.execute(db);
	await sql`delete ${fromLedger(entry)}`.execute(db);
	return true;
}
function fromLedger(entry) {
	return sql`from _millrace_loads ${whereIs(entry)}`;
}
function whereIs({ pipeline, step, run, pending }) {
	return sql`where pipeline = ${pipeline} and step = ${step} and run = ${run} and target = ${pending}`;
}
async function isThere(db, { schema, name }) {
	const { rows } = await sql`
    select 1 from information_schema.tables
    where table_schema = coalesce(${schema ?? null}, database()) and table_name = ${name}`.execute(db);
	return rows.length > 0;
}

// src/steps/load/dialects/of-no-use.ts
function ofNoUse() {
	return new Failure("load/ahead", "what was done ahead of the load is of no use to it");
}

// src/steps/load/dialects/mysql-ahead.ts
const mysqlAhead = {
	mayJudge: (checks) => !checks.some(({ rule }) => rule === "sql"),
	carry: carry$1,
	place: async (_transaction, made) => made,
	entered: pendingTarget,
	clear: clearPending
};
async function carry$1(database, ahead) {
	const within = (work) => database.transaction(void 0, work);
	await within(async (transaction) => {
		if (!await mayBegin$1(transaction, ahead.table)) throw ofNoUse();
		if (!await claimPending(transaction, ahead.made)) throw ofNoUse();
		await ahead.make(transaction);
	});
	const conclude = () => within((transaction) => concludePending(transaction, ahead.made));
	await loaded(within, ahead).catch(async (error) => {
		await conclude().catch(() => {});
		throw error;
	});
	const rename = sql`rename table ${tableId(ahead.made)} to ${tableId(ahead.table)}`;
	await within(({ db }) => rename.execute(db)).catch(() => {});
	return conclude();
}
async function loaded(within, { copy, taken }) {
	await within(await taken({
		rows: await within(async (transaction) => {
			await sql`commit`.execute(transaction.db);
			return copy(transaction);
		}),
		ask: within
	}));
}
const needed = [
	"SELECT",
	"INSERT",
	"UPDATE",
	"DELETE",
	"CREATE",
	"ALTER",
	"DROP"
];
async function mayBegin$1({ db }, { schema }) {
	const user = sql`concat('''', replace(current_user(), '@', '''@'''), '''')`;
	const { rows } = await sql`
    select version() as version, count(distinct privilege_type) as rights from (
      select privilege_type from information_schema.user_privileges where grantee = ${user}
      union all
      select privilege_type from information_schema.schema_privileges
      where grantee = ${user} and database() like table_schema
    ) as held
    where privilege_type in (${sql.join(needed)})
      and binary coalesce(${schema ?? null}, database()) = binary database()`.execute(db);
	return rows.some(({ version, rights }) => renamesWhole(version) && Number(rights) === needed.length) && !await isOneOfMany(db);
}
async function isOneOfMany(db) {
	const { rows } = await sql`show variables where variable_name in (${sql.join([...clusters.keys()])})`.execute(db);
	return saysOneOfMany(rows);
}
const clusters = /* @__PURE__ */ new Map([["wsrep_on", /^(?:on|1)$/iu], ["group_replication_single_primary_mode", /^(?:off|0)$/iu]]);
function saysOneOfMany(settings) {
	return settings.some(({ Variable_name: name, Value: value }) => clusters.get(name.toLowerCase())?.test(value));
}
function renamesWhole(version) {
	if (/tidb|vitess|oceanbase|singlestore/iu.test(version)) return false;
	const [major = 0, minor = 0] = version.split(".", 2).map(Number);
	return /mariadb/iu.test(version) ? major > 10 || major === 10 && minor >= 6 : major >= 8;
}

// src/steps/load/dialects/mysql-decimal.ts
const openWhole = 29;
const openScale = 9;
function decimalOf(column) {
	const { scale, open } = column;
	const precision = column.precision ?? (open === true ? 15 : void 0);
	if (precision === void 0 || scale === void 0) return mysqlType(column);
	const behind = scaleOf(column);
	const digits = open === true ? behind + Math.max(precision - scale, openWhole) : precision;
	return digits <= 65 && behind <= 30 ? `decimal(${digits},${behind})` : mysqlType(column);
}
function widerDecimal(column, target) {
	const scale = Number(/,(\d+)\)/u.exec(target)?.[1] ?? (target.startsWith("decimal") ? 0 : 30));
	return `decimal(${65},${Math.min(Math.max(scale, scaleOf(column)), 30)})`;
}
function scaleOf({ scale = 0, open }) {
	return open === true ? Math.max(scale, openScale) : scale;
}

// src/steps/load/dialects/refuse-cascades.ts
function refuseCascades(table, referring) {
	if (referring.length === 0) return;
	const shown = referring.map(({ name, rule }) => `"${name}" (on delete ${rule.toLowerCase()})`);
	throw new Failure("table/referred", `\`mode: replace\` deletes all rows of table "${tableText(table)}" before it writes the new ones, and rows of other tables would go or change with them: ${shown.join(", ")}`, { help: "Use `mode: merge` with a `key` and `missing: delete`: it deletes only rows that are gone, and leaves those alone that are the same" });
}

// src/steps/load/dialects/mysql-empty.ts
async function emptyMySqlTable(transaction, table) {
	refuseCascades(table, await referringTo$1(transaction, table));
	return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows);
}
async function referringTo$1({ db }, table) {
	const schema = sql`coalesce(${table.schema ?? null}, database())`;
	const { rows } = await sql`
    select distinct table_name as name, delete_rule as rule from information_schema.referential_constraints
    where constraint_schema = ${schema} and unique_constraint_schema = ${schema}
      and referenced_table_name = ${table.name} and table_name <> referenced_table_name
      and delete_rule in ('CASCADE', 'SET NULL', 'SET DEFAULT')
    order by name, rule`.execute(db);
	return rows;
}

// src/steps/load/dialects/mysql-key-letters.ts
function keyLetters(columns) {
	return Math.floor(760 / columns);
}
async function roomInKeys({ db }, { schema, name }, column) {
	const place = sql`table_schema = coalesce(${schema ?? null}, database()) and table_name = ${name}`;
	const { rows } = await sql`
    select max(parts) as widest from (
      select count(*) as parts from information_schema.statistics where ${place} group by index_name
      having sum(column_name = ${column} and sub_part is null) > 0) as indexes`.execute(db);
	const widest = rows[0]?.widest ?? null;
	return widest === null ? void 0 : keyLetters(Number(widest));
}

// src/steps/load/dialects/mysql-lossless-float.ts
function lostInFloat(source, column, name) {
	const cast = sql`cast(${column} as ${sql.raw(name)})`;
	switch (source.type) {
		case "boolean": return;
		case "real": return name === "double" ? void 0 : sql`cast(cast(${cast} as char) as double) <> ${column}`;
		case "integer":
		case "decimal": return sql`cast(cast(${cast} as char) as double) <> cast(${column} as double)
        or cast(cast(${column} as double) as decimal(65,30)) <> ${column}`;
		case "text": return sql`cast(${cast} as char) <> ${column}`;
		case "date":
		case "timestamp":
		case "json": return sql`${column} is not null`;
		default: return unreachable(source.type);
	}
}
function lostInFixedFloat(source, column, { name, size, scale }) {
	const { type } = source;
	if (type === "date" || type === "timestamp" || type === "json") return sql`${column} is not null`;
	const cast = sql`cast(${column} as ${sql.raw(name)})`;
	const kept = sql`round(cast(${cast} as double), ${sql.lit(scale)})`;
	const outside = sql`abs(${kept}) >= ${sql.raw(`1e${size - scale}`)}`;
	if (type === "text") return sql`cast(cast(${kept} as decimal(65,${sql.lit(scale)})) as char) <> ${column} or ${outside}`;
	const other = sql`${kept} <> cast(${column} as double) or ${outside}`;
	return type === "real" ? other : sql`${other} or cast(cast(${column} as double) as decimal(65,30)) <> ${column}`;
}

// src/steps/load/dialects/mysql-lossless-own.ts
const lostInMysqlsOwn = {
	enum: lostInEnum,
	set: lostInSet,
	bit: lostInBits,
	year: lostInYear,
	time: lostInTimeOfDay,
	binary: ({ name }, target) => sql`length(cast(${sql.id(name)} as char)) <> ${sql.lit(sizeOf(target))}`
};
function wordsOf(target) {
	return (target.match(/'(?:[^']|'')*'/gu) ?? []).map((word) => sql.raw(word));
}
function sizeOf(target, otherwise = 1) {
	return Number(/\((\d+)\)/u.exec(target)?.[1] ?? otherwise);
}
function isNumber({ type }) {
	return type === "integer" || type === "decimal" || type === "real" || type === "boolean";
}
function lostInEnum(source, target) {
	const column = sql.id(source.name);
	const words = sql.join(wordsOf(target));
	return isNumber(source) ? sql`${column} is not null and not (cast(${column} as char) <=> elt(${column}, ${words}))` : sql`${column} not in (${words})`;
}
function lostInSet(source, target) {
	const column = sql.id(source.name);
	if (source.type !== "text") return sql`${column} is not null`;
	const words = wordsOf(target).map((word) => sql`if(find_in_set(${word}, ${column}), ${word}, null)`);
	return sql`concat_ws(',', ${sql.join(words)}) <> ${column}`;
}
function lostInBits(source, target) {
	const column = sql.id(source.name);
	if (!isNumber(source)) return sql`${column} is not null`;
	const most = sql.raw(String(2n ** BigInt(sizeOf(target)) - 1n));
	return sql`${column} not between 0 and ${most} or ${column} <> truncate(${column}, 0)`;
}
function lostInYear(source) {
	const column = sql.id(source.name);
	if (source.type === "text") return sql`${column} not regexp '^(19|20|21)[0-9]{2}$'`;
	if (!isNumber(source)) return sql`${column} is not null`;
	return sql`${column} <> 0 and (${column} not between 1901 and 2155 or ${column} <> truncate(${column}, 0))`;
}
function lostInTimeOfDay(source, target) {
	const column = sql.id(source.name);
	if (source.type !== "text") return sql`${column} is not null`;
	const digits = sizeOf(target, 0);
	const fraction = digits === 0 ? "" : `([.][0-9]{1,${digits}})?`;
	return sql`${column} not regexp ${sql.lit(`^-?[0-9]{2,3}(:[0-9]{2}){2}${fraction}$`)}`;
}

// src/steps/load/dialects/mysql-lossless.ts
const textBytes = {
	tinytext: 255,
	text: 65535,
	mediumtext: 16777215
};
function isKeptAsText(type) {
	return /^(?:var)?char|text|^enum|^set/iu.test(type);
}
function lostInMySql(pair) {
	const [inType, inLetters] = [lostInType(pair), lostInLetters(pair)];
	return inType === void 0 || inLetters === void 0 ? inType ?? inLetters : sql`(${inType}) or ${inLetters}`;
}
function lostInLetters({ source, target: { collation } }) {
	const [letters = ""] = collation?.split("_", 1) ?? [];
	if (source.type !== "text" || letters === "" || letters === "utf8mb4") return void 0;
	const column = sql.id(source.name);
	const kept = sql`convert(convert(${column} using ${sql.raw(letters)}) using utf8mb4)`;
	return sql`cast(${kept} as binary) <> cast(${column} as binary)`;
}
function lostInType({ source, target }) {
	const [, name = "", size, scale] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?/u.exec(target.type.toLowerCase()) ?? [];
	if (mysqlType(source) === target.type.toLowerCase()) return void 0;
	const column = sql.id(source.name);
	const integer = integerType(target.type);
	if (integer !== void 0) return lostInInteger(source.type, column, integer);
	if (name === "decimal") return lostInDecimal(source.type, column, `decimal(${size ?? 10},${scale ?? 0})`);
	if (name === "double" || name === "float") return scale === void 0 ? lostInFloat(source, column, name) : lostInFixedFloat(source, column, {
		name,
		size: Number(size),
		scale: Number(scale)
	});
	if (name === "varchar" || name === "char") return lostInText(column, name, Number(size ?? 1));
	if (textBytes[name] !== void 0) return sql`length(cast(${column} as char)) > ${sql.lit(textBytes[name])}`;
	if (name === "date") return lostInDate(source.type, column);
	if (name === "datetime" || name === "timestamp") return lostInTime(source.type, column, Number(size ?? 0));
	return lostInMysqlsOwn[name]?.(source, target.type);
}
const bits = {
	tinyint: 8n,
	smallint: 16n,
	mediumint: 24n,
	int: 32n,
	bigint: 64n
};
function integerType(type) {
	const [, name = "", unsigned] = /^(\w+)(?:\(\d+\))?( unsigned)?/iu.exec(type.toLowerCase()) ?? [];
	const width = bits[name];
	if (width === void 0) return void 0;
	return unsigned === void 0 ? {
		least: String(-(2n ** (width - 1n))),
		most: String(2n ** (width - 1n) - 1n),
		cast: "signed"
	} : {
		least: "0",
		most: String(2n ** width - 1n),
		cast: "unsigned"
	};
}
function lostInInteger(type, column, { least, most, cast }) {
	const outside = sql`${column} not between ${sql.raw(least)} and ${sql.raw(most)}`;
	switch (type) {
		case "integer":
		case "boolean": return outside;
		case "decimal":
		case "real": return sql`${outside} or ${column} <> truncate(${column}, 0)`;
		case "text": return sql`cast(cast(${column} as ${sql.raw(cast)}) as char) <> ${column} or ${outside}`;
		case "date":
		case "timestamp":
		case "json": return sql`${column} is not null`;
		default: return unreachable(type);
	}
}
function lostInDecimal(type, column, target) {
	const cast = sql`cast(${column} as ${sql.raw(target)})`;
	if (type === "text") return sql`cast(${cast} as char) <> ${column}`;
	if (type === "date" || type === "timestamp" || type === "json") return sql`${column} is not null`;
	return sql`${cast} <> ${column}`;
}
function lostInText(column, name, size) {
	const long = sql`char_length(cast(${column} as char)) > ${sql.lit(size)}`;
	return name === "char" ? sql`${long} or ${column} like '% '` : long;
}
function lostInDate(type, column) {
	if (type === "date") return void 0;
	if (type === "timestamp") return sql`cast(cast(${column} as date) as datetime(6)) <> ${column}`;
	return sql`${column} is not null and not (cast(cast(${column} as date) as char) <=> ${column})`;
}
function lostInTime(type, column, digits) {
	const cast = sql`cast(${column} as datetime(${sql.lit(digits)}))`;
	if (type === "date") return void 0;
	if (type === "timestamp") return digits >= 6 ? void 0 : sql`${cast} <> ${column}`;
	return sql`${column} is not null and not (cast(${cast} as char) <=> ${column})`;
}
function mysqlWidened(table, pair, room) {
	const { source, target } = pair;
	const letters = lostInLetters(pair) === void 0 ? "" : " character set utf8mb4";
	const isExact = source.type === "decimal" || source.type === "integer";
	const change = `alter table ${table} modify column \`${source.name.replaceAll("`", "``")}\``;
	const type = isExact && /^(?:decimal|double|float)/u.test(target.type) ? widerDecimal(source, target.type) : isKeptAsText(target.type) ? "longtext" : mysqlType(source);
	if (type !== "longtext" || room === void 0) return `${change} ${type}${letters}`;
	const [, most] = /^(?:var)?char\((\d+)\)/u.exec(target.type) ?? [];
	if (letters === "" && Number(most) >= room) return void 0;
	return `${change} varchar(${room})${letters === "" && target.collation !== void 0 ? ` collate ${target.collation}` : letters}${target.notNull ? " not null" : ""}`;
}

// src/steps/load/dialects/mysql-staged.ts
const ready = { name: "_millrace_ready" };
const numbered = { name: "_millrace_numbered" };
const kept$1 = { name: "_millrace_kept" };
const mostIndexed = 190;
async function readyToJoin({ db }, staged, { pairs, key }) {
	const names = pairs.map(({ source }) => source.name);
	const lines = [
		...pairs.map(({ source, target }) => sql`${sql.id(source.name)} ${sql.raw(typeText(target))} null`),
		...await mysqlRowKey(db, names),
		indexOf(pairs, key)
	];
	await sql`create temporary table ${tableId(ready)} (${sql.join(lines)})`.execute(db);
	await sql`insert into ${tableId(ready)} (${columnIds(names)}) select ${columnIds(names)}
    from ${tableId(staged)}`.execute(db);
	return ready;
}
function typeText({ type, collation }) {
	if (collation === void 0) return type;
	const [characters = ""] = collation.split("_", 1);
	return `${type} character set ${characters} collate ${collation}`;
}
function indexOf(pairs, key) {
	const most = Math.min(mostIndexed, Math.floor(760 / key.length));
	const parts = key.map((name) => {
		const type = pairs.find(({ source }) => source.name === name)?.target.type ?? "";
		const size = /^(?:var)?(?:char|binary)\((\d+)\)/iu.exec(type)?.[1];
		return /text|blob/iu.test(type) || size !== void 0 && Number(size) > most ? sql`${sql.id(name)}(${sql.lit(most)})` : sql.id(name);
	});
	return sql`key (${sql.join(parts)})`;
}
async function keepFirst$2({ db }, { staged, columns, key, order }) {
	const columnNames = columns.map(({ name }) => name);
	const names = columnIds(columnNames);
	const keys = await mysqlRowKey(db, columnNames);
	const defined = keys.length === 0 ? sql`` : sql`(${sql.join(keys)}) `;
	await sql`create temporary table ${tableId(numbered)} (_millrace_place bigint not null auto_increment primary key)
    select * from ${tableId(staged)}`.execute(db);
	await sql`create temporary table ${tableId(kept$1)} ${defined}select ${names} from (
      select s.*, row_number() over (partition by ${sql.join(key)} order by ${order}) as _millrace_nth
      from ${tableId(numbered)} as s
    ) as ranked where _millrace_nth = 1`.execute(db);
	return kept$1;
}

// src/steps/load/dialects/view-failure.ts
function viewFailure(name) {
	return new Failure("table/kind", `"${name}" is not a table but a view`, { help: "Load into a table of its own" });
}

// src/steps/load/dialects/mysql-target.ts
async function readMySqlTarget({ db }, table) {
	const schema = sql`coalesce(${table.schema ?? null}, database())`;
	const { rows } = await sql`
    select c.column_name as name, c.column_type as type, c.column_default as fallback, c.extra as extra, c.is_nullable as nullable,
      c.collation_name as collation, t.table_type as kind, t.engine as engine, e.transactions as transactions
    from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = ${schema} and t.table_name = ${table.name}
    left join information_schema.engines as e on e.engine = t.engine
    where c.table_schema = ${schema} and c.table_name = ${table.name}
    order by c.ordinal_position`.execute(db);
	const [first] = rows;
	if (first === void 0) return void 0;
	if (/view/iu.test(first.kind)) throw viewFailure(tableText(table));
	if (first.transactions === "NO") {
		const place = tableId(table).compile(db).sql;
		throw new Failure("table/kind", `table "${tableText(table)}" is kept by ${first.engine}, which has no transactions: a load that fails would leave half of its rows`, { help: `Run: alter table ${place} engine = InnoDB` });
	}
	return rows.map(({ name, type, fallback, extra, nullable, collation }) => ({
		name,
		type,
		filled: fallback !== null && fallback !== "NULL" || /auto_increment|generated/iu.test(extra),
		notNull: nullable === "NO",
		...collation === null ? {} : { collation }
	}));
}

// src/steps/load/dialects/unmatched.ts
function wholeKey(key) {
	return sql.join(key.map((name) => sql`${sql.id("t", name)} is not null`), sql` and `);
}
function unmatched$1({ staged, key, on }) {
	return sql`${wholeKey(key)} and not exists (select 1 from ${tableId(staged)} as s where ${on})`;
}

// src/steps/load/dialects/mysql.ts
const longestTurnSeconds = 3600;
const begun = "_millrace_begun";
const noSuchSavepoint = 1305;
const mysqlLoads = {
	definesInside: false,
	movesRecords: () => false,
	types: {
		of: typeOf$1,
		moment: "datetime(6)",
		flag: "boolean",
		end: async ({ db }) => ` engine = InnoDB character set utf8mb4 collate ${await exactCollation(db)}`,
		rowKey: ({ db }, names) => mysqlRowKey(db, names),
		widened: mysqlWidened,
		roomInKeys
	},
	readTarget: readMySqlTarget,
	canonical({ schema, name }) {
		const path = sql`concat(coalesce(${schema ?? null}, database()), '.', ${name})`;
		return sql`case when @@lower_case_table_names = 0 then ${path} else lower(${path}) end`;
	},
	async makeSchema({ db }, schema) {
		if ((await sql`select 1 from information_schema.schemata where schema_name = ${schema}`.execute(db)).rows.length === 0) await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
	},
	async begin(transaction, table) {
		await takeTurns(transaction, table);
		await sql`savepoint ${sql.id(begun)}`.execute(transaction.db);
	},
	ahead: mysqlAhead,
	requireWhole,
	takeTurns: async () => {},
	staysOurs: async (transaction, table) => await locksGaps(transaction) && await isEmptyAndLocked(transaction, table),
	empty: emptyMySqlTable,
	isUnique: isUnique$2,
	readyToJoin,
	converted: ({ source }) => sql.id("s", source.name),
	comparedKey({ source, target }) {
		const column = sql.id("s", source.name);
		if (target.collation === void 0) return column;
		const [characters = ""] = target.collation.split("_", 1);
		return sql`convert(${column} using ${sql.raw(characters)}) collate ${sql.raw(target.collation)}`;
	},
	differs({ source, target }) {
		const [ours, theirs] = [sql.id("t", source.name), sql.id("s", source.name)];
		return isKeptAsText(target.type) ? sql`not (cast(${ours} as binary) <=> cast(${theirs} as binary))` : sql`not (${ours} <=> ${theirs})`;
	},
	droppedBy: async () => [],
	async update({ db }, { table, staged, sets, on, where }) {
		const { numAffectedRows } = await sql`
      update ${tableId(table)} as t join ${tableId(staged)} as s on ${on}
      set ${sql.join(sets.map(({ column, value }) => sql`${sql.id("t", column)} = ${value}`))}
      where ${where}`.execute(db);
		return Number(numAffectedRows);
	},
	unmatched: unmatched$1,
	deleteFrom: (table) => sql`delete t from ${tableId(table)} as t`,
	sourceOrder: (direction) => sql`s._millrace_place ${sql.raw(direction)}`,
	largestFirst: ({ name }) => sql`${sql.id("s", name)} desc`,
	keepFirst: keepFirst$2,
	lost: lostInMySql,
	moment: (iso) => sql`${iso.replace("T", " ").replace(/Z$/u, "")}`,
	flag: (value) => sql.lit(value ? 1 : 0)
};
function typeOf$1(column, ofKey) {
	if (ofKey !== void 0 && mysqlType(column) === "longtext") return `varchar(${Math.min(255, keyLetters(ofKey))})`;
	return column.type === "decimal" ? decimalOf(column) : mysqlType(column);
}
async function takeTurns({ db }, table) {
	const path = sql`concat(coalesce(${table.schema ?? null}, database()), '.', ${table.name})`;
	const { rows } = await sql`
    select get_lock(concat('millrace ', left(sha2(${path}, 256), 40)),
      ${sql.lit(longestTurnSeconds)}) as got`.execute(db);
	if (Number(rows[0]?.got) === 1) return;
	throw new Failure("database/busy", `another load into "${tableText(table)}" does not end`, { retryable: true });
}
async function locksGaps({ db }) {
	const { rows } = await sql`
    show variables where variable_name in ('transaction_isolation', 'tx_isolation')`.execute(db);
	const { rows: servers } = await sql`select version() as version`.execute(db);
	return !servers.some(({ version }) => /tidb/iu.test(version)) && rows.length > 0 && rows.every(({ Value }) => /repeatable.read|serializable/iu.test(Value));
}
async function isEmptyAndLocked({ db }, table) {
	const read = sql`select 1 from ${tableId(table)} limit 1 for update`.execute(db);
	return (await whereAllowed(read))?.rows.length === 0;
}
async function requireWhole({ db }) {
	try {
		await sql`release savepoint ${sql.id(begun)}`.execute(db);
	} catch (error) {
		if (!(error instanceof Error) || Reflect.get(error, "errno") !== noSuchSavepoint) throw error;
		throw new Bug("a statement of this load has committed before its end", { cause: error });
	}
}
async function isUnique$2({ db }, table, key) {
	const { rows } = await sql`
    select index_name as name from information_schema.statistics
    where table_schema = coalesce(${table.schema ?? null}, database()) and table_name = ${table.name}
    group by index_name
    having max(non_unique) = 0 and sum(column_name is null or column_name not in (${sql.join(key)})) = 0`.execute(db);
	return rows.length > 0;
}

// src/steps/load/dialects/postgres-ahead.ts
const postgresAhead = {
	mayJudge: () => true,
	carry,
	async place(transaction, made, table) {
		await rename(transaction, made, table);
		return table;
	},
	entered: (target) => target
};
const longestName = 63;
async function carry(database, { table, made, make, copy, taken }) {
	await database.transaction(void 0, async (transaction) => {
		if (!await mayBegin(transaction, table)) throw ofNoUse();
		await make(transaction);
		await (await taken({
			rows: await copy(transaction),
			ask: (question) => question(transaction)
		}))(transaction);
		await sql`drop table if exists ${tableId(made)}`.execute(transaction.db);
	});
	return true;
}
async function mayBegin({ db }, { schema }) {
	const isThere = schema === void 0 ? sql`true` : sql`to_regnamespace(${quoteName(schema)}) is not null`;
	const { rows } = await sql`
    select current_setting('transaction_isolation') = 'read committed' and ${isThere} as may`.execute(db);
	return rows[0]?.may === true;
}
async function rename({ db }, from, to) {
	const { rows } = await sql`
    select c.conname as old, a.attname as named
    from pg_catalog.pg_constraint c
    join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.conrelid = to_regclass(${regclass(from)}) and c.contype = 'n'`.execute(db);
	await sql`alter table ${tableId(from)} rename to ${sql.id(to.name)}`.execute(db);
	for (const { old, named } of rows) {
		const name = `${to.name}_${named}_not_null`;
		if (Buffer.byteLength(name) > longestName) continue;
		await sql`alter table ${tableId(to)} rename constraint ${sql.id(old)} to ${sql.id(name)}`.execute(db);
	}
}

// src/steps/load/dialects/postgres-dropped.ts
async function droppedBy$1({ db }, table) {
	const { rows } = await sql`
    with recursive parts as (
      select oid from pg_catalog.pg_class where oid = to_regclass(${regclass(table)})
      union select i.inhrelid from pg_catalog.pg_inherits i join parts on parts.oid = i.inhparent
    )
    select 'trigger "' || tgname || '"' as what from pg_catalog.pg_trigger join parts on parts.oid = tgrelid
      where not tgisinternal and tgenabled <> 'D' and (tgtype & 3) = 3 and (tgtype & 20) <> 0
    union select 'rule "' || rulename || '"' from pg_catalog.pg_rewrite join parts on parts.oid = ev_class
    union select 'row level security' from pg_catalog.pg_class join parts using (oid) where relrowsecurity`.execute(db);
	return rows.map(({ what }) => what);
}

// src/steps/load/dialects/postgres-empty.ts
async function emptyPostgresTable(transaction, table) {
	const { mayTruncate, referring } = await knownOf(transaction, table);
	refuseCascades(table, referring);
	if (mayTruncate) return truncate(transaction, table);
	return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows);
}
const rules = {
	c: "cascade",
	n: "set null",
	d: "set default"
};
async function knownOf({ db }, table) {
	const name = sql`cast(${regclass(table)} as regclass)`;
	const { rows } = await sql`
    select distinct has_table_privilege(${name}, 'truncate') as may,
      cast(cast(c.conrelid as regclass) as text) as name, cast(c.confdeltype as text) as rule
    from (select 1) as one left join pg_catalog.pg_constraint as c
      on c.contype = 'f' and c.confrelid = ${name} and c.conrelid <> c.confrelid
    order by name, rule`.execute(db);
	return {
		mayTruncate: rows.every((row) => row.may && row.name === null),
		referring: rows.flatMap((row) => {
			const rule = rules[row.rule ?? ""];
			return row.name === null || rule === void 0 ? [] : [{
				name: row.name,
				rule
			}];
		})
	};
}
async function truncate({ db }, table) {
	const { rows } = await sql`select count(*) as found from ${tableId(table)}`.execute(db);
	await sql`truncate table ${tableId(table)}`.execute(db);
	return Number(rows[0]?.found);
}

// src/steps/load/dialects/postgres-lossless-text.ts
const printed = (value, type) => sql`cast(cast(${value} as ${sql.raw(type)}) as text)`;
function baseOf({ type, base = type }) {
	return base;
}
const exactTypes = /^(?:smallint|integer|bigint|numeric|real|double|boolean|character|date|time|name$|"char"$)/u;
function isExact(type) {
	return exactTypes.test(type);
}
function lostText$1({ source, target }, print) {
	const column = sql.id(source.name);
	const base = baseOf(target);
	const made = print(column, base);
	if (isExact(base)) return sql`${column} is distinct from ${made}`;
	const other = rewritten(target, column, print);
	const none = sql`${made} is null`;
	return sql`${column} is not null and (${other === void 0 ? none : sql`${none} or ${other}`})`;
}
function rewritten({ type, base = type, bare = base }, column, print) {
	if (base !== bare) return sql`${print(column, base)} <> ${print(column, bare)}`;
	if (base === "money") return sql`${digitsIn(print(column, base))} <> ${digitsIn(column)}`;
	if (base === "interval") return sql`${column} ~ '[.][0-9]{6}0*[1-9]'`;
	return base === "bytea" ? isEscaped(column) : void 0;
}
function digitsIn(text) {
	return sql`trim(both '0' from regexp_replace(${text}, '[^0-9]', '', 'g'))`;
}
function isEscaped(column) {
	return sql`(strpos(${column}, chr(92)) > 0 and left(${column}, 2) <> chr(92) || 'x')`;
}

// src/steps/load/dialects/postgres-lossless.ts
const floats = /* @__PURE__ */ new Set(["real", "double precision"]);
const integers = {
	smallint: ["-32768", "32767"],
	integer: ["-2147483648", "2147483647"],
	bigint: ["-9223372036854775808", "9223372036854775807"]
};
const numbers = /* @__PURE__ */ new Set([
	"bigint",
	"numeric",
	"double precision"
]);
const names = /* @__PURE__ */ new Set(["name", "\"char\""]);
const openTexts = /* @__PURE__ */ new Set([
	"text",
	"character varying",
	"citext"
]);
function lostInPostgres(pair) {
	const { source, target } = pair;
	const staged = copyType(source);
	const type = baseOf(target);
	if (type === staged || openTexts.has(type)) return void 0;
	if (staged === "text") return lostText$1(pair, printed);
	const column = sql.id(source.name);
	return isExact(type) ? lostValue(column, staged, type) : lostInOwn(column, staged, type);
}
function lostValue(column, staged, type) {
	if (staged === "timestamp" && type === "timestamp without time zone") return void 0;
	if (staged === "timestamptz" && type === "timestamp with time zone") return void 0;
	const cast = sql`cast(${column} as ${sql.raw(type)})`;
	if (floats.has(type)) return sql`${digits(column)} is distinct from ${digits(cast)}`;
	if (names.has(type)) return sql`cast(${column} as text) is distinct from cast(${cast} as text)`;
	const changed = sql`${column} is distinct from cast(${cast} as ${sql.raw(staged)})`;
	const outside = numbers.has(staged) ? outsideOf(column, type) : void 0;
	return outside === void 0 ? changed : sql`case when ${outside} then true else ${changed} end`;
}
function lostInOwn(column, staged, type) {
	if (type === "money") return sql`${column} <> cast(cast(${column} as money) as numeric)`;
	return type.startsWith("bit(") && staged === "bigint" ? sql`${column} <> cast(cast(${column} as ${sql.raw(type)}) as bigint)` : void 0;
}
function digits(value) {
	return sql`cast(cast(${value} as text) as numeric)`;
}
function outsideOf(column, type) {
	const range = integers[type];
	if (range !== void 0) return sql`${column} not between ${sql.raw(range[0])} and ${sql.raw(range[1])}`;
	const [, precision, scale = "0"] = /^numeric\((\d+),(-?\d+)\)$/u.exec(type) ?? [];
	if (precision === void 0) return void 0;
	return sql`abs(round(cast(${column} as numeric), ${sql.raw(scale)})) >= ${sql.raw(`1e${Number(precision) - Number(scale)}`)}`;
}
function postgresWidened(table, { source, target }) {
	const base = baseOf(target);
	const type = widerType(copyType(source), base);
	const name = quoteName(source.name);
	return `alter table ${table} alter column ${name} type ${type} using ${name}${floats.has(base) && type === "numeric" ? "::text" : ""}::${type}`;
}
function widerType(staged, base) {
	if (/^character|^name$|^"char"$/u.test(base)) return "text";
	return staged === "bigint" && (floats.has(base) || base.startsWith("numeric")) ? "numeric" : staged;
}

// src/steps/load/dialects/postgres-one-by-one.ts
const postgresOneByOne = {
	mayBeNeeded: (pair) => copyType(pair.source) === "text" && lostInPostgres(pair) !== void 0,
	async begin({ db }) {
		await sql`savepoint millrace_casts`.execute(db);
	},
	async end({ db }) {
		await sql`release savepoint millrace_casts`.execute(db);
	},
	isNeeded: (error) => error instanceof Error && "code" in error && String(error.code).startsWith("22"),
	make,
	lost: (pair) => copyType(pair.source) === "text" ? lostInPostgres(pair) && lostText$1(pair, printedOneByOne) : lostInPostgres(pair)
};
async function make({ db }) {
	await sql`rollback to savepoint millrace_casts`.execute(db);
	await sql`create function pg_temp.millrace_cast(value text, type text) returns text language plpgsql as $$
    declare made text;
    begin
      execute 'select cast(cast($1 as ' || type || ') as text)' into made using value;
      return made;
    exception when data_exception then return null;
    end $$`.execute(db);
}
const printedOneByOne = (value, type) => sql`pg_temp.millrace_cast(${value}, ${sql.lit(type)})`;

// src/steps/load/dialects/postgres.ts
const postgresLoads = {
	definesInside: true,
	movesRecords: () => false,
	types: {
		of: typeOf,
		moment: "timestamp with time zone",
		flag: "boolean",
		end: async () => "",
		widened: postgresWidened
	},
	readTarget: readTarget$1,
	canonical,
	async makeSchema({ db }, schema) {
		await db.schema.createSchema(schema).ifNotExists().execute();
	},
	begin: async () => {},
	ahead: postgresAhead,
	requireWhole: async () => {},
	async takeTurns({ db }, table) {
		await sql`lock table ${tableId(table)} in share row exclusive mode`.execute(db);
	},
	async enter({ db }, table) {
		await sql`lock table ${tableId(table)} in row exclusive mode`.execute(db);
	},
	staysOurs: async () => true,
	empty: emptyPostgresTable,
	isUnique: isUnique$1,
	readyToJoin: async (_transaction, staged) => staged,
	converted: converted$1,
	comparedKey(pair) {
		const { collation } = pair.target;
		return collation === void 0 ? converted$1(pair) : sql`${converted$1(pair)} collate ${sql.raw(collation)}`;
	},
	differs: (pair) => sql`${comparable(pair, sql.id("t", pair.source.name))} is distinct from ${comparable(pair, converted$1(pair))}`,
	droppedBy: droppedBy$1,
	async update({ db }, { table, staged, sets, on, where }) {
		const { numAffectedRows } = await sql`
      update ${tableId(table)} as t set ${sql.join(sets.map(({ column, value }) => sql`${sql.id(column)} = ${value}`))}
      from ${tableId(staged)} as s where ${on} and (${where})`.execute(db);
		return Number(numAffectedRows);
	},
	unmatched: unmatched$1,
	deleteFrom: (table) => sql`delete from ${tableId(table)} as t`,
	sourceOrder: (direction) => sql`s.ctid ${sql.raw(direction)}`,
	largestFirst: ({ name }) => sql`${sql.id("s", name)} desc nulls last`,
	keepFirst: keepFirst$1,
	lost: lostInPostgres,
	oneByOne: postgresOneByOne,
	moment,
	flag: (value) => sql.lit(value)
};
function moment(iso, { type }) {
	const instant = sql`cast(${iso} as timestamp with time zone)`;
	return type === "timestamp with time zone" ? instant : sql`cast(${instant} at time zone 'UTC' as ${sql.raw(type)})`;
}
function typeOf(column) {
	const { type, precision, scale, open } = column;
	return type === "decimal" && precision !== void 0 && scale !== void 0 && open !== true ? `numeric(${precision}, ${scale})` : copyType(column);
}
async function readTarget$1({ db }, table) {
	const { rows } = await sql`
    with recursive beneath as (
      select attnum, atttypid as id, atttypmod as modifier from pg_catalog.pg_attribute
      where attrelid = to_regclass(${regclass(table)}) and attnum > 0 and not attisdropped
      union all
      select b.attnum, t.typbasetype, t.typtypmod from beneath b join pg_catalog.pg_type t on t.oid = b.id
      where t.typtype = 'd'
    )
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      format_type(b.id, b.modifier) as base, format_type(b.id, -1) as bare,
      a.atthasdef or a.attidentity <> '' as filled, a.attnotnull as "notNull", c.relkind as kind,
      (select format('%I.%I', n.nspname, l.collname)
        from pg_catalog.pg_collation l join pg_catalog.pg_namespace n on n.oid = l.collnamespace
        where l.oid = a.attcollation and not l.collisdeterministic) as collation
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
      join beneath b on b.attnum = a.attnum join pg_catalog.pg_type t on t.oid = b.id and t.typtype <> 'd'
    where a.attrelid = to_regclass(${regclass(table)})
    order by a.attnum`.execute(db);
	if (rows.some(({ kind }) => kind !== "r" && kind !== "p")) throw viewFailure(tableText(table));
	if (rows.length === 0) return void 0;
	return rows.map(({ kind: _kind, collation, ...column }) => collation === null ? column : {
		...column,
		collation
	});
}
function canonical({ schema, name }) {
	if (schema !== void 0) return sql`concat(cast(${schema} as text), '.', cast(${name} as text))`;
	return sql`concat(coalesce((
    select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid = to_regclass(${regclass({ name })})), current_schema()), '.', cast(${name} as text))`;
}
function converted$1({ source, target }) {
	return sql`cast(${sql.id("s", source.name)} as ${sql.raw(target.type)})`;
}
function comparable({ target }, value) {
	const base = baseOf(target);
	if (base === "json") return sql`${value}::jsonb`;
	return /^(?:text|character|citext|xml|point|lseg|box|path|polygon|circle)/u.test(base) ? sql`cast(${value} as text) collate "C"` : value;
}
async function isUnique$1({ db }, table, key) {
	const { rows } = await sql`
    select 1 from pg_catalog.pg_index as i
    where i.indrelid = to_regclass(${regclass(table)}) and i.indisunique and i.indisvalid and i.indimmediate
      and i.indpred is null and i.indexprs is null and not exists (
        select 1 from pg_catalog.pg_attribute as a
        where a.attrelid = i.indrelid and a.attnum = any (i.indkey) and a.attname not in (${sql.join(key)}))
    limit 1`.execute(db);
	return rows.length > 0;
}
async function keepFirst$1({ db }, { staged, key, order }) {
	await sql`delete from ${tableId(staged)} where ctid in (select place from (
      select s.ctid as place, row_number() over (partition by ${sql.join(key)} order by ${order}) as nth
      from ${tableId(staged)} as s
    ) as numbered where nth > 1)`.execute(db);
	return staged;
}

// src/steps/load/dialects/sqlite-adopt.ts
async function adopt({ db }, from, to) {
	const { rows } = await sql`
    select name, rootpage from sqlite_schema where name in (${from.name}, ${to.name})`.execute(db);
	for (const { name } of rows) {
		const other = rows.find((row) => row.name !== name);
		await sql`update sqlite_schema set rootpage = ${other?.rootpage ?? 0} where name = ${name}`.execute(db);
	}
	await sql`pragma writable_schema = reset`.execute(db);
	await sql`drop table ${tableId(from)}`.execute(db);
}

// src/steps/load/dialects/sqlite-affinity.ts
function affinityOf({ type, strict }) {
	if (/int/iu.test(type)) return "integer";
	if (/char|clob|text/iu.test(type)) return "text";
	if (type === "" || /blob/iu.test(type) || strict === true && /^any$/iu.test(type)) return "none";
	return /real|floa|doub/iu.test(type) ? "real" : "numeric";
}

// src/steps/load/dialects/sqlite-converted.ts
function converted(pair) {
	const { name, type, scale } = pair.source;
	const column = sql.id("s", name);
	if (goesAsItIs(pair)) return column;
	return type === "boolean" ? sql`case ${column} when 0 then 'false' when 1 then 'true' end` : sql`case when ${column} is not null then printf(${sql.lit(`%.${scale ?? 0}f`)}, ${column}) end`;
}
function goesAsItIs({ source, target }) {
	if (affinityOf(target) !== "text") return true;
	const isPrinted = source.type === "decimal" && source.scale !== void 0 && storageOf(source) === "REAL";
	return source.type !== "boolean" && !isPrinted;
}

// src/steps/load/dialects/sqlite-lossless.ts
function lostInSqlite({ source, target }) {
	const column = sql.id(source.name);
	switch (affinityOf(target)) {
		case "none": return target.strict === true && /blob/iu.test(target.type) ? sql`${column} is not null` : void 0;
		case "text": return source.type === "real" ? sql`cast(cast(${column} as text) as real) <> ${column}` : void 0;
		default: return lostInNumbers[storageOf(source)](column, source, target);
	}
}
const lostInNumbers = {
	INTEGER: (column, _source, target) => affinityOf(target) === "real" ? sql`cast(cast(${column} as real) as integer) <> ${column}` : void 0,
	REAL: (column, _source, target) => isStrictInteger(target) ? sql`cast(cast(${column} as integer) as real) <> ${column}` : void 0,
	TEXT: (column, source, target) => source.type === "decimal" ? lostDecimal(column, target) : lostText(column, target)
};
function isStrictInteger(target) {
	return target.strict === true && affinityOf(target) === "integer";
}
function lostDecimal(column, target) {
	const isLong = sql`length(trim(replace(ltrim(${column}, '+-'), '.', ''), '0')) > 15`;
	if (!isStrictInteger(target)) return isLong;
	const whole = sql`iif(instr(${column}, '.') > 0, rtrim(rtrim(${column}, '0'), '.'), ${column})`;
	return sql`${isLong} or cast(cast(${column} as integer) as text) <> ${whole}`;
}
const numeric = String.raw`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`;
function lostText(column, target) {
	const isNumber = sql`regexp(${numeric}, ${column})`;
	const isOther = sql`cast(cast(${column} as ${sql.raw(isStrictInteger(target) ? "integer" : "numeric")}) as text) <> ${column}`;
	return target.strict === true ? sql`not ${isNumber} or ${isOther}` : sql`typeof(${column}) = 'text' and ${isNumber} and ${isOther}`;
}

// src/steps/load/dialects/sqlite-target.ts
async function readSqliteTarget(transaction, { name }) {
	const found = (await transaction.db.introspection.getTables()).find((table) => table.name.toLowerCase() === name.toLowerCase());
	if (found?.isView === true) throw viewFailure(name);
	if (found === void 0) return void 0;
	const strict = await isStrict(transaction, found.name);
	const collations = await collationsOf(transaction, found.name, found.columns.map((column) => column.name));
	return found.columns.map((column) => {
		const collation = collations.get(column.name);
		return {
			name: column.name,
			type: column.dataType,
			strict,
			filled: column.hasDefaultValue || column.isAutoIncrementing,
			notNull: !column.isNullable,
			...collation === void 0 ? {} : { collation }
		};
	});
}
async function isStrict({ db }, table) {
	const { rows } = await sql`select 1 from pragma_table_list(${table}) where schema = 'main' and strict = 1`.execute(db);
	return rows.length > 0;
}
const alike = {
	nocase: ["a", "A"],
	rtrim: ["a", "a "]
};
async function collationsOf({ db }, table, columns) {
	const found = /* @__PURE__ */ new Map();
	const { rows: worded } = await sql`
    select 1 from sqlite_schema where type = 'table' and name = ${table} and sql like '%collate%'`.execute(db);
	if (worded.length === 0) return found;
	for (const column of columns) for (const [collation, [one, other]] of Object.entries(alike)) {
		const { rows } = await sql`
        select ${sql.id(column)} from ${sql.id(table)} where 0 union select ${one} union select ${other}`.execute(db);
		if (rows.length === 1) found.set(column, collation);
	}
	return found;
}

// src/steps/load/dialects/sqlite-empty.ts
async function emptySqliteTable(transaction, table) {
	refuseCascades(table, await referringTo(transaction, table));
	return Number((await sql`delete from ${tableId(table)}`.execute(transaction.db)).numAffectedRows);
}
async function referringTo({ db }, { name }) {
	const { rows } = await sql`
    select distinct t.name as name, f.on_delete as rule from sqlite_schema as t, pragma_foreign_key_list(t.name) as f
    where t.type = 'table' and t.sql like '%references%' and lower(f."table") = lower(${name})
      and lower(t.name) <> lower(${name}) and f.on_delete in ('CASCADE', 'SET NULL', 'SET DEFAULT')
    order by 1, 2`.execute(db);
	return rows;
}

// src/steps/load/dialects/sqlite.ts
const leftOut = {
	schema: "temp",
	name: "_millrace_left_out"
};
const kept = {
	schema: "temp",
	name: "_millrace_kept"
};
const sqliteLoads = {
	definesInside: true,
	movesRecords: (pairs) => pairs.every(goesAsItIs),
	types: {
		of: storageOf,
		moment: "TEXT",
		flag: "INTEGER",
		end: async () => " strict",
		widened: () => void 0
	},
	readTarget: readSqliteTarget,
	canonical: ({ name }) => sql`lower(${name})`,
	makeSchema: async () => {},
	begin: async () => {},
	adopt,
	requireWhole: async () => {},
	takeTurns: async () => {},
	staysOurs: async () => false,
	empty: emptySqliteTable,
	isUnique,
	readyToJoin: async (_transaction, staged) => staged,
	converted,
	comparedKey(pair) {
		const column = converted(pair);
		const { collation } = pair.target;
		return collation === void 0 ? column : sql`${column} collate ${sql.raw(collation)}`;
	},
	differs: (pair) => sql`${sql.id("t", pair.source.name)} collate binary is distinct from ${converted(pair)}`,
	droppedBy,
	async update({ db }, { table, staged, sets, on, where }) {
		const { numAffectedRows } = await sql`
      update ${tableId(table)} as t set ${sql.join(sets.map(({ column, value }) => sql`${sql.id(column)} = ${value}`))}
      from ${tableId(staged)} as s where ${on} and (${where})`.execute(db);
		return Number(numAffectedRows);
	},
	unmatched,
	deleteFrom: (table) => sql`delete from ${tableId(table)} as t`,
	sourceOrder: (direction, columns) => sql`${rowNumber(columns, "s")} ${sql.raw(direction)}`,
	largestFirst({ name, type, zoned }) {
		const column = sql.id("s", name);
		if (type === "timestamp" && zoned === true) return sql`rtrim(${column}, 'Z') desc nulls last`;
		return type === "decimal" ? sql`cast(${column} as real) desc nulls last` : sql`${column} desc nulls last`;
	},
	keepFirst,
	lost: lostInSqlite,
	moment: (iso) => sql`${iso}`,
	flag: (value) => sql.lit(value ? 1 : 0)
};
async function isUnique({ db }, { name }, key) {
	const { rows } = await sql`
    select 1 from pragma_index_list(${name}) as i where i."unique" = 1 and i.partial = 0 and not exists (
      select 1 from pragma_index_info(i.name) as c where c.name is null or c.name not in (${sql.join(key)}))
    union all
    select 1 from (select count(*) as n, max(name) as name from pragma_table_info(${name}) where pk > 0)
    where n = 1 and name in (${sql.join(key)}) limit 1`.execute(db);
	return rows.length > 0;
}
async function droppedBy({ db }, { name }) {
	const { rows } = await sql`
    select case type when 'trigger' then 'trigger "' || name || '"' else '\`on conflict ignore\`' end as what
    from sqlite_schema where lower(tbl_name) = lower(${name}) and (
      type = 'trigger' and sql like '%raise%ignore%' or type = 'table' and sql like '%conflict%ignore%')`.execute(db);
	return rows.map(({ what }) => what);
}
function unmatched({ staged, key, pairs }) {
	const keys = pairs.filter(({ source }) => key.includes(source.name));
	const names = keys.map(({ source }) => source.name);
	return sql`${wholeKey(key)} and (${columnIds(names, "t")}) not in (
    select ${sql.join(keys.map(converted))} from ${tableId(staged)} as s)`;
}
async function keepFirst({ db }, { staged, columns, key, order }) {
	const names = columnIds(columns.map(({ name }) => name));
	await sql`create temporary table ${sql.id(leftOut.name)} (place integer primary key)`.execute(db);
	await sql`insert into ${tableId(leftOut)} select place from (
      select ${rowNumber(columns, "s")} as place, row_number() over (partition by ${sql.join(key)} order by ${order}) as nth
      from ${tableId(staged)} as s
    ) where nth > 1`.execute(db);
	await sql`create temporary view ${sql.id(kept.name)} as select ${names} from ${tableId(staged)}
    where ${rowNumber(columns)} not in (select place from ${tableId(leftOut)})`.execute(db);
	return kept;
}

// src/steps/load/dialects/load-dialect.ts
const loadDialects = {
	sqlite: sqliteLoads,
	postgres: postgresLoads,
	mysql: mysqlLoads
};

// src/steps/load/target-table.ts
function readTarget(transaction, table) {
	return loadDialects[transaction.dialect].readTarget(transaction, table);
}
function ownColumns({ deletedColumn, versions }) {
	if (deletedColumn !== void 0) return [{
		name: deletedColumn,
		holds: "moment",
		notNull: false
	}];
	if (versions === void 0) return [];
	return [
		{
			name: versions.validFrom,
			holds: "moment",
			notNull: true
		},
		{
			name: versions.validTo,
			holds: "moment",
			notNull: false
		},
		{
			name: versions.current,
			holds: "flag",
			notNull: true
		}
	];
}
async function createTarget(transaction, table, { columns, words }) {
	const { makeSchema, types } = loadDialects[transaction.dialect];
	if (table.schema !== void 0) await makeSchema(transaction, table.schema);
	const key = [...words.key, ...words.versions === void 0 ? [] : [words.versions.validFrom]];
	const lines = [...columns.map((column) => {
		const type = types.of(column, key.includes(column.name) ? key.length : void 0);
		return columnLine(column.name, type, column.notNull === true);
	}), ...ownColumns(words).map(({ name, holds, notNull }) => columnLine(name, types[holds], notNull))];
	const names = columns.map(({ name }) => name);
	const primary = key.length === 0 ? await types.rowKey?.(transaction, names) ?? [] : [sql`primary key (${sql.join(key.map((name) => sql.id(name)))})`];
	const end = sql.raw(await types.end(transaction));
	await sql`create table ${tableId(table)} (${sql.join([...lines, ...primary])})${end}`.execute(transaction.db);
}
function columnLine(name, type, notNull) {
	return sql`${sql.id(name)} ${sql.raw(type)}${notNull ? sql` not null` : sql``}`;
}
async function addColumns(transaction, table, columns) {
	const { types } = loadDialects[transaction.dialect];
	for (const column of columns) await addColumn(table, column.name, types.of(column)).execute(transaction.db);
}
function addColumn(table, name, type) {
	return sql`alter table ${tableId(table)} add column ${columnLine(name, type, false)}`;
}
function requireOwnColumns(transaction, table, { target, words }) {
	const { types } = loadDialects[transaction.dialect];
	const missing = ownColumns(words).filter(({ name }) => !target.some((column) => column.name === name));
	if (missing.length === 0) return;
	const names = missing.map(({ name }) => `"${name}"`).join(", ");
	const added = missing.map(({ name, holds }) => `${addColumn(table, name, types[holds]).compile(transaction.db).sql};`);
	const why = words.mode === "scd2" ? "mode: scd2" : "missing: mark";
	throw new Failure("columns/mismatch", `table "${tableText(table)}" lacks ${names}, which \`${why}\` fills`, { help: `Run: ${added.join(" ")}` });
}

export { readTarget as a, ofNoUse as c, parseTable as d, ownColumns as i, aheadName as l, addColumns as n, requireOwnColumns as o, createTarget as r, loadDialects as s, addColumn as t, pendingTables as u };