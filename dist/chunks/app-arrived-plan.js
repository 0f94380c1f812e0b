import { V as Failure } from "./dataset-fields-print-number.js";
import { U as buildGraph, d as decodeAuthored, u as readSqlFiles } from "./manifest-json-schema.js";

// src/app/arrived-plan.ts
function manifestOfPlan(plan) {
	return decoded(plan.file, plan.manifest);
}
function decoded(file, authored) {
	const manifest = decodeAuthored(file, authored);
	if (manifest.ok) return manifest.value;
	throw unreadable(manifest.diagnostics[0]?.message ?? `the manifest ${file} does not decode`);
}
function outlineOfPlan(plan) {
	return graphFrom(manifestOfPlan(plan), usedBy(plan));
}
async function graphOfPlan(plan, workspace) {
	const used = /* @__PURE__ */ new Map();
	for (const [file, manifest] of usedBy(plan)) used.set(file, await withSql(manifest, workspace));
	return graphFrom(await withSql(manifestOfPlan(plan), workspace), used);
}
function usedBy({ used = {} }) {
	return new Map(Object.entries(used).map(([file, authored]) => [file, decoded(file, authored)]));
}
function graphFrom(manifest, used) {
	const graph = buildGraph(manifest, used);
	if (graph.ok) return graph.value;
	throw unreadable(graph.diagnostics[0]?.message ?? "its graph does not hold");
}
async function withSql(written, workspace) {
	const { manifest, diagnostics } = await readSqlFiles(written, workspace);
	if (diagnostics[0] !== void 0) throw unreadable(diagnostics[0].message);
	return manifest;
}
function unreadable(why) {
	return new Failure("plan/unreadable", `the plan of this run cannot be read: ${why}`, { help: "Use one version of the action in all jobs of the workflow" });
}

export { manifestOfPlan as n, outlineOfPlan as r, graphOfPlan as t };