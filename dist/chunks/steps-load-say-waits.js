import { B as Bug, F as number, M as counted, U as unreachable, V as Failure, w as foldName } from "./dataset-fields-print-number.js";
import { N as unfitType, S as sqlTokens } from "./manifest-json-schema.js";
import { a as readTarget, d as parseTable, i as ownColumns, n as addColumns, o as requireOwnColumns, r as createTarget, s as loadDialects, t as addColumn } from "./steps-load-target-table.js";
import { u as sql } from "./vendor/kysely.js";
import { i as tableText, n as regclass, r as tableId, t as columnIds } from "./steps-sql-identifier.js";
import { r as isTableIn, t as sameTargets } from "./steps-load-same-targets.js";
import { n as requireAccounted } from "./steps-row-balance.js";
import { _ as formatValue, g as formatRow, i as findNulls, n as areWhole, r as findRepeats, t as runChecks } from "./steps-checks-run-checks.js";
import { t as withJudgement } from "./steps-checks-with-judgement.js";
import { n as ledgerText, t as createLedger } from "./steps-load-ledger-table.js";
import { hash } from "node:crypto";

// src/steps/load/require-rows-named.ts
function requireRowsNamed(checks, rows, table) {
	if (foldName(rows) === foldName(table.name)) return;
	for (const check of checks) {
		if (check.rule !== "sql" || namesTable(check.sql, rows) || !namesTable(check.sql, table.name)) continue;
		const label = check.name === void 0 ? "the SQL check" : `check "${check.name}"`;
		throw new Failure("checks/table", `${label} judges the rows that come, which are called "${rows}"; "${tableText(table)}" is the table as it was`, { help: `Write "${rows}", or add \`of: result\` to judge the table as it would be` });
	}
}
function namesTable(query, table) {
	return sqlTokens(query).some(({ name }) => name !== void 0 && foldName(name) === foldName(table));
}

// src/steps/load/check-result.ts
async function checkResult(transaction, { table, columns, place, from }, context) {
	const checks = context.checks.filter(({ of }) => of === "result");
	if (checks.length === 0) return {
		warnings: [],
		measured: {}
	};
	const { rows } = await sql`
    select count(*) as found from ${tableId(place)}`.execute(transaction.db);
	const checked = {
		transaction,
		table: place,
		columns: await typesThere(transaction, place, {
			columns,
			checks
		}),
		rows: Number(rows[0]?.found),
		mask: context.mask
	};
	const alsoNamed = await isFree(from, transaction, {
		table,
		checks
	}) ? [from] : [];
	return runChecks(checks, {
		...checked,
		name: tableText(table),
		alsoNamed
	}, context);
}
async function isFree(name, transaction, { table, checks }) {
	if (foldName(name) === foldName(tableText(table))) return false;
	return checks.some((check) => check.rule === "sql" && namesTable(check.sql, name)) && !await isTableIn(transaction, { name });
}
async function typesThere(transaction, table, { columns, checks }) {
	const unfit = columns.filter((column) => checks.some((check) => "column" in check && check.column === column.name && unfitType(check, column)));
	if (unfit.length === 0) return columns;
	const ids = columnIds(unfit.map(({ name }) => name));
	const query = sql`select ${ids} from ${tableId(table)}`.compile(transaction.db).sql;
	const there = await transaction.describe({
		sql: query,
		parameters: []
	});
	return columns.map((column) => there.find(({ name }) => name === column.name) ?? column);
}

// src/steps/load/match-columns.ts
function matchColumns(columns, target, at) {
	const added = columns.filter(({ name }) => !target.some((column) => column.name === name));
	const missing = target.filter(({ name, filled }) => !filled && !columns.some((column) => column.name === name));
	if (added.length > 0 || missing.length > 0) throw mismatch(columns, target, {
		...at,
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
function mismatch(columns, target, { transaction, table, from, added, missing }) {
	const name = tableText(table);
	const { types } = loadDialects[transaction.dialect];
	const renamed = added.flatMap(({ name: source }) => {
		const there = target.find((column) => foldName(column.name) === foldName(source))?.name;
		return there === void 0 || columns.some((column) => column.name === there) ? [] : [{
			source,
			there
		}];
	});
	const isOther = (column) => !renamed.some(({ source, there }) => column.name === source || column.name === there);
	const quoted = (column) => sql.id(column).compile(transaction.db).sql;
	const differences = [...added.length === 0 ? [] : [`the table lacks ${list(added)}`], ...missing.length === 0 ? [] : [`the dataset lacks ${list(missing)}`]];
	const remedies = [
		...renamed.map(({ source, there }) => `select "${source}" as "${there}" in "${from}", or rename the column there: alter table ${tableId(table).compile(transaction.db).sql} rename column ${quoted(there)} to ${quoted(source)}`),
		...added.filter(isOther).map((column) => `add a column "${column.name}" (${column.type}) to "${name}": ${addColumn(table, column.name, types.of(column)).compile(transaction.db).sql}`),
		...missing.filter(isOther).map((column) => `give "${column.name}" a default, or select it in "${from}"`)
	];
	return new Failure("columns/mismatch", `"${from}" and table "${name}" have different columns: ${differences.join("; ")}\n- "${from}": ${describe(columns)}\n- "${name}": ${describe(target)}`, { help: sentence(remedies) });
}
function list(columns) {
	return columns.map(({ name }) => `"${name}"`).join(", ");
}
function describe(columns) {
	return columns.map(({ name, type }) => `${name} ${type}`).join(", ");
}
function sentence(remedies) {
	const text = remedies.join("; ");
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

// src/steps/load/publication.ts
const nothingPublished = {
	inserted: 0,
	updated: 0,
	unchanged: 0,
	removed: 0,
	marked: 0,
	ended: 0
};
async function joined(publication, also) {
	const { transaction, dialect, table, words, pairs } = publication;
	await dialect.takeTurns(transaction, table);
	const staged = await dialect.readyToJoin(transaction, publication.staged, {
		pairs,
		key: words.key
	});
	const same = pairs.filter(({ source }) => words.key.includes(source.name)).map((pair) => sql`${sql.id("t", pair.source.name)} = ${dialect.converted(pair)}`);
	const on = sql.join([...same, ...also === void 0 ? [] : [also]], sql` and `);
	const values = pairs.filter(({ source }) => !words.key.includes(source.name));
	return {
		...publication,
		staged,
		on,
		values
	};
}
function changed({ dialect, values }) {
	return values.length === 0 ? sql`1 = 0` : sql.join(values.map((pair) => dialect.differs(pair)), sql` or `);
}
function newValues({ dialect, values }) {
	return values.map((pair) => ({
		column: pair.source.name,
		value: dialect.converted(pair)
	}));
}
async function insertNew(rows, own = []) {
	const { transaction, dialect, table, staged, pairs, on, words } = rows;
	const [first = ""] = words.key;
	const names = [...pairs.map(({ source }) => source.name), ...own.map(({ column }) => column)];
	const values = [...pairs.map((pair) => dialect.converted(pair)), ...own.map(({ value }) => value)];
	const { numAffectedRows } = await sql`
    insert into ${tableId(table)} (${columnIds(names)}) select ${sql.join(values)}
    from ${tableId(staged)} as s left join ${tableId(table)} as t on ${on}
    where ${sql.id("t", first)} is null`.execute(transaction.db);
	return Number(numAffectedRows);
}
function targetColumn({ target }, name) {
	return target.find((column) => column.name === name) ?? {
		name,
		type: "text",
		filled: false,
		notNull: false
	};
}

// src/steps/load/require-keys.ts
async function requireSingleMatches(rows) {
	const { transaction, dialect, table, words } = rows;
	if (await dialect.isUnique(transaction, table, words.key)) return;
	const repeated = await matchedTwice(rows);
	if (repeated === void 0) return;
	throw new Failure("rows/key", `table "${tableText(table)}" holds a key (${words.key.join(", ")}) more than once, so no row can be merged into it, e.g. ${repeated}`, { help: "Remove the repeated rows of the table, or choose other columns for the key" });
}
async function matchedTwice({ transaction, table, staged, words, on, mask }) {
	const columns = columnIds(words.key, "s");
	const { rows } = await sql`
    select ${columns} from ${tableId(staged)} as s join ${tableId(table)} as t on ${on}
    group by ${columns} having count(*) > 1 order by ${columns} limit ${sql.lit(5)}`.execute(transaction.db);
	return rows.length === 0 ? void 0 : rows.map((row) => `(${formatRow(row, mask)})`).join(" ");
}

// src/steps/load/require-taken.ts
async function countDue(rows, isOther) {
	const { transaction, dialect, table, staged, on, words } = rows;
	if ((await dialect.droppedBy(transaction, table)).length === 0) return void 0;
	const [first = ""] = words.key;
	const { rows: counts } = await sql`
    select count(*) as due from ${tableId(staged)} as s left join ${tableId(table)} as t on ${on}
    where ${sql.id("t", first)} is null or (${isOther})`.execute(transaction.db);
	return Number(counts[0]?.due);
}
async function requireTaken({ transaction, dialect, table }, { due, taken }) {
	if (due === void 0 || taken >= due) return;
	const name = tableText(table);
	const causes = await dialect.droppedBy(transaction, table);
	const cause = causes.length === 0 ? "what it has beside its columns" : causes.join(", ");
	throw new Failure("rows/dropped", `table "${name}" has taken ${number(taken)} of ${counted(due, "row")} and left the others out without an error`, { help: `Look at ${cause} of "${name}"; leave out in a transform what the table does not take` });
}

// src/steps/load/merge.ts
async function merge(publication) {
	const rows = await joined(publication);
	await requireSingleMatches(rows);
	const missing = await settleMissing(rows);
	const due = await countDue(rows, isOther(rows));
	const updated = await updateChanged(rows);
	const inserted = await insertNew(rows);
	await requireTaken(rows, {
		due,
		taken: updated + inserted
	});
	const unchanged = rows.rows - inserted - updated;
	return {
		...nothingPublished,
		...missing,
		inserted,
		updated,
		unchanged
	};
}
async function insertMissing(publication) {
	const rows = await joined(publication);
	await requireSingleMatches(rows);
	const due = await countDue(rows, sql`1 = 0`);
	const inserted = await insertNew(rows);
	await requireTaken(rows, {
		due,
		taken: inserted
	});
	return {
		...nothingPublished,
		inserted,
		unchanged: rows.rows - inserted
	};
}
function isOther(rows) {
	const { deletedColumn } = rows.words;
	const isBack = deletedColumn === void 0 ? sql`` : sql` or ${sql.id("t", deletedColumn)} is not null`;
	return sql`${changed(rows)}${isBack}`;
}
async function updateChanged(rows) {
	const { transaction, dialect, table, staged, on, words } = rows;
	const { deletedColumn } = words;
	const back = deletedColumn === void 0 ? [] : [{
		column: deletedColumn,
		value: sql`null`
	}];
	const sets = [...newValues(rows), ...back];
	if (sets.length === 0) return 0;
	return dialect.update(transaction, {
		table,
		staged,
		sets,
		on,
		where: isOther(rows)
	});
}
async function settleMissing(rows) {
	const { transaction, dialect, table, words, at } = rows;
	const { missing = "keep", deletedColumn } = words;
	if (missing === "keep") return {};
	const unmatched = dialect.unmatched({
		...rows,
		key: words.key
	});
	if (missing === "delete") {
		const { numAffectedRows } = await sql`${dialect.deleteFrom(table)} where ${unmatched}`.execute(transaction.db);
		return { removed: Number(numAffectedRows) };
	}
	const column = targetColumn(rows, deletedColumn ?? "");
	const { numAffectedRows } = await sql`
    update ${tableId(table)} as t set ${sql.id(column.name)} = ${dialect.moment(at, column)}
    where ${sql.id("t", column.name)} is null and ${unmatched}`.execute(transaction.db);
	return { marked: Number(numAffectedRows) };
}

// src/steps/load/scd2.ts
async function loadVersions(publication) {
	const { words, dialect, at } = publication;
	const names = words.versions;
	if (names === void 0) throw new Bug("versions are loaded without their columns");
	const holds = sql`${sql.id("t", names.current)} = ${dialect.flag(true)}`;
	const rows = {
		...await joined(publication, holds),
		names,
		moment: (name) => dialect.moment(at, targetColumn(publication, name))
	};
	await refuseOlder(rows);
	await requireSingleMatches(rows);
	const ended = words.missing === "delete" ? await endMissing(rows, holds) : 0;
	const due = await countDue(rows, changed(rows));
	const corrected = await correct(rows);
	await endChanged(rows);
	const inserted = await insertNew(rows, [
		{
			column: names.validFrom,
			value: rows.moment(names.validFrom)
		},
		{
			column: names.validTo,
			value: sql`null`
		},
		{
			column: names.current,
			value: dialect.flag(true)
		}
	]);
	await requireTaken(rows, {
		due,
		taken: corrected + inserted
	});
	const unchanged = rows.rows - inserted - corrected;
	return {
		...nothingPublished,
		inserted,
		updated: corrected,
		unchanged,
		ended
	};
}
async function refuseOlder({ transaction, table, names, moment, at }) {
	const { rows } = await sql`
    select count(*) as found from ${tableId(table)}
    where ${sql.id(names.validFrom)} > ${moment(names.validFrom)}
      or ${sql.id(names.validTo)} > ${moment(names.validTo)}`.execute(transaction.db);
	const found = Number(rows[0]?.found);
	if (found === 0) return;
	throw new Failure("load/out-of-order", `table "${tableText(table)}" has ${found === 1 ? "a version" : `${found} versions`} newer than ${at}, the time this run is for`, { help: "Load the runs in their order; to make history anew, empty the table and run them from the first" });
}
async function endMissing(rows, holds) {
	const { transaction, dialect, table, names, words, moment } = rows;
	const unmatched = dialect.unmatched({
		...rows,
		key: words.key
	});
	const began = sql`${sql.id("t", names.validFrom)} = ${moment(names.validFrom)}`;
	const removed = await sql`${dialect.deleteFrom(table)}
    where ${holds} and ${began} and ${unmatched}`.execute(transaction.db);
	const ended = await sql`
    update ${tableId(table)} as t set ${sql.id(names.validTo)} = ${moment(names.validTo)},
      ${sql.id(names.current)} = ${dialect.flag(false)}
    where ${holds} and ${unmatched}`.execute(transaction.db);
	return Number(removed.numAffectedRows) + Number(ended.numAffectedRows);
}
async function correct(rows) {
	const { transaction, dialect, table, staged, on, names, moment } = rows;
	const sets = newValues(rows);
	if (sets.length === 0) return 0;
	const began = sql`${sql.id("t", names.validFrom)} = ${moment(names.validFrom)}`;
	return dialect.update(transaction, {
		table,
		staged,
		sets,
		on,
		where: sql`${began} and (${changed(rows)})`
	});
}
async function endChanged(rows) {
	const { transaction, dialect, table, staged, on, names, moment } = rows;
	const sets = [{
		column: names.validTo,
		value: moment(names.validTo)
	}, {
		column: names.current,
		value: dialect.flag(false)
	}];
	await dialect.update(transaction, {
		table,
		staged,
		sets,
		on,
		where: changed(rows)
	});
}

// src/steps/load/publish.ts
async function publish(publication) {
	const { mode } = publication.words;
	switch (mode) {
		case "append": return append(publication);
		case "replace": return replace(publication);
		case "merge": return merge(publication);
		case "insert-missing": return insertMissing(publication);
		case "scd2": return loadVersions(publication);
		default: return unreachable(mode);
	}
}
async function append(publication) {
	const { transaction, dialect, table } = publication;
	await dialect.enter?.(transaction, table);
	return {
		...nothingPublished,
		inserted: await insertAll(publication)
	};
}
async function replace(publication) {
	const { transaction, dialect, table } = publication;
	await dialect.takeTurns(transaction, table);
	const removed = await dialect.empty(transaction, table);
	return {
		...nothingPublished,
		inserted: await insertAll(publication),
		removed
	};
}
async function insertAll(publication) {
	const { transaction, dialect, table, staged, pairs, sameOrder, rows: due } = publication;
	const rows = sameOrder && dialect.movesRecords(pairs) ? sql`insert into ${tableId(table)} select * from ${tableId(staged)}` : sql`insert into ${tableId(table)} (${columnIds(pairs.map(({ source }) => source.name))})
          select ${sql.join(pairs.map((pair) => dialect.converted(pair)))} from ${tableId(staged)} as s`;
	const inserted = Number((await rows.execute(transaction.db)).numAffectedRows);
	await requireTaken(publication, {
		due,
		taken: inserted
	});
	return inserted;
}

// src/steps/load/repeated-keys.ts
async function resolveKeys({ key, repeatedKeys = "fail", unordered }, pairs, checked) {
	if (key.length === 0) return {
		staged: checked.table,
		deduplicated: 0
	};
	requireColumns(key, "the key", checked);
	if (typeof repeatedKeys === "object") requireColumns([repeatedKeys.latestBy], "`latest-by`", checked);
	const nulls = await findNulls({
		rule: "not-null",
		columns: key
	}, checked);
	const compared = comparedKeys(key, pairs, checked);
	const surplus = await countSurplus(key, compared, checked);
	const mayRepeat = repeatedKeys !== "fail";
	if (nulls !== null || surplus > 0 && !mayRepeat) throw keyFailure(key, checked, {
		nulls,
		repeats: surplus > 0 && !mayRepeat ? await findRepeats({ columns: key }, checked, compared) : null,
		unordered: unordered === true
	});
	if (surplus === 0 || !mayRepeat) return {
		staged: checked.table,
		deduplicated: 0
	};
	const { transaction, table, columns } = checked;
	const order = orderBy(repeatedKeys, checked);
	const { keepFirst } = loadDialects[transaction.dialect];
	return {
		staged: await keepFirst(transaction, {
			staged: table,
			columns,
			key: compared,
			order
		}),
		deduplicated: surplus
	};
}
function requireColumns(names, what, { name, columns }) {
	const missing = names.find((wanted) => !columns.some((column) => column.name === wanted));
	if (missing === void 0) return;
	throw new Failure("rows/key", `"${name}" has no column "${missing}" for ${what}`, { help: `Its columns are ${columns.map((column) => column.name).join(", ")}` });
}
function keyFailure(key, { name }, { nulls, repeats, unordered }) {
	const rules = unordered ? "Say which row counts (`repeated-keys: { latest-by: column }`), or make the keys unique in the query" : "Say which row counts (`repeated-keys: first`, `last` or `latest-by: column`), or choose other columns for the key";
	const findings = [nulls, repeats].filter((finding) => finding !== null).map((finding) => `- ${finding}`);
	return new Failure("rows/key", `the rows of "${name}" cannot be loaded by key (${key.join(", ")}):\n${findings.join("\n")}`, { help: nulls === null ? rules : "Leave out rows without a key in a transform, or choose other columns for the key" });
}
function comparedKeys(key, pairs, { transaction }) {
	const { comparedKey } = loadDialects[transaction.dialect];
	return key.map((name) => {
		const pair = pairs.find(({ source }) => source.name === name);
		return pair === void 0 ? sql.id("s", name) : comparedKey(pair);
	});
}
async function countSurplus(names, key, { transaction, table }) {
	const { rows } = await sql`
    select coalesce(sum(n - 1), 0) as surplus from (
      select count(*) as n from ${tableId(table)} as s where ${areWhole(names)} group by ${sql.join(key)} having count(*) > 1
    ) as repeated`.execute(transaction.db);
	return Number(rows[0]?.surplus);
}
function orderBy(rule, { transaction, columns }) {
	const { sourceOrder, largestFirst } = loadDialects[transaction.dialect];
	if (rule === "first") return sourceOrder("asc", columns);
	const last = sourceOrder("desc", columns);
	if (rule === "last") return last;
	const column = columns.find(({ name }) => name === rule.latestBy);
	return column === void 0 ? last : sql`${largestFirst(column)}, ${last}`;
}

// src/steps/load/require-lossless.ts
async function requireLossless(transaction, check) {
	const { lost, oneByOne } = loadDialects[transaction.dialect];
	if (oneByOne === void 0 || !check.pairs.some(oneByOne.mayBeNeeded)) return requireNone(transaction, check, lost);
	await oneByOne.begin(transaction);
	await requireNone(transaction, check, lost).catch(async (error) => {
		if (!oneByOne.isNeeded(error)) throw error;
		await oneByOne.make(transaction);
		await requireNone(transaction, check, oneByOne.lost);
		throw error;
	});
	await oneByOne.end(transaction);
}
async function requireNone(transaction, { staged, table, pairs, mask }, lostOf) {
	const checked = pairs.flatMap((pair) => {
		const lost = lostOf(pair);
		return lost === void 0 ? [] : [{
			pair,
			lost
		}];
	});
	for (let at = 0; at < checked.length; at += columnsAtOnce) {
		const some = checked.slice(at, at + columnsAtOnce);
		const counts = await countLost(transaction, staged, some);
		const index = counts.findIndex((count) => count > 0);
		const [first, found] = [some[index], counts[index] ?? 0];
		if (first === void 0) continue;
		const { pair, lost } = first;
		const { rows } = await sql`
      select ${sql.id(pair.source.name)} as value from ${tableId(staged)} where ${lost}
      limit ${sql.lit(5)}`.execute(transaction.db);
		const values = rows.map(({ value }) => formatValue(value, mask)).join(", ");
		throw new Failure("rows/lossy", `column "${pair.source.name}" of "${tableText(table)}" is ${pair.target.type}: ${counted(found, "value")} would not come back as ${found === 1 ? "it is" : "they are"}, e.g. ${values}`, { help: await remedy(transaction, table, pair) });
	}
}
const columnsAtOnce = 200;
async function countLost({ db }, staged, columns) {
	const counts = columns.map(({ lost }, index) => sql`count(case when ${lost} then 1 end) as ${sql.id(`c${index}`)}`);
	const { rows } = await sql`
    select ${sql.join(counts)} from ${tableId(staged)}`.execute(db);
	return columns.map((_, index) => Number(rows[0]?.[`c${index}`]));
}
async function remedy(transaction, table, pair) {
	const { types } = loadDialects[transaction.dialect];
	const { source, target } = pair;
	const room = await types.roomInKeys?.(transaction, table, source.name);
	const statement = types.widened(tableId(table).compile(transaction.db).sql, pair, room);
	if (statement !== void 0) {
		const time = source.type === "text" ? timeType.exec(target.type)?.[0].toLowerCase() : void 0;
		return time === void 0 ? `Widen the column of the table (${statement}), or convert the values in a transform` : `Declare the column as a ${time === "date" ? "date" : "timestamp"} where the rows are read, so that what is none is rejected; or, where any text is right, widen the column of the table (${statement})`;
	}
	return room === void 0 ? "Convert the values in a transform, or load into a new table: a column there cannot be given another type" : `Shorten the values in a transform, e.g. to their hash: an index of this database has room for ${room} letters of this column`;
}
const timeType = /^(?:timestamp|datetime|date)/iu;

// src/steps/load/fill-table.ts
async function fillTable(transaction, { table, words, at, prepared, staged, during }) {
	const { target, pairs } = prepared;
	const { columns, mask } = staged;
	await requireLossless(transaction, {
		staged: staged.table,
		table,
		pairs,
		mask
	});
	const { staged: rows, deduplicated } = await resolveKeys(words, pairs, staged);
	const dialect = loadDialects[transaction.dialect];
	return {
		...await publish({
			transaction,
			dialect: saying(dialect, during),
			staged: rows,
			table,
			target,
			pairs,
			sameOrder: pairs.length === columns.length && isSameOrder(columns, target),
			words,
			rows: staged.rows - deduplicated,
			at,
			mask
		}),
		deduplicated
	};
}
function saying(dialect, during) {
	const { takeTurns, enter } = dialect;
	return {
		...dialect,
		takeTurns: (...turn) => during(takeTurns(...turn)),
		...enter === void 0 ? {} : { enter: (...turn) => during(enter(...turn)) }
	};
}

// src/steps/load/tell-load.ts
function loaded({ options }, { rows }, { filled, added, left = [] }) {
	const { inserted, updated, unchanged, deduplicated } = filled;
	return {
		rows: {
			read: rows,
			loaded: inserted + updated,
			rejected: 0,
			filtered: 0,
			deduplicated,
			unchanged
		},
		note: `${options.table}: ${describeFilled(filled, options.mode)}${describeAdded(added)}${describeLeft(left, options.mode)}`
	};
}
function describeFilled(filled, mode) {
	const { deduplicated, marked, ended, removed } = filled;
	const more = [
		...deduplicated > 0 ? [`${number(deduplicated)} deduplicated`] : [],
		...mode !== "replace" && removed > 0 ? [`${counted(removed, "missing row")} removed`] : [],
		...marked > 0 ? [`${counted(marked, "missing row")} marked`] : [],
		...ended > 0 ? [`${counted(ended, "missing row")} ended`] : []
	];
	return [describePublished(filled, mode), ...more].join(", ");
}
function describePublished({ inserted, updated, unchanged, removed }, mode) {
	switch (mode) {
		case "append": return `${counted(inserted, "row")} added`;
		case "replace": return `${counted(inserted, "row")} in place of ${number(removed)}`;
		case "insert-missing": return `${counted(inserted, "row")} inserted, ${number(unchanged)} there already`;
		case "scd2": return `${counted(inserted, "version")} begun, ${updated > 0 ? `${number(updated)} corrected, ` : ""}${number(unchanged)} unchanged`;
		case "merge": return `${counted(inserted, "row")} inserted, ${number(updated)} changed, ${number(unchanged)} unchanged`;
		default: return unreachable(mode);
	}
}
function describeAdded(added) {
	return added.length === 0 ? "" : `; new ${columnsText(added)}`;
}
function describeLeft(left, mode) {
	if (left.length === 0) return "";
	const kept = mode === "merge" || mode === "insert-missing" ? "left as it is, " : "";
	return `; ${columnsText(left)} not in the source: ${kept}null in new rows`;
}
function columnsText(names) {
	return `${names.length === 1 ? "column" : "columns"} ${names.map((name) => `"${name}"`).join(", ")}`;
}
function alreadyLoaded({ options, log, windows = [] }, { rows, at }) {
	const more = windows.some(({ asked }) => asked === true) && options.mode !== "append" ? "; --force loads it again" : "";
	const note = `already loaded ${windows.length === 0 ? "by this run " : ""}at ${at} (${counted(rows, "row")}): "${options.table}" is left as it is${more}`;
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
function leftOut({ rows }, note) {
	return {
		rows: {
			read: rows,
			loaded: 0,
			rejected: 0,
			filtered: rows,
			deduplicated: 0,
			unchanged: 0
		},
		note
	};
}
function withNotes(outcome, notes) {
	const all = [outcome.note, ...notes].filter((note) => note !== void 0);
	return all.length === 0 ? outcome : {
		...outcome,
		note: all.join("; ")
	};
}

// src/steps/load/enter-rows.ts
async function enterRows(transaction, context, { table, words, prepared, staged, areThere, during, ledger, key, content }) {
	const { run, ports } = context;
	const { rows, columns } = staged;
	const onRows = context.checks.filter(({ of }) => of !== "result");
	requireRowsNamed(onRows, staged.name, table);
	const judged = await runChecks(onRows, staged, context);
	const at = run.at ?? `${run.date}T00:00:00.000Z`;
	const filled = areThere ? {
		...nothingPublished,
		deduplicated: 0,
		inserted: rows
	} : await fillTable(transaction, {
		table,
		words,
		at,
		prepared,
		staged,
		during
	});
	const { added, left, place } = prepared;
	const outcome = loaded(context, staged, {
		filled,
		added,
		left
	});
	requireAccounted(outcome);
	const result = await checkResult(transaction, {
		table,
		place,
		columns,
		from: staged.name
	}, context);
	await loadDialects[transaction.dialect].requireWhole(transaction);
	const now = ports.clock.now().toISOString();
	await ledger.record(key, {
		rows,
		at: now,
		content: await content,
		mode: words.mode
	});
	return withJudgement(withJudgement(outcome, judged), result);
}

// src/steps/load/windows-name.ts
const longestName = 120;
function windowsName(windows) {
	if (windows.length === 0) return void 0;
	const text = windows.map(({ source, from, to }) => `${source}: ${from}..${to}`).toSorted().join(", ");
	return text.length <= longestName ? text : `windows ${hash("sha256", text).slice(0, 40)}`;
}

// src/steps/load/ledger.ts
const ledger = { name: "_millrace_loads" };
const columns = [
	"pipeline",
	"step",
	"run",
	"target",
	"mode",
	"rows",
	"at",
	"content"
];
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
		const { rows } = await {
			sqlite: sql`select 1 from pragma_table_info(${ledger.name}) where name = ${name}`,
			postgres: sql`select 1 from pg_catalog.pg_attribute
        where attrelid = to_regclass(${regclass(ledger)}) and attname = ${name} and not attisdropped`,
			mysql: sql`select 1 from information_schema.columns
        where table_schema = database() and table_name = ${ledger.name} and column_name = ${name}`
		}[dialect].execute(db);
		return rows.length > 0;
	}
	async #create() {
		const { db, dialect } = this.#transaction;
		const text = ledgerText(dialect);
		const table = db.schema.createTable(ledger.name).addColumn("pipeline", text, (column) => column.notNull()).addColumn("step", text, (column) => column.notNull()).addColumn("run", text, (column) => column.notNull()).addColumn("target", text, (column) => column.notNull()).addColumn("mode", text, (column) => column.notNull()).addColumn("rows", dialect === "sqlite" ? "integer" : "bigint", (column) => column.notNull()).addColumn("at", text, (column) => column.notNull()).addColumn("content", text).addPrimaryKeyConstraint("_millrace_loads_key", [
			"pipeline",
			"step",
			"run",
			"target"
		]);
		await createLedger(table, dialect);
	}
	async find({ pipeline, step, run, target }) {
		const { rows } = await sql`
      select ${columnIds([
			"rows",
			"at",
			"content"
		])} from ${tableId(ledger)}
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
	async forgetTable(target) {
		const { db, dialect } = this.#transaction;
		const { rows: entered } = await sql`
      select distinct target from ${tableId(ledger)}`.execute(db);
		const all = entered.map((entry) => entry.target);
		const targets = await sameTargets(this.#transaction, target, all);
		if (targets.length === 0) return;
		const isOfTable = sql`target in (${sql.join(targets)})`;
		const { rows } = await sql`
      select pipeline, step, run, target from ${tableId(ledger)} where ${isOfTable}`.execute(db);
		if (dialect === "mysql") for (const key of rows) await this.forget(key);
		else await sql`delete from ${tableId(ledger)} where ${isOfTable}`.execute(db);
	}
	async record(key, load) {
		await sql`
      insert into ${tableId(ledger)} (${columnIds(columns)})
      values (${key.pipeline}, ${key.step}, ${key.run}, ${key.target}, ${load.mode}, ${load.rows}, ${load.at},
        ${load.content ?? null})`.execute(this.#transaction.db);
	}
};
function loadKey({ pipeline, stepId, leg, run, windows = [] }, target) {
	return {
		pipeline,
		step: leg === void 0 ? stepId : `${stepId}[${leg.key}]`,
		run: windowsName(windows) ?? run.id,
		target
	};
}

// src/steps/load/load-again.ts
function isAskedAgain({ windows = [] }) {
	return windows.some(({ again }) => again === true);
}
function isSameLoad(before, now, mode) {
	return before.content === void 0 ? mode === "append" && before.rows === now.rows : before.content === now.content;
}
async function loadAgain(ledger, context, { key, before, now }) {
	const { options, log } = context;
	const more = isAskedAgain(context) ? "" : `, and ${difference(before, now)}`;
	if (options.mode === "append") throw appendedBefore(context, before, more);
	log(`"${options.table}" is loaded again: ${who(context)} had loaded ${loadOf(before)}${more}`);
	await ledger.forget(key);
}
function appendedBefore(context, before, more = "") {
	const { options, windows = [] } = context;
	const message = `${who(context)} has appended to "${options.table}" already: ${loadOf(before)}${more}`;
	return new Failure("load/changed", message, { help: windows.length > 0 ? "Load with `mode: merge` and a `key`; or drop the table, and it is filled again from `start` on" : "Remove those rows and run the pipeline anew, or load with `mode: merge`" });
}
function who({ windows = [] }) {
	return windows.length > 0 ? "a run of this window" : "this run";
}
function loadOf({ rows, at }) {
	return `${counted(rows, "row")} at ${at}`;
}
function difference(before, now) {
	return before.rows === now.rows ? "they are not the same now" : `there are now ${number(now.rows)}`;
}

// src/steps/load/open-ledger.ts
async function openLedger(transaction, table) {
	await loadDialects[transaction.dialect].begin(transaction, table);
	const ledger = new LoadLedger(transaction);
	await ledger.prepare();
	return ledger;
}
async function forgetGone(transaction, ledger, target) {
	if (await readTarget(transaction, parseTable(target)) === void 0) await ledger.forgetTable(target);
}

// src/steps/load/prepare-table.ts
async function prepareTable(transaction, incoming, log) {
	const { table, words, dataset } = incoming;
	refuseOwnNames(incoming);
	const found = incoming.made === void 0 ? await readTarget(transaction, table) : void 0;
	const place = found === void 0 ? await make(transaction, incoming) : table;
	if (found === void 0) log(`table "${tableText(table)}" made`);
	else requireOwnColumns(transaction, table, {
		target: found,
		words
	});
	const columns = found === void 0 ? dataset.columns : columnsThere(incoming);
	const added = found === void 0 ? [] : await evolve(transaction, incoming, {
		columns,
		target: found
	});
	const target = found !== void 0 && added.length === 0 ? found : await readBack(transaction, table, place);
	const own = new Set(ownColumns(words).map(({ name }) => name));
	const left = new Set(columnsLeft(incoming, columns, {
		target,
		isSame: namesAlike(transaction)
	}));
	const open = target.filter(({ name }) => !own.has(name) && !left.has(name));
	const pairs = matchColumns(columns, open, {
		transaction,
		table,
		from: dataset.name
	});
	const names = {
		added: added.map(({ name }) => name),
		left: [...left].filter((name) => !own.has(name))
	};
	return {
		target,
		pairs,
		isNew: found === void 0,
		place,
		...names
	};
}
function columnsThere({ dataset: { columns, gone = [] }, words: { key } }) {
	return columns.filter(({ name }) => !gone.includes(name) || key.includes(name));
}
function namesAlike({ dialect }) {
	const fold = dialect === "postgres" ? (name) => name : foldName;
	return (one, other) => fold(one) === fold(other);
}
function columnsLeft({ dataset: { gone = [] }, words: { key }, evolves }, columns, { target, isSame }) {
	return target.flatMap(({ name, filled, notNull }) => {
		return !filled && !notNull && !key.includes(name) && (evolves || gone.includes(name)) && !columns.some((column) => isSame(column.name, name)) ? [name] : [];
	});
}
async function make(transaction, { table, words, dataset, made }) {
	const { ahead, adopt } = loadDialects[transaction.dialect];
	if (made !== void 0 && ahead !== void 0) return ahead.place(transaction, made, table);
	await createTarget(transaction, table, {
		columns: dataset.columns,
		words
	});
	if (made !== void 0) await adopt?.(transaction, made, table);
	return table;
}
async function evolve(transaction, { table, evolves }, { columns, target }) {
	if (!evolves) return [];
	const isSame = namesAlike(transaction);
	const added = columns.filter(({ name }) => !target.some((column) => isSame(column.name, name)));
	await addColumns(transaction, table, added);
	return added;
}
async function readBack(transaction, table, place) {
	const columns = await readTarget(transaction, place);
	if (columns !== void 0) return columns;
	throw new Failure("table/missing", `table "${tableText(table)}" was made but cannot be found`);
}
function refuseOwnNames({ words, dataset }) {
	const clash = ownColumns(words).find(({ name }) => dataset.columns.some((column) => column.name === name));
	if (clash === void 0) return;
	throw new Failure("columns/mismatch", `"${dataset.name}" has a column "${clash.name}", which \`${words.mode === "scd2" ? "mode: scd2" : "missing: mark"}\` fills by itself`, { help: words.mode === "scd2" ? "Leave it out in a transform, or name other columns with `valid-from`, `valid-to`, `current`" : "Leave it out in a transform, or name another column with `deleted-column`" });
}

// src/steps/load/say-waits.ts
const quietMs = 5e3;
function sayWaits({ log, ports }, { dialect, table }) {
	const what = dialect === "sqlite" ? "the database" : `table "${tableText(table)}"`;
	let isSaid = false;
	const say = () => {
		if (!isSaid) log(`waiting for ${what}: another load or program is at work on it`);
		isSaid = true;
	};
	return async (turn) => {
		const come = new AbortController();
		ports.clock.sleep(quietMs, come.signal).then(say, () => {});
		try {
			return await turn;
		} finally {
			come.abort();
		}
	};
}
async function beginning(database, { dataset, during }, work) {
	const begun = Promise.withResolvers();
	during(begun.promise);
	try {
		return await database.transaction(dataset, (transaction) => {
			begun.resolve(null);
			return work(transaction);
		});
	} finally {
		begun.resolve(null);
	}
}

export { openLedger as a, isSameLoad as c, loadKey as d, enterRows as f, withNotes as h, forgetGone as i, loadAgain as l, leftOut as m, sayWaits as n, appendedBefore as o, alreadyLoaded as p, prepareTable as r, isAskedAgain as s, beginning as t, LoadLedger as u };