import { K as buildGraph, Wt as Failure, d as readSqlFiles, f as decodeAuthored } from "./source-unclosed.js";

// src/app/arrived-plan.ts
function manifestOfPlan(plan) {
	return decoded(plan.file, plan.manifest);
}
function decoded(file, authored) {
	const manifest = decodeAuthored(file, authored);
	if (manifest.ok) return manifest.value;
	throw unreadable(manifest.diagnostics[0]?.message ?? `the manifest ${file} does not decode`);
}
async function graphOfPlan(plan, workspace) {
	const manifest = await withSql(manifestOfPlan(plan), workspace);
	const used = /* @__PURE__ */ new Map();
	for (const [file, authored] of Object.entries(plan.used ?? {})) used.set(file, await withSql(decoded(file, authored), workspace));
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

export { manifestOfPlan as n, graphOfPlan as t };