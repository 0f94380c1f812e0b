import { nn as Failure } from "./source-unclosed.js";
import { n as boundQuery, r as locateInDatabase, t as openConnection } from "./steps-sql-open-connection.js";
import { a as underContract, i as withoutForbidden, n as requireAllowedEmpty, r as openBatchWriter, s as RejectLog, t as readDataset } from "./steps-extract-read-dataset.js";
import { t as widerColumn } from "./dataset-wider-column.js";
import { n as extractWindow, t as gather } from "./steps-extract-gather.js";

// src/steps/extract/contract/agreed-with-database.ts
function agreedWithDatabase(columns, context) {
	const { columns: declared, contract } = context.options;
	const baseline = declared ?? context.before?.columns;
	if (contract === void 0 || baseline === void 0) {
		if (contract !== void 0) context.log(`contract ${contract}: there is no earlier run to hold the columns against`);
		return {
			columns: declared ?? columns,
			forbidden: []
		};
	}
	const found = {
		columns,
		misfits: misfitsOf(baseline, columns),
		proofs: [],
		evidence: [],
		rows: 0,
		notes: []
	};
	return underContract(contract, {
		baseline,
		found,
		context
	});
}
function misfitsOf(baseline, columns) {
	return new Map(columns.flatMap((now) => {
		const was = baseline.find(({ name }) => name === now.name);
		if (was === void 0 || was.type === "text") return [];
		return widerColumn(was, now)?.type === was.type ? [] : [[now.name, `the database says ${now.type}`]];
	}));
}

// src/steps/extract/extract-by-sql.ts
const unknownBytes = Number.MAX_SAFE_INTEGER;
async function extractBySql(context, rejectedCursors) {
	const { in: name = "", rejects: limit } = context.options;
	await using database = await openConnection(context, name);
	const selection = await select(database, context);
	const wanted = agreedWithDatabase(selection.columns, context);
	const { columns, forbidden, note } = wanted;
	const place = {
		path: context.datasetPath,
		table: context.stepId,
		columns
	};
	await using writer = openBatchWriter(place, unknownBytes);
	using rejects = new RejectLog(context.rejectsPath, context.mask);
	const names = selection.columns.map((column) => column.name);
	const from = places(columns, names, { mayLack: wanted.mayLack === true });
	const cursor = from[columns.findIndex((column) => column.name === context.options.incremental?.cursor)] ?? -1;
	const onReject = (reject) => rejects.add(name, reject);
	let read = 0;
	for await (const each of told(selection.batches, database, context)) {
		const batch = numbered(each, read);
		read += batch.rows;
		const hear = rejectedCursors?.over(batch, cursor, onReject) ?? onReject;
		const never = forbidden.flatMap((column) => names.includes(column) ? [{
			name: column,
			at: names.indexOf(column)
		}] : []);
		const taken = withoutForbidden(batch, never, (reject) => writer.inTurn(() => hear(reject)));
		await writer.write(taken, from, hear);
		context.progress({ rows: read - rejects.rows });
	}
	if (read === 0) requireAllowedEmpty(context, [{ label: `the query in "${name}"` }]);
	await writer.judged();
	const rejected = rejects.finish();
	rejects.requireWithin(limit, read);
	const dataset = await writer.finish();
	return {
		dataset,
		...note === void 0 ? {} : { note },
		...rejected === void 0 ? {} : { rejects: rejected },
		rows: {
			read,
			loaded: dataset.rows,
			rejected: rejects.rows,
			filtered: 0,
			deduplicated: 0,
			unchanged: 0
		}
	};
}
async function select(database, context) {
	const text = context.options.sql ?? "";
	try {
		return await database.select(boundQuery(text, database.dialect, context.bind));
	} catch (error) {
		throw await locateInDatabase(error, {
			text,
			dialect: database.dialect
		}, context.placeOfSql);
	}
}
async function* told(batches, { dialect }, { options, placeOfSql }) {
	try {
		yield* batches;
	} catch (error) {
		throw await locateInDatabase(error, {
			text: options.sql ?? "",
			dialect
		}, placeOfSql);
	}
}
function numbered(batch, before) {
	return {
		...batch,
		line: Int32Array.from({ length: batch.rows }, (_, row) => before + row + 1)
	};
}
function places(columns, names, { mayLack }) {
	const missing = columns.filter(({ name }) => !names.includes(name));
	if (missing.length > 0 && !mayLack) throw new Failure("columns/missing", `the query answers no column ${missing.map(({ name }) => `"${name}"`).join(", ")}`, { help: `Its columns are ${names.join(", ")}; select it, or take it out of \`columns\`` });
	return columns.map(({ name }) => names.indexOf(name));
}

// src/steps/extract/step.ts
async function extract(context) {
	const { window } = context;
	if (window !== void 0) return extractWindow(window, context, (rejected) => read(context, rejected));
	return (await read(context)).outcome;
}
async function read(context, rejected) {
	if (context.options.format === "sql") return { outcome: await extractBySql(context, rejected) };
	const { spooled, sentAt, marks, unchanged } = await gather(context);
	const known = {
		...marks === void 0 ? {} : { sources: marks },
		...unchanged === void 0 ? {} : { unchanged }
	};
	if (unchanged === true && context.before?.kept === true) return { outcome: known };
	return {
		outcome: {
			...await readDataset(spooled, context, rejected),
			...known
		},
		sentAt
	};
}

export { extract };