import { H as Usage, z as nearest } from "./dataset-fields-print-number.js";
import { S as string, b as record$1, d as boolean, f as custom, h as int, l as _instanceof, p as date$2, t as date$1, w as unknown$1 } from "./vendor/zod.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as readRows$1 } from "./dataset-read-rows.js";

// src/library/manifest-error.ts
var ManifestError = class extends Error {
	diagnostics;
	constructor(diagnostics) {
		const lines = diagnostics.map(({ file, line, column, message, code }) => `${file}:${line}:${column} ${message} [${code}]`);
		super(`the manifest has mistakes:\n${lines.join("\n")}`);
		this.name = "ManifestError";
		this.diagnostics = diagnostics;
	}
};

// src/library/check-options.ts
const record = record$1(string(), unknown$1());
const date = date$1("must be a date of the calendar like 2026-03-29");
const planShape = {
	workspace: string(),
	inputs: record,
	now: date$2(),
	date,
	select: string()
};
const runShape = {
	...planShape,
	env: record$1(string(), string().optional()),
	folder: string(),
	concurrency: int().min(1),
	cache: boolean(),
	signal: _instanceof(AbortSignal),
	onEvent: custom((value) => typeof value === "function", "must be a function")
};
function checkOptions(options, shape) {
	for (const [name, value] of Object.entries(options)) {
		const schema = Object.hasOwn(shape, name) ? shape[name] : void 0;
		if (schema === void 0) throw unknown(name, Object.keys(shape));
		const [issue] = value === void 0 ? [] : schema.safeParse(value).error?.issues ?? [];
		if (issue === void 0) continue;
		const where = [name, ...issue.path].join(".");
		throw new Usage(`option "${where}": ${issue.message}`);
	}
}
function unknown(name, known) {
	const near = nearest(name, known);
	const hint = near === void 0 ? `there are ${known.join(", ")}` : `did you mean "${near}"?`;
	return new Usage(`"${name}" is not an option`, hint);
}

// src/library/rows.ts
function* readBatches(path) {
	using file = openDatasetFile(path);
	yield* readRows$1(file);
}
function readRows(path) {
	return [...readBatches(path)].flat();
}

export { runShape as a, planShape as i, readRows as n, ManifestError as o, checkOptions as r, readBatches as t };