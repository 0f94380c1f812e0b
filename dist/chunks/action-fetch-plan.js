import { U as Failure, f as decodeAuthored, s as readSqlFiles, y as buildGraph } from "./manifest-json-schema.js";
import { t as folded } from "./action-action.js";
import { i as planArtifact } from "./adapters-run-folder-hand-over.js";
import { t as decodePlan } from "./app-report.js";
import { join } from "node:path";
import { mkdir, readFile } from "node:fs/promises";

// src/app/arrived-plan.ts
function manifestOfPlan(plan) {
	const manifest = decodeAuthored(plan.file, plan.manifest);
	if (manifest.ok) return manifest.value;
	throw unreadable(manifest.diagnostics[0]?.message ?? "its manifest does not decode");
}
async function graphOfPlan(plan, workspace) {
	const { manifest, diagnostics } = await readSqlFiles(manifestOfPlan(plan), workspace);
	if (diagnostics[0] !== void 0) throw unreadable(diagnostics[0].message);
	const graph = buildGraph(manifest);
	if (graph.ok) return graph.value;
	throw unreadable(graph.diagnostics[0]?.message ?? "its graph does not hold");
}
function unreadable(why) {
	return new Failure("plan/unreadable", `the plan of this run cannot be read: ${why}`, { help: "Use one version of the action in all jobs of the workflow" });
}

// src/action/fetch-plan.ts
async function fetchPlan(action, folder) {
	const into = join(folder, "plan");
	await mkdir(into, { recursive: true });
	return await folded(action, "Fetch the plan", () => action.artifacts.download("millrace-plan", into)) ? decodePlan(await textOf(join(into, "plan.json"))) : void 0;
}
async function textOf(path) {
	try {
		return await readFile(path, "utf8");
	} catch (cause) {
		throw new Failure("plan/unreadable", "the artifact of the plan holds none", { cause });
	}
}

export { graphOfPlan as n, manifestOfPlan as r, fetchPlan as t };