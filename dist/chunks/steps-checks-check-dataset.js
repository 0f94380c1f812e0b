import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { n as openDatasetFile, t as createDatasetFile } from "./dataset-dataset-file.js";
import { n as writeReject, t as rejectColumns } from "./dataset-rejects.js";
import { u as sql } from "./vendor/kysely.js";
import { F as number, M as counted, V as Failure } from "./dataset-fields-print-number.js";
import { r as tableId } from "./steps-sql-identifier.js";
import { t as rowNumber } from "./steps-sql-row-number.js";
import { D as pointsAtRows } from "./manifest-json-schema.js";
import { t as fieldValue } from "./dataset-read-rows.js";
import { d as withReferred, h as requireFitting, o as rowFault, t as runChecks, u as referredTable, v as requireColumns } from "./steps-checks-run-checks.js";
import { join } from "node:path";
import { existsSync } from "node:fs";

// src/steps/checks/add-rejects.ts
var AddedRejects = class {
	#path;
	#file;
	constructor(path) {
		this.#path = path;
	}
	add(source, reject) {
		this.#file ??= withEarlier(this.#path);
		writeReject(this.#file, source, reject);
	}
	finish() {
		this.#file ??= withEarlier(this.#path);
		return this.#file.finish();
	}
	[Symbol.dispose]() {
		this.#file?.discard();
	}
};
function addRejects(path) {
	return new AddedRejects(path);
}
function withEarlier(path) {
	const file = createDatasetFile(path, {
		table: "rejects",
		columns: rejectColumns
	});
	if (!existsSync(path)) return file;
	using earlier = openDatasetFile(path);
	const cursor = new DatasetCursor(earlier);
	while (cursor.next()) {
		const { bytes, at, size } = cursor.record;
		file.writeRecord(bytes.subarray(at, at + size), size);
	}
	return file;
}

// src/dataset/without-rows.ts
async function withoutRows(dataset, path, leavesOut) {
	using from = openDatasetFile(dataset.path, dataset.tableName ?? dataset.name);
	using file = createDatasetFile(path, {
		table: from.name,
		columns: dataset.columns
	});
	const cursor = new DatasetCursor(from);
	while (cursor.next()) {
		const answer = leavesOut(cursor.rowid, cursor);
		if (typeof answer === "boolean" ? answer : await answer) continue;
		const { bytes, at, size } = cursor.record;
		file.writeRecord(bytes.subarray(at, at + size), size);
	}
	const { rows } = file.finish();
	return {
		...dataset,
		path,
		rows
	};
}

// src/steps/checks/reject-of.ts
function rejectOf(rules, cursor, { columns }) {
	const fields = new Map(columns.map((column, index) => [column.name, fieldOf(cursor, column, index)]));
	const valuesOf = (rule) => columnsOf(rule).map((name) => fields.get(name)?.text ?? "NULL");
	const members = [...fields].map(([name, { json }]) => `${JSON.stringify(name)}:${json}`);
	return {
		line: null,
		column: rules.map((rule) => columnsOf(rule).join(", ")).join("; "),
		rule: rules.map(({ rule }) => `check ${rule}`).join("; "),
		value: rules.map((rule) => valuesOf(rule).join(", ")).join("; "),
		raw: `{${members.join(",")}}`
	};
}
function columnsOf(rule) {
	return "columns" in rule ? rule.columns : [rule.column];
}
function fieldOf(cursor, column, index) {
	if (cursor.isNull(index)) return {
		text: "NULL",
		json: "null"
	};
	const value = column.type === "json" ? cursor.text(index) : fieldValue(cursor, column, index);
	const text = typeof value === "object" ? JSON.stringify(value) : String(value);
	if (column.type === "json") return {
		text,
		json: text
	};
	return {
		text,
		json: JSON.stringify(typeof value === "bigint" ? text : value)
	};
}

// src/steps/checks/quarantine.ts
const faults = "millrace_faults";
const pageSize = 1e4;
async function quarantine(dataset, checks, { checked, context, path, onReject }) {
	const { db } = checked.transaction;
	const rules = checks.filter(pointsAtRows);
	await sql`create temporary table ${sql.id(faults)} (row integer not null, rule integer not null, primary key (row, rule)) without rowid`.execute(db);
	const notes = [];
	for (const [index, rule] of rules.entries()) {
		const found = await markFaults(rule, index, {
			checked,
			context
		});
		if (found > 0) notes.push(`${labelOf(rule)}: ${counted(found, "row")} put aside`);
		else context.log(`check ${labelOf(rule)}: kept`);
		requireWithin(rule, found, checked);
	}
	for (const note of notes) context.log(`check ${note}`, "stderr");
	const rejected = notes.length === 0 ? 0 : await countFaulty(checked);
	if (rejected === 0) return {
		dataset,
		rejected,
		notes
	};
	if (rejected === dataset.rows) throw allGone(dataset, notes);
	const next = faultsInOrder(checked);
	let fault = await next();
	return {
		dataset: await withoutRows(dataset, path, async (rowid, cursor) => {
			if (fault?.row !== rowid) return false;
			const broken = [];
			for (; fault?.row === rowid; fault = await next()) broken.push(...rules.slice(fault.rule, fault.rule + 1));
			onReject(rejectOf(broken, cursor, dataset));
			return true;
		}),
		rejected,
		notes
	};
}
async function markFaults(rule, index, { checked, context }) {
	requireColumns(rule, checked);
	await requireFitting(rule, checked);
	const referred = rule.rule === "references" ? referredTable(rule, checked, context) : void 0;
	const { numAffectedRows } = await sql`
    insert into ${sql.id(faults)} select ${rowNumber(checked.columns)}, ${sql.lit(index)} from ${tableId(checked.table)}
    where ${rowFault(rule, checked, referred)}`.execute(checked.transaction.db);
	return Number(numAffectedRows);
}
async function countFaulty({ transaction: { db } }) {
	const { rows } = await sql`
    select count(distinct row) as found from ${sql.id(faults)}`.execute(db);
	return Number(rows[0]?.found);
}
function requireWithin(rule, found, { rows, name }) {
	const { atMost } = rule;
	if (atMost === void 0) return;
	const most = "rows" in atMost ? atMost.rows : Math.floor(atMost.share * rows);
	if (found <= most) return;
	throw new Failure("rows/rejected", `check ${labelOf(rule)}: ${number(found)} of the ${number(rows)} rows of "${name}" break the rule, at most ${number(most)} may be put aside`, { help: "Mend the source or the rule, or bear more with `severity: { quarantine: { max: … } }`" });
}
function allGone({ name, rows }, notes) {
	return new Failure("rows/rejected", `every one of the ${counted(rows, "row")} of "${name}" breaks a rule, so none is left:\n${notes.map((note) => `- ${note}`).join("\n")}`, { help: "Mend the source or the rule" });
}
function faultsInOrder({ transaction: { db } }) {
	let page = [];
	let at = 0;
	let last = {
		row: 0,
		rule: 0
	};
	return async () => {
		if (at === page.length) {
			const { rows } = await sql`
        select row, rule from ${sql.id(faults)} where (row, rule) > (${last.row}, ${last.rule})
        order by row, rule limit ${sql.lit(pageSize)}`.execute(db);
			page = rows;
			at = 0;
		}
		const fault = page[at++];
		if (fault !== void 0) last = fault;
		return fault;
	};
}
function labelOf(rule) {
	return `${rule.rule} [${columnsOf(rule).join(", ")}]`;
}

// src/steps/checks/check-dataset.ts
async function checkDataset(dataset, checks, context) {
	if (checks.length === 0) return untouched(dataset);
	const aside = checks.filter(({ severity }) => severity === "quarantine");
	const others = checks.filter(({ severity }) => severity !== "quarantine");
	const judgeOthers = (checked) => runChecks(others, checked, context);
	const first = await withRows(dataset, checks, context, async (checked) => {
		const kept = await putAside(dataset, aside, {
			checked,
			context
		});
		return kept.rejected > 0 ? kept : {
			...kept,
			...await judgeOthers(checked)
		};
	});
	if (first.rejected === 0 || others.length === 0) return first;
	return {
		...first,
		...await withRows(first.dataset, others, context, judgeOthers)
	};
}
function untouched(dataset) {
	return {
		dataset,
		rejected: 0,
		notes: [],
		warnings: [],
		measured: {}
	};
}
async function putAside(dataset, checks, { checked, context }) {
	if (checks.length === 0) return untouched(dataset);
	using rejects = addRejects(context.rejectsPath);
	const path = join(context.scratch, "kept.sqlite");
	const onReject = (reject) => rejects.add(dataset.name, reject);
	const aside = await quarantine(dataset, checks, {
		checked,
		context,
		path,
		onReject
	});
	return {
		...untouched(dataset),
		...aside,
		...aside.rejected === 0 ? {} : { rejects: rejects.finish() }
	};
}
async function withRows(dataset, checks, context, work) {
	const { name, columns, rows } = dataset;
	const { ports, workspace, signal, mask } = context;
	await using database = await ports.databases.open({ url: "sqlite::memory:" }, workspace, signal);
	return await database.transaction(dataset, async (transaction) => {
		const table = await transaction.stage(() => {});
		return work(await withReferred(checks, {
			transaction,
			table,
			name,
			columns,
			rows,
			mask
		}, context));
	});
}

export { checkDataset as t };