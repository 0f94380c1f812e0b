import { Ct as nearest, Dt as fitInput, Et as wantedOf, Mt as Usage, Ot as parseInput, Tt as shownValue, ft as factsOf, jt as Failure, wt as remedyFor, xt as nodeOf } from "./manifest-json-schema.js";

// src/plan/inputs.ts
function resolveInputs(manifest, given, typed = {}) {
	for (const name of Object.keys({
		...typed,
		...given
	})) {
		if (Object.hasOwn(manifest.inputs, name)) continue;
		throw unknownInput(manifest, name);
	}
	const values = {};
	for (const [name, input] of Object.entries(manifest.inputs)) {
		const value = valueOf(name, input, given[name], Object.hasOwn(typed, name) ? typed[name] : input.default);
		if (value !== void 0) values[name] = value;
		else if (input.required) throw new Usage(`input "${name}" is required`, `give it with --input ${name}=…`);
		else if (input.type === "text") values[name] = "";
		else if (input.type === "list") values[name] = [];
	}
	return values;
}
function valueOf(name, input, given, otherwise) {
	if (given === "") return void 0;
	const raw = given ?? otherwise;
	if (raw === void 0 || raw === "") return void 0;
	const isText = typeof given === "string";
	const value = isText ? parseInput(input, given) : fitInput(input, raw);
	if (value !== void 0) return value;
	const shown = typeof raw === "string" ? `"${raw}"` : shownValue(raw);
	throw new Usage(`input "${name}" must be ${wantedOf(input, raw)}, not ${shown}`, isText && input.type === "text" ? void 0 : remedyFor(input, raw, isText ? "text" : "yaml"));
}
function unknownInput(manifest, name) {
	const names = Object.keys(manifest.inputs);
	const near = nearest(name, names);
	const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
	return new Usage(`"${name}" is not an input of pipeline "${manifest.id}"; ${known}`, near === void 0 ? void 0 : `did you mean "${near}"?`);
}

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
}
function requireEarlier({ graph, plan }, node, finished) {
	if (plan.select === void 0) return;
	for (const { name, maker, takes } of readBy(node)) {
		const end = finished.get(maker);
		if (end?.unselected !== true || end.note !== void 0) continue;
		if (takes === "rows" && !factsOf(nodeOf(graph, maker).step).makesDataset) continue;
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

export { resolveInputs as a, unselectedSteps as i, requireEarlier as n, unselectedEnd as r, readBy as t };