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

// src/library/rows.ts
function* readBatches(path) {
	using file = openDatasetFile(path);
	yield* readRows$1(file);
}
function readRows(path) {
	return [...readBatches(path)].flat();
}

export { readRows as n, ManifestError as r, readBatches as t };