import { i as hashOf, n as cacheKey, r as groupHashes } from "./cache-hash-file.js";
import { i as inputsOfUse, n as decide, t as stepKey } from "./run-cached-step-key.js";
import { At as openLegs, ht as factsOf, kt as staticAxes, s as namesOfGraph, zt as nodeOf } from "./manifest-json-schema.js";
import { n as runEnvironment, u as runContext } from "./run-step-environment.js";
import { n as tried } from "./run-attempts-attempt.js";
import { M as counted } from "./dataset-fields-print-number.js";
import { t as createMask } from "./text-mask.js";

// src/app/forecast-legs.ts
const mostLegs = 256;
async function forecastLegs(legs, forecast) {
	const { count } = legs;
	if (count > mostLegs) return {
		decision: "deferred",
		reason: `${counted(count, "leg")} are too many to look up before the run`
	};
	const reasons = /* @__PURE__ */ new Map();
	let reused = 0;
	for (let number = 0; number < count; number += 1) {
		const { decision, reason } = await forecast(legs.at(number));
		if (decision === "deferred") return {
			decision,
			reason
		};
		if (decision === "reuse") reused += 1;
		else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
	}
	if (reused === count) return {
		decision: "reuse",
		reason: `nothing changed for ${counted(count, "leg")}`
	};
	const [first = "", ...others] = reasons.keys();
	return {
		decision: "run",
		reason: `${others.length === 0 ? first : `${first}, and ${counted(others.length, "other reason")}`}; ${reused} of ${counted(count, "leg")} are in the cache`
	};
}

// src/app/forecast-cache.ts
function forecastBy(source) {
	const { lookup, env, github, ...others } = source;
	return (graph, plan) => {
		const names = namesOfGraph(graph);
		const valuesOf = (all) => Object.fromEntries(all.map((name) => [name, lookup(name) ?? ""]));
		const environment = {
			secrets: valuesOf(names.secrets),
			vars: valuesOf(names.vars),
			env,
			github
		};
		const mask = createMask(Object.values(environment.secrets));
		return forecastCache(graph, plan, {
			...others,
			environment,
			mask
		});
	};
}
async function forecastCache(graph, plan, facts) {
	if (!graph.order.some((id) => nodeOf(graph, id).step.cache !== void 0)) return plan;
	const reused = /* @__PURE__ */ new Map();
	const forecasts = /* @__PURE__ */ new Map();
	const planned = new Map(plan.steps.map((step) => [step.id, step]));
	for (const id of graph.order) {
		const node = nodeOf(graph, id);
		const { cache, kind } = node.step;
		if (cache === void 0 || kind === "uses") continue;
		if (planned.get(id)?.unselected === true) continue;
		const { head, ...forecast } = await forecastStep(node, plan, {
			...facts,
			graph,
			reused
		});
		forecasts.set(id, forecast);
		if (head !== void 0) reused.set(id, head);
	}
	const steps = plan.steps.map((step) => {
		const cache = forecasts.get(step.id);
		return cache === void 0 ? step : {
			...step,
			cache
		};
	});
	return {
		...plan,
		steps
	};
}
async function forecastStep(node, plan, around) {
	const { strategy } = node.step;
	const inputs = inputsIn(node.scope, plan, around);
	if (inputs === void 0) return deferred("the inputs of its pipeline are not known before the run");
	const known = {
		...plan,
		inputs
	};
	if (strategy === void 0) return forecastOne(node, known, around);
	const axes = staticAxes(strategy.matrix);
	if (axes === void 0) return deferred("each leg has an entry of its own");
	return forecastLegs(openLegs(axes), (values) => forecastOne(node, known, around, values));
}
function inputsIn(scope, plan, around) {
	if (scope.within === void 0) return plan.inputs;
	const outer = inputsIn(scope.within, plan, around);
	const use = nodeOf(around.graph, scope.id);
	if (outer === void 0 || /\b(?:needs|env|matrix)\b/i.test(JSON.stringify(use.step.with))) return void 0;
	const contexts = contextsOf(use, {
		...plan,
		inputs: outer
	}, around);
	const made = tried(() => inputsOfUse(use.step, scope.manifest, contexts));
	return made.ended === "done" ? made.value : void 0;
}
async function forecastOne(node, plan, around, leg) {
	const { step } = node;
	const { graph } = around;
	const slot = {
		pipeline: plan.pipeline,
		step: step.id,
		...leg === void 0 ? {} : { leg: hashOf(leg) }
	};
	const inputs = [...node.datasets].filter(([, maker]) => factsOf(nodeOf(graph, maker).step).makesDataset).map(([name, maker]) => ({
		name,
		hash: around.reused.get(maker)?.dataset
	}));
	const made = await keyParts(node, plan, {
		...around,
		inputs,
		leg
	});
	if (made === void 0) return deferred("what it is made of cannot be known before the run");
	const unknown = inputs.filter(({ hash }) => hash === void 0).map(({ name }) => name);
	const { trouble, ...known } = await around.store.look(slot, cacheKey(made));
	if (trouble !== void 0) return deferred(`the cache cannot be read: ${trouble}`);
	const unsure = unsureOf(node, made, {
		unknown,
		reused: around.reused
	});
	if (unsure !== void 0 && known.newest !== void 0) return mayBeSame(made, known.newest) ? deferred(unsure) : changed(made, known.newest, around.now);
	const limits = {
		now: around.now,
		maxAgeMs: step.cache?.maxAgeMs
	};
	return decide(cacheKey(made), known, limits);
}
function deferred(reason) {
	return {
		decision: "deferred",
		reason
	};
}
function unsureOf({ seen }, parts, { unknown, reused }) {
	if (unknown.length > 0) return `${unknown.map((name) => `\`${name}\``).join(", ")} ${unknown.length === 1 ? "is" : "are"} not known before the run`;
	const asks = parts.some(({ group, name }) => group === "values" && /\bneeds\b/.test(name));
	const open = [...seen].filter(([, need]) => reused.get(need)?.outputs === void 0);
	return asks && open.length > 0 ? `what ${open.map(([name]) => `\`${name}\``).join(", ")} puts out is not known before the run` : void 0;
}
function mayBeSame(parts, head) {
	const [now, was] = [certain(parts), head.parts === void 0 ? void 0 : certain(head.parts)];
	if (was !== void 0) return cacheKey(now).hash === cacheKey(was).hash;
	const groups = groupHashes({ parts });
	return [
		"definition",
		"code",
		"files"
	].every((group) => groups[group] === head.groups[group]);
}
function changed(parts, head, now) {
	const was = head.parts === void 0 ? head : {
		...head,
		parts: certain(head.parts)
	};
	return decide(cacheKey(certain(parts)), { newest: was }, {
		now,
		maxAgeMs: void 0
	});
}
function certain(parts) {
	return parts.filter(({ group, name }) => group !== "data" && !(group === "values" && /\bneeds\b/.test(name)));
}
async function keyParts(node, plan, around) {
	const { environment, workspace, mask, inputs } = around;
	const datasets = inputs.flatMap(({ name, hash }) => hash === void 0 ? [] : [[name, hash]]);
	const run = {
		...plan.run,
		pipeline: plan.pipeline,
		step: node.step.id,
		attempt: 1
	};
	return (await stepKey({
		step: node.step,
		manifest: node.scope.manifest,
		contexts: {
			...contextsOf(node, plan, around),
			matrix: around.leg ?? {}
		},
		datasets: Object.fromEntries(datasets),
		env: {
			...environment.env,
			...runEnvironment(run)
		},
		workspace,
		mask
	}).catch(() => void 0))?.parts;
}
function contextsOf({ seen }, plan, { environment, reused }) {
	const needs = [...seen].map(([name, id]) => {
		return [name, {
			result: "success",
			outputs: reused.get(id)?.outputs ?? {}
		}];
	});
	return {
		inputs: plan.inputs,
		env: {},
		vars: environment.vars,
		secrets: environment.secrets,
		needs: Object.fromEntries(needs),
		run: runContext(plan),
		github: environment.github,
		matrix: {}
	};
}

export { forecastBy as t };