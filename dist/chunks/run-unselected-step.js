import { Nt as nodeOf, Wt as Failure, gt as factsOf, q as idIn } from "./source-unclosed.js";

// src/run/unselected-step.ts
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
		throw new Failure("run/not-selected", `"${name}" is not selected, and no earlier run of "${plan.pipeline}" is kept that has its ${takes}`, { help: `Select what the step needs too: --select +${node.step.id}` });
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

export { unselectedSteps as i, requireEarlier as n, unselectedEnd as r, readBy as t };