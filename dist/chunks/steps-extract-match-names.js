import { V as Failure, z as nearest } from "./dataset-fields-print-number.js";

// src/steps/extract/match-names.ts
function sameColumns(expected, found, first, source) {
	const missing = expected.filter((name) => !found.includes(name));
	const extra = found.filter((name) => !expected.includes(name));
	if (missing.length === 0 && extra.length === 0) return;
	const differences = [...missing.length === 0 ? [] : [`it lacks ${missing.map(quote).join(", ")}`], ...extra.length === 0 ? [] : [`it has also ${extra.map(quote).join(", ")}`]];
	throw new Failure("columns/mismatch", `"${source.label}" has other columns than "${first?.label ?? ""}": ${differences.join("; ")}`, { help: "Extract files of different shapes in steps of their own, and join them in a transform" });
}
function locateColumns(columns, names, source) {
	const missing = columns.filter(({ name }) => !names.includes(name));
	if (missing.length === 0) return columns.map(({ name }) => names.indexOf(name));
	throw new Failure("columns/mismatch", `"${source.label}" has no column ${missing.map(({ name }) => quote(name)).join(", ")}; it has ${names.map(quote).join(", ")}`, { help: suggestion(missing, names) });
}
function suggestion(missing, names) {
	const [name = ""] = missing.map((column) => column.name);
	const close = nearest(name, names);
	return close === void 0 ? "Correct \"columns\", or the source" : `Did you mean "${close}"?`;
}
function quote(name) {
	return JSON.stringify(name);
}

export { sameColumns as n, locateColumns as t };