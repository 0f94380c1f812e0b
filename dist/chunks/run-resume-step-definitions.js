import { V as Failure } from "./dataset-fields-print-number.js";
import { G as idIn, ht as factsOf, qt as parseJson, zt as nodeOf } from "./manifest-json-schema.js";
import { S as string, _ as literal, b as record, y as object } from "./vendor/zod.js";
import { c as moduleFiles, l as scriptFiles, s as isCode } from "./run-step-environment.js";
import { i as hashOf, t as hashFile } from "./cache-hash-file.js";
import { resolve } from "node:path";

// src/run/verdict/unselected-step.ts
function unselectedSteps(plan) {
	return new Set(plan.steps.flatMap(({ id, unselected }) => unselected === true ? [id] : []));
}
function unselectedEnd(earlier = {
	rows: null,
	outputs: {}
}) {
	return {
		result: "skipped",
		reason: "not selected",
		unselected: true,
		attempts: 0,
		durationMs: 0,
		...earlier
	};
}
function* readBy(node) {
	for (const [name, maker] of node.datasets) if (readsRows(node, name)) yield {
		name,
		maker,
		takes: "rows"
	};
	const { options, env, strategy, with: given, if: condition, late } = node.step;
	let text;
	for (const [name, maker] of node.seen) {
		text ??= JSON.stringify([
			options,
			env,
			strategy,
			given,
			condition,
			late?.values
		]);
		if (namesOutputs(text, name)) yield {
			name,
			maker,
			takes: "outputs"
		};
	}
	if (node.ends !== void 0) yield* readAtEnd(node.ends);
}
function* readAtEnd(scope) {
	const text = JSON.stringify(scope.manifest.outputs);
	for (const { id } of scope.manifest.steps) if (namesOutputs(text, id)) yield {
		name: id,
		maker: idIn(scope, id),
		takes: "outputs"
	};
}
function requireEarlier({ graph, plan }, node, finished) {
	if (plan.select === void 0) return;
	for (const { name, maker, takes } of readBy(node)) {
		const end = finished.get(maker);
		const made = nodeOf(graph, maker);
		if (made.ends !== void 0 && end?.unselected !== true) requireEarlier({
			graph,
			plan
		}, made, finished);
		if (end?.unselected !== true || end.note !== void 0) continue;
		if (takes === "rows" && !factsOf(made.step).makesDataset) continue;
		throw new Failure("run/not-selected", `"${name}" is not selected, and no earlier run of "${plan.pipeline}" is kept that has its ${takes}`, { help: `Select what the step needs too: \`--select +${node.step.id}\`` });
	}
}
function readsRows(node, name) {
	const { step } = node;
	if (factsOf(step).from === name) return true;
	if (step.strategy?.matrix.kind === "rows" && step.strategy.matrix.from === name) return true;
	if (step.kind === "run") return step.options.input !== void 0;
	if (step.kind !== "transform") return false;
	if ("module" in step.options) return step.options.from === void 0;
	return asWord(name).test(step.options.sql);
}
function namesOutputs(text, name) {
	if (!text.includes("needs")) return false;
	return /needs\s*(?:\.\s*\*|\[)/.test(text) || new RegExp(`needs\\s*\\.\\s*${name}\\b(?!-)\\s*\\.\\s*(?:outputs|\\*)`, "i").test(text);
}
function asWord(name) {
	return new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "i");
}

// src/run/resume/step-definitions.ts
const definitionsFile = "definitions.json";
const stored = object({
	schema: literal(1),
	steps: record(string(), string())
});
async function definitionsOf(graph, workspace) {
	const hashes = /* @__PURE__ */ new Map();
	return definitionsIn(graph, workspace, (path) => {
		const known = hashes.get(path) ?? hashFile(path);
		hashes.set(path, known);
		return known;
	});
}
async function definitionsIn(graph, workspace, contentOf) {
	const definitions = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const code = [];
		for (const file of codeOf(node, workspace)) code.push(await contentOf(file));
		const inner = node.inner && await definitionsIn(node.inner, workspace, contentOf);
		const used = node.inner?.manifest ?? node.ends?.manifest;
		definitions.set(id, hashOf([
			written(node),
			code,
			used === void 0 ? null : head(used),
			[...inner ?? []]
		]));
	}
	return definitions;
}
function head({ inputs, outputs, datasets }) {
	return [
		inputs,
		outputs,
		datasets
	];
}
function encodeDefinitions(definitions) {
	return `${JSON.stringify({
		schema: 1,
		steps: Object.fromEntries(definitions)
	})}\n`;
}
function decodeDefinitions(text) {
	const decoded = stored.safeParse(parseJson(text ?? ""));
	return new Map(decoded.success ? Object.entries(decoded.data.steps) : []);
}
function written({ step, needs, scope }) {
	const { kind, options, env, checks, if: condition, with: given, strategy, teardown, late } = step;
	const { connection } = factsOf(step);
	return [
		kind,
		options,
		env,
		checks,
		condition ?? null,
		given,
		strategy?.matrix ?? null,
		late?.values ?? null,
		teardown ?? null,
		needs,
		scope.manifest.env,
		connection === void 0 ? null : scope.manifest.connections[connection.name] ?? null
	];
}
function codeOf({ step: { options } }, workspace) {
	if ("module" in options) return moduleFiles(resolve(workspace, options.module), workspace);
	if (!("script" in options)) return [];
	const folder = resolve(workspace, options.workingDirectory ?? ".");
	return scriptFiles(options, folder, workspace).filter(isCode);
}

export { readBy as a, unselectedSteps as c, encodeDefinitions as i, definitionsFile as n, requireEarlier as o, definitionsOf as r, unselectedEnd as s, decodeDefinitions as t };