import { a as resolveInputs, i as unselectedSteps } from "./run-unselected-step.js";
import { t as makePlan } from "./plan-make-plan.js";
import { Ct as nearest, Mt as Usage, Y as idIn, f as checkManifests, xt as nodeOf } from "./manifest-json-schema.js";
import { t as logicalTime } from "./app-logical-time.js";
import { n as pastFacts, t as outdatedBy } from "./app-past-runs.js";

// src/plan/selection.ts
function parseSelection(text) {
	const terms = text.replaceAll(/\s*&\s*/g, "&").split(/[\s,]+/).filter((term) => term !== "");
	if (terms.length === 0) throw new Usage("the selection is empty", howTo);
	const read = (term) => term.split("&").map((word) => parsePick(word, term));
	return {
		includes: terms.filter((term) => !term.startsWith("!")).map(read),
		excludes: terms.filter((term) => term.startsWith("!")).map((term) => read(term.slice(1)))
	};
}
const howTo = "write ids, +id, id+, tag:T, kind:load or failed, e.g. --select \"+daily tag:finance\"";
function parsePick(word, term) {
	const parts = /^(?:(\d*)(\+))?([^+!]+?)(?:(\+)(\d*))?$/.exec(word);
	if (parts === null) throw new Usage(`"${term}" is no selection`, howTo);
	const [, up, above, name = "", below, down] = parts;
	return {
		atom: parseAtom(name),
		above: far(above, up),
		below: far(below, down)
	};
}
function far(plus, steps) {
	if (plus === void 0) return 0;
	return steps === void 0 || steps === "" ? 1e400 : Number(steps);
}
function parseAtom(name) {
	if (name === "failed") return {
		method: "failed",
		value: ""
	};
	const colon = name.indexOf(":");
	if (colon < 0) return {
		method: "step",
		value: name
	};
	const method = [
		"step",
		"tag",
		"kind",
		"failed"
	].find((one) => one === name.slice(0, colon));
	const value = name.slice(colon + 1);
	if (method !== void 0 && value !== "") return {
		method,
		value
	};
	throw new Usage(`"${name}" is no selection`, "write step:ID, tag:T, kind:K or failed:RUN");
}

// src/plan/select.ts
function selectSteps(graph, text, facts) {
	const { includes, excludes } = parseSelection(text);
	const find = (picks) => intersection(picks.map((pick) => around(graph, pick, facts)));
	const chosen = new Set(includes.length === 0 ? graph.order : includes.flatMap((term) => [...find(term)]));
	addSetups(graph, chosen);
	for (const term of excludes) for (const id of find(term)) chosen.delete(id);
	if (chosen.size > 0) return chosen;
	throw new Usage(`no step fits the selection "${text}"`, `see the steps with \`millrace plan ${graph.manifest.file}\``);
}
function intersection([first = /* @__PURE__ */ new Set(), ...rest]) {
	return rest.reduce((all, some) => all.intersection(some), first);
}
function around(graph, { atom, above, below }, facts) {
	const named = stepsNamed(graph, atom, facts);
	return /* @__PURE__ */ new Set([
		...named,
		...reached(named, (id) => nodeOf(graph, id).needs, above),
		...reached(named, (id) => nodeOf(graph, id).dependents, below)
	]);
}
function reached(from, next, depth) {
	const found = new Set(from);
	let edge = [...found];
	for (let far = 0; far < depth && edge.length > 0; far += 1) {
		edge = [...new Set(edge.flatMap(next))].filter((id) => !found.has(id));
		for (const id of edge) found.add(id);
	}
	return found;
}
function stepsNamed(graph, { method, value }, { failedIn }) {
	if (method === "failed") {
		const failed = failedIn(value === "" ? void 0 : value);
		return new Set(graph.order.filter((id) => failed.has(id)));
	}
	const found = graph.order.filter(matcher(graph, {
		method,
		value
	}));
	if (found.length === 0) throw unknown(graph, {
		method,
		value
	});
	return new Set(found);
}
function matcher(graph, { method, value }) {
	const fits = wordMatcher(value);
	if (method === "tag") return (id) => nodeOf(graph, id).step.tags.some(fits);
	if (method === "kind") return (id) => fits(nodeOf(graph, id).step.kind);
	return (id) => fits(id) || aboveIds(id).some((scope) => fits(scope));
}
function aboveIds(id) {
	const parts = id.split("/");
	return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
function wordMatcher(pattern) {
	if (!/[*?]/.test(pattern)) return (word) => word === pattern;
	const source = pattern.replaceAll(/\*\*|[*?]|[^*?]+/g, (part) => {
		if (part === "**") return ".*";
		if (part === "*") return "[^/]*";
		return part === "?" ? "[^/]" : part.replaceAll(/[^\w/-]/g, String.raw`\$&`);
	});
	const expression = new RegExp(`^${source}$`);
	return (word) => expression.test(word);
}
function unknown(graph, { method, value }) {
	const { id } = graph.manifest;
	const nodes = graph.order.map((step) => nodeOf(graph, step).step);
	if (method === "tag") {
		const tags = [...new Set(nodes.flatMap(({ tags: own }) => own))];
		return notThere(`no step of "${id}" has the tag "${value}"`, value, tags);
	}
	if (method === "kind") return notThere(`no step of "${id}" is of the kind "${value}"`, value, [...new Set(nodes.map(({ kind }) => kind))]);
	const mapped = graph.order.find((step) => nodeOf(graph, step).inner !== void 0 && value.startsWith(`${step}/`));
	if (mapped !== void 0) return new Usage(`"${value}" is inside "${mapped}", which is mapped`, `select "${mapped}" as a whole`);
	return notThere(`"${value}" is not a step of "${id}"`, value, graph.order);
}
function notThere(message, value, known) {
	const near = nearest(value, known);
	const some = known.length > 0 && known.length <= 12 ? `there are ${known.join(", ")}` : void 0;
	return new Usage(message, near === void 0 ? some : `did you mean "${near}"?`);
}
function addSetups(graph, chosen) {
	const teardowns = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { step, scope } = nodeOf(graph, id);
		if (step.teardown === void 0) continue;
		const setup = idIn(scope, step.teardown);
		teardowns.set(setup, [...teardowns.get(setup) ?? [], id]);
	}
	for (const [setup, downs] of teardowns) {
		const after = new Set(downs);
		if (![...reached([setup], (id) => nodeOf(graph, id).dependents.filter((one) => !after.has(one)), 1e400), ...downs].some((id) => chosen.has(id))) continue;
		for (const id of [setup, ...downs]) chosen.add(id);
	}
}

// src/run/steps-to-resume.ts
function stepsToResume(graph, ends, whole) {
	const open = unfinished(graph, ends, whole);
	while (reopenSetups(graph, ends, open)) spread(graph, open);
	return open.all;
}
function unsuccessfulSteps(graph, ends) {
	return new Set([...unfinished(graph, ends, () => true).all].filter((id) => ends.get(id)?.result !== "success"));
}
function unfinished(graph, ends, whole) {
	const open = {
		all: /* @__PURE__ */ new Set(),
		setups: /* @__PURE__ */ new Set()
	};
	for (const id of graph.order) {
		const end = ends.get(id);
		if (end === void 0 || !isDone(end) || !whole(end)) open.all.add(id);
	}
	spread(graph, open);
	return open;
}
function isDone({ result, unselected }) {
	return result === "success" || result === "skipped" || unselected === true;
}
function spread(graph, { all, setups }) {
	for (const id of graph.order) {
		if (all.has(id)) continue;
		if (nodeOf(graph, id).needs.some((need) => all.has(need) && !setups.has(need))) all.add(id);
	}
}
function reopenSetups(graph, ends, { all, setups }) {
	const before = all.size;
	for (const id of graph.order) {
		const { step, scope } = nodeOf(graph, id);
		if (step.teardown === void 0 || !all.has(id) || ends.get(id)?.result !== "success") continue;
		const setup = idIn(scope, step.teardown);
		if (all.has(setup)) continue;
		all.add(setup);
		setups.add(setup);
	}
	return all.size > before;
}

// src/app/failed-steps.ts
function failedSteps(graph, runs, planned) {
	const past = runs.filter(({ run }) => run.id !== planned);
	return { failedIn(id) {
		const entry = id === void 0 ? past[0] : past.find(({ run }) => run.id === id);
		if (entry === void 0) throw noRun(graph.manifest.id, id, past);
		return unsuccessfulSteps(graph, new Map(entry.steps.map((step) => [step.id, step])));
	} };
}
function noRun(pipeline, id, past) {
	const [latest] = past;
	if (latest === void 0) return new Usage(`no earlier run of "${pipeline}" is known, so none of its steps has failed`);
	const near = nearest(id ?? "", past.map(({ run }) => run.id));
	return new Usage(`"${id}" is none of the last runs of "${pipeline}"`, `did you mean "${near ?? latest.run.id}"?`);
}

// src/app/plan.ts
async function planPipeline(request) {
	const { pipelines, diagnostics } = await checkManifests([request.file], request.workspace);
	const [pipeline] = pipelines;
	if (pipeline === void 0 || diagnostics.some(({ severity }) => severity === "error")) return {
		ok: false,
		diagnostics
	};
	const { graph, authored, used } = pipeline;
	const { manifest } = graph;
	const schedule = manifest.schedules.find(({ cron }) => cron === request.cron);
	const timetable = schedule ?? manifest.schedules[0];
	const time = logicalTime(timetable, schedule !== void 0, request.now, request.date);
	const runs = await request.pastRuns?.(manifest.id) ?? [];
	const { past, previous } = pastFacts(graph, runs, {
		run: request.runId,
		branch: request.branch
	});
	const select = selected(graph, request, runs);
	const plan = makePlan(graph, {
		run: request.resumed?.run ?? {
			id: request.runId,
			trigger: request.trigger,
			...time,
			...outdatedBy(timetable, time, request.plannedAt ?? request.now),
			...previous === void 0 ? {} : { previous }
		},
		inputs: resolveInputs(manifest, request.inputs, schedule?.with),
		authored,
		used,
		past,
		...request.maxWaves === void 0 ? {} : { maxWaves: request.maxWaves },
		...select === void 0 ? {} : { select }
	});
	return {
		ok: true,
		plan: await request.forecast?.(graph, plan) ?? plan,
		graph,
		diagnostics
	};
}
function selected(graph, { select, resumed, runId }, runs) {
	if (resumed?.select !== void 0) {
		const left = unselectedSteps(resumed);
		return {
			text: resumed.select,
			steps: new Set(graph.order.filter((id) => !left.has(id)))
		};
	}
	if (select === void 0 || resumed !== void 0) return void 0;
	return {
		text: select,
		steps: selectSteps(graph, select, failedSteps(graph, runs, runId))
	};
}

export { stepsToResume as n, planPipeline as t };