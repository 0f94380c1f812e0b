import { V as Failure } from "./dataset-fields-print-number.js";
import { n as sameColumns } from "./steps-extract-match-names.js";
import { r as openParquetFile, t as parquetColumns } from "./steps-extract-parquet-parquet-columns.js";

// src/steps/extract/parquet/infer-parquet.ts
async function inferParquet(sources) {
	const [first] = sources;
	let columns = [];
	for (const source of sources) {
		const found = await columnsOf(source);
		if (source === first) columns = found;
		else {
			const names = found.map(({ name }) => name);
			sameColumns(columns.map(({ name }) => name), names, first, source);
			columns = columns.map((column) => merged(column, found, {
				first,
				source
			}));
		}
	}
	return columns;
}
async function columnsOf(source) {
	await using file = await openParquetFile(source);
	return (await parquetColumns(file)).map(({ column }) => column);
}
function merged(column, found, { first, source }) {
	const other = found.find(({ name }) => name === column.name) ?? column;
	if (describe(column) === describe(other)) {
		const { notNull = false, ...rest } = column;
		return notNull && other.notNull === true ? column : rest;
	}
	throw new Failure("columns/mismatch", `"${column.name}" is ${describe(column)} in "${first?.label ?? ""}" and ${describe(other)} in "${source.label}"`, { help: "Declare \"columns\" with the type that it is to have" });
}
function describe({ type, precision, scale, zoned }) {
	if (type === "decimal") return `decimal(${precision},${scale})`;
	if (type === "timestamp") return `timestamp ${zoned === true ? "with" : "without"} zone, ${scale} digits of fraction`;
	return type;
}

export { inferParquet };