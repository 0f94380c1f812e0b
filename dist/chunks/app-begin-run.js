import { V as Failure } from "./dataset-fields-print-number.js";
import { ht as factsOf, qt as parseJson, zt as nodeOf } from "./manifest-json-schema.js";
import { i as stepsToResume } from "./app-plan.js";
import { i as resolveTemplates } from "./run-step-environment.js";
import { a as readBy, c as unselectedSteps, n as definitionsFile, r as definitionsOf, t as decodeDefinitions } from "./run-resume-step-definitions.js";
import { i as hashOf } from "./cache-hash-file.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { g as RunState, h as loadExecutor, x as resolveConnections } from "./run-events-recorder.js";
import { i as readLines } from "./run-run-result.js";
import { r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { c as eventsOf, l as planSchema } from "./app-report.js";
import { t as lastEnds } from "./run-resume-last-ends.js";
import { i as legsDone, n as plannedEnvironment, r as gateOf } from "./app-run.js";
import { i as isTableThere, n as isFileGone } from "./steps-load-same-targets.js";
import { n as tried, t as attempt } from "./run-attempts-attempt.js";
import { dirname, join } from "node:path";
import { appendFileSync, closeSync, copyFileSync, existsSync, fstatSync, linkSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, rmSync } from "node:fs";

// src/adapters/run-folder/whole-dataset.ts
function wholeEnd(folder, end) {
	const { dataset, datasets } = end;
	const one = dataset && wholeDataset(folder, dataset);
	const more = Object.entries(datasets ?? {}).map(([name, each]) => [name, wholeDataset(folder, each)]);
	if (one === "gone" || more.some(([, each]) => each === "gone")) return void 0;
	const found = more.flatMap(([name, each]) => each === "gone" ? [] : [[name, each]]);
	return {
		...end,
		...one === void 0 ? {} : { dataset: one },
		...datasets === void 0 ? {} : { datasets: Object.fromEntries(found) }
	};
}
function wholeDataset(folder, dataset) {
	try {
		using file = openDatasetFile(join(folder, dataset.file));
		return file.rows === dataset.rows ? {
			...dataset,
			columns: [...file.columns]
		} : "gone";
	} catch (error) {
		if (error instanceof Failure) return "gone";
		throw error;
	}
}

// src/adapters/run-folder/earlier-ends.ts
const head = planSchema.pick({
	pipeline: true,
	run: true,
	inputs: true
});
function earlierEnds(wanted) {
	const open = takenUp(wanted);
	const found = /* @__PURE__ */ new Map();
	if (open.size === 0) return found;
	for (const id of runIds(wanted.workspace).toReversed()) {
		if (id === wanted.plan.run.id) continue;
		for (const [step, end] of endsIn(wanted, id, open)) {
			found.set(step, end);
			open.delete(step);
		}
		if (open.size === 0) break;
	}
	return found;
}
function takenUp({ graph, plan }) {
	const left = unselectedSteps(plan);
	const makers = graph.order.filter((id) => !left.has(id)).map((id) => nodeOf(graph, id)).flatMap((node) => [...readBy(node)].map(({ maker }) => maker));
	return new Set(makers.filter((id) => left.has(id)));
}
function runIds(workspace) {
	const folder = runsFolder(workspace);
	return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}
function* endsIn(wanted, id, open) {
	const from = join(runsFolder(wanted.workspace), id);
	const plan = head.safeParse(parseJson(textIn(from, "plan.json")));
	if (!plan.success || plan.data.pipeline !== wanted.plan.pipeline) return;
	const told = eventsOf(readLines(join(from, "events.jsonl")), ["step-started", "step-finished"]);
	const definitions = decodeDefinitions(textIn(from, definitionsFile));
	for (const [step, end] of lastEnds(told)) {
		if (!open.has(step) || end.result !== "success" || isBare(end)) continue;
		const whole = wholeEnd(from, end);
		if (whole === void 0) continue;
		const { rows, outputs, dataset, datasets, windows, lacking } = whole;
		for (const { file } of [...dataset === void 0 ? [] : [dataset], ...Object.values(datasets ?? {})]) link(join(from, file), join(wanted.folder, file));
		yield [step, {
			rows,
			outputs,
			note: noteOf(wanted, {
				...plan.data,
				end,
				changed: definitions.get(step)
			}),
			...dataset === void 0 ? {} : { dataset },
			...datasets === void 0 ? {} : { datasets },
			...windows === void 0 ? {} : { windows },
			...lacking === void 0 ? {} : { lacking }
		}];
	}
}
function isBare({ unchanged, dataset, datasets }) {
	return unchanged === true && dataset === void 0 && datasets === void 0;
}
function noteOf({ plan, definitions }, was) {
	const what = was.end.dataset === void 0 ? "outputs" : "rows";
	const date = was.run.date === plan.run.date ? "" : ` (${was.run.date})`;
	const differs = [...hashOf(was.inputs) === hashOf(plan.inputs) ? [] : ["the inputs were others"], ...was.changed === void 0 || was.changed === definitions.get(was.end.step) ? [] : ["its definition has changed since"]];
	return [`${what} of run ${was.run.id}${date}`, ...differs].join("; ");
}
function link(from, to) {
	mkdirSync(dirname(to), { recursive: true });
	if (existsSync(to)) return;
	try {
		linkSync(from, to);
	} catch {
		copyFileSync(from, to);
	}
}
function textIn(folder, name) {
	const path = join(folder, name);
	return existsSync(path) ? readFileSync(path, "utf8") : "";
}

// src/adapters/run-folder/reopen-run.ts
function reopenRun(folder) {
	rmSync(join(folder, "scratch"), {
		recursive: true,
		force: true
	});
	const events = join(folder, "events.jsonl");
	if (existsSync(events) && !endsLine(events)) appendFileSync(events, "\n");
}
function endsLine(path) {
	const file = openSync(path, "r");
	try {
		const { size } = fstatSync(file);
		const last = Buffer.alloc(1);
		return size === 0 || readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 10;
	} finally {
		closeSync(file);
	}
}

// src/adapters/run-folder/run-folders.ts
const runFolders = {
	wholeEnd,
	reopen: reopenRun,
	earlierEnds
};

// src/run/resume/without-remakes.ts
function withoutRemakes(graph, events) {
	const remakes = new Remakes(graph);
	return events.filter((event) => remakes.keeps(event)).filter((event) => event.type !== "step-finished" || !remakes.unended.has(event.step));
}
var Remakes = class {
	unended = /* @__PURE__ */ new Set();
	#graph;
	#done = /* @__PURE__ */ new Set();
	#stale = /* @__PURE__ */ new Set();
	#remade = /* @__PURE__ */ new Set();
	#broken = /* @__PURE__ */ new Set();
	constructor(graph) {
		this.#graph = graph;
	}
	keeps(event) {
		if (!("step" in event) || event.step === void 0 || !this.#graph.nodes.has(event.step)) return true;
		const { step: id } = event;
		if (event.type === "step-started" && event.leg === void 0) this.#start(id);
		if (this.#remade.has(id)) {
			if (event.type === "step-finished" && event.result === "success") this.#broken.delete(id);
			return false;
		}
		if (event.type === "step-started" && event.leg === void 0) this.#spread(id);
		if (event.type === "step-finished") this.#finish(id, event.result);
		return true;
	}
	#start(id) {
		if (this.#done.has(id) && !this.#stale.has(id)) {
			this.#remade.add(id);
			this.#broken.add(id);
		} else for (const known of [
			this.#done,
			this.#remade,
			this.#broken
		]) known.delete(id);
	}
	#finish(id, result) {
		const { step } = nodeOf(this.#graph, id);
		this.#spread(id);
		if (result === "skipped" && this.#broken.size > 0 && this.#isBelowBroken(id)) this.unended.add(id);
		else this.unended.delete(id);
		if (result !== "success" || step.kind !== "load" || step.options.target !== "table") return;
		this.#done.add(id);
		this.#stale.delete(id);
	}
	#spread(id) {
		for (const dependent of nodeOf(this.#graph, id).dependents) this.#stale.add(dependent);
	}
	#isBelowBroken(id) {
		const above = /* @__PURE__ */ new Set([id]);
		for (const each of above) {
			if (this.#broken.has(each)) return true;
			for (const need of nodeOf(this.#graph, each).needs) above.add(need);
		}
		return false;
	}
};

// src/run/resume/needed-again.ts
function neededAgain(graph, prior, gone) {
	const again = /* @__PURE__ */ new Set();
	const wanting = /* @__PURE__ */ new Set();
	for (const id of graph.order.toReversed()) {
		const { step, dependents, ends } = nodeOf(graph, id);
		const end = prior.get(id);
		const isWanted = dependents.some((dependent) => wanting.has(dependent));
		if (gone.has(id) && (end === void 0 || isWanted)) again.add(id);
		const isOpen = end === void 0 || again.has(id);
		const hasHadNone = end?.result === "skipped" || ends !== void 0;
		if (step.teardown === void 0 && (isOpen || isWanted && hasHadNone)) wanting.add(id);
	}
	return again;
}

// src/run/resume/lost-loads.ts
const mostMs = 3e4;
const mostLegs = 1e3;
async function lostLoads(request, done, legsOf) {
	const state = new RunState(request);
	const asked = [...done].flatMap((id) => targetsOf(state, nodeOf(request.graph, id), legsOf));
	const databases = Map.groupBy(asked, ({ connection }) => JSON.stringify(connection));
	const lost = /* @__PURE__ */ new Map();
	const unasked = [];
	for (const here of databases.values()) {
		const answer = await attempt((signal) => ask(request, here, signal), {
			clock: request.ports.clock,
			timeoutMs: mostMs,
			graceMs: 1e3,
			cancel: request.signal
		});
		if (answer.ended !== "done") unasked.push({
			loads: new Set(here.map(({ id }) => id)),
			failure: answer.failure
		});
		else for (const { id, leg, table } of here) if (answer.value.has(table)) lost.set(id, withLeg(lost.get(id), leg));
	}
	return {
		lost,
		unasked
	};
}
function withLeg(known, leg) {
	return leg === void 0 ? {} : { legs: /* @__PURE__ */ new Set([...known?.legs ?? [], leg]) };
}
async function ask({ ports, workspace }, asked, signal) {
	const tables = new Set(asked.map(({ table }) => table));
	const [first] = asked;
	if (first === void 0 || isFileGone(first.connection, workspace)) return tables;
	await using database = await ports.databases.open(first.connection, workspace, signal);
	const gone = /* @__PURE__ */ new Set();
	for (const table of tables) if (!await isTableThere(database, table)) gone.add(table);
	return gone;
}
function targetsOf(state, { step, scope }, legsOf) {
	if (step.kind !== "load" || step.options.target !== "table") return [];
	const { into, table } = step.options;
	const named = Object.entries(scope.manifest.connections).filter(([name]) => name === into);
	const legs = step.strategy !== void 0 && /\bmatrix\b/i.test(JSON.stringify([
		table,
		step.env,
		named
	])) ? legsOf(step.id) : [void 0];
	if (legs.length > mostLegs || !gateOf(state, scope, false).open) return [];
	return legs.flatMap((leg) => {
		const target = tried(() => targetOf(state, {
			step,
			table,
			into,
			named,
			leg
		}));
		return target.ended === "done" ? target.value : [];
	});
}
function targetOf(state, { step, table: written, into, named, leg }) {
	const outer = {
		...state.contexts(step.id),
		...leg === void 0 ? {} : { matrix: leg.values }
	};
	const contexts = {
		...outer,
		env: {
			...outer.env,
			...resolveTemplates(step.env, outer)
		}
	};
	const connection = resolveConnections(Object.fromEntries(named), outer)[into];
	const { table } = resolveTemplates({ table: written }, contexts);
	if (connection === void 0 || table === void 0) return [];
	return [{
		id: step.id,
		...leg === void 0 ? {} : { leg: leg.leg },
		connection,
		table
	}];
}

// src/app/ask-loads.ts
async function askLoads({ graph, plan, workspace, store }, { prior, priorLegs }, { ports, lookup, env, signal, events }) {
	const legsOf = (id) => doneLegs(events, id);
	const done = [...prior.values()].filter(hasLoaded).map(({ step }) => step);
	const begun = [...priorLegs.keys()].filter((id) => legsOf(id).length > 0);
	const loads = [...done, ...begun].filter((id) => fillsTable(graph.nodes.get(id)));
	if (loads.length === 0) return {
		lost: /* @__PURE__ */ new Map(),
		unasked: []
	};
	const { secrets, vars } = plannedEnvironment(graph, plan, lookup);
	const request = {
		graph,
		plan,
		prior,
		execute: loadExecutor,
		ports,
		environment: {
			secrets,
			vars,
			env,
			github: {}
		},
		workspace,
		folder: store.folder,
		concurrency: 1,
		signal
	};
	return lostLoads(request, loads, legsOf);
}
function doneLegs(events, id) {
	const legs = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.type !== "leg-finished" || event.step !== id || event.leg.includes("/")) continue;
		const leg = Number(event.leg);
		const values = event.values;
		if (hasLoaded(event) && values !== void 0) legs.set(leg, {
			leg,
			values
		});
		else legs.delete(leg);
	}
	return [...legs.values()];
}
function fillsTable(node) {
	return node !== void 0 && factsOf(node.step).fills !== void 0;
}
function hasLoaded({ result, counts }) {
	return result === "success" && counts?.read !== 0;
}

// src/app/resume.ts
function lastResult(events) {
	let result;
	for (const event of events) if (event.type === "run-started") result = void 0;
	else if (event.type === "run-finished") ({result} = event);
	return result;
}
function resumption(graph, stopped) {
	const { before, now } = stopped;
	const kept = wholeEnds(stopped);
	const open = stepsToResume(graph, lastEnds(stopped.events), (end) => kept.has(end.step));
	const prior = new Map([...kept].filter(([id]) => graph.nodes.has(id) && !open.has(id)));
	const isChanged = (id) => before.has(id) && before.get(id) !== now.get(id);
	const changed = [...prior.keys()].filter((id) => isChanged(id) && prior.get(id)?.result === "success");
	if (changed.length > 0 && !stopped.allowChanged) throw changedSteps(stopped.run, changed);
	const isSame = (id, { definition }) => definition === now.get(id) && nodeOf(graph, id).needs.every((need) => prior.has(need));
	return {
		prior,
		priorLegs: new Map([...legsDone(graph, stopped.events)].filter(([id, legs]) => open.has(id) && isSame(id, legs))),
		definitions: new Map([...now].map(([id, hash]) => [id, prior.has(id) ? before.get(id) ?? hash : hash])),
		counts: {
			run: open.size,
			kept: [...prior.values()].filter(({ unselected }) => unselected !== true).length
		}
	};
}
function wholeEnds({ events, whole }) {
	const ends = /* @__PURE__ */ new Map();
	for (const [id, end] of lastEnds(events)) {
		const kept = whole(end);
		if (kept !== void 0) ends.set(id, kept);
	}
	return ends;
}
const namedSteps = 10;
function changedSteps(run, changed) {
	const names = changed.slice(0, namedSteps).map((id) => `"${id}"`);
	const more = changed.length > namedSteps ? ` and ${changed.length - namedSteps} more` : "";
	return new Failure("run/changed", `run ${run} has done ${names.join(", ")}${more} already, and what that does has changed since`, { help: "Run the pipeline anew, or keep what was made before with --allow-changed" });
}

// src/app/begin-run.ts
async function beginRun(request, folders) {
	const { graph, plan, workspace, store } = request;
	const now = await definitionsOf(graph, workspace);
	const resumed = request.resume && await goOn(request, {
		now,
		...request.resume
	}, folders);
	const definitions = resumed?.definitions ?? now;
	return {
		with: {
			definitions,
			...resumed === void 0 ? {} : {
				prior: resumed.prior,
				priorLegs: resumed.priorLegs
			},
			...plan.select === void 0 ? {} : { earlier: folders.earlierEnds({
				graph,
				plan,
				workspace,
				folder: store.folder,
				definitions
			}) }
		},
		...resumed === void 0 ? {} : {
			counts: resumed.counts,
			loads: resumed.loads
		}
	};
}
async function goOn(request, { now, allowChanged, ...asking }, folders) {
	const { graph, plan, store } = request;
	const stopped = {
		run: plan.run.id,
		events: withoutRemakes(graph, [...eventsOf(store.lines("events.jsonl"), [
			"step-started",
			"leg-finished",
			"step-finished"
		])]),
		whole: (end) => folders.wholeEnd(store.folder, end),
		before: decodeDefinitions(await store.read(definitionsFile)),
		now,
		allowChanged
	};
	const resumed = resumption(graph, stopped);
	const known = await askLoads(request, resumed, {
		...asking,
		events: stopped.events
	});
	const loads = {
		...known,
		again: neededAgain(graph, resumed.prior, known.lost)
	};
	folders.reopen(store.folder);
	return {
		...loads.again.size === 0 ? resumed : withAgain(graph, stopped, {
			resumed,
			loads
		}),
		loads
	};
}
function withAgain(graph, { events, now }, { resumed, loads: { lost, again } }) {
	const { counts } = resumed;
	const kept = (of) => [...of].filter(([id]) => !again.has(id));
	const prior = new Map(kept(resumed.prior));
	const priorLegs = new Map(kept(resumed.priorLegs));
	const done = legsDone(graph, events);
	for (const id of again) {
		const [gone, legs] = [lost.get(id)?.legs, done.get(id)];
		if (gone === void 0 || legs === void 0) continue;
		for (const leg of gone) legs.forget(leg);
		priorLegs.set(id, legs);
	}
	const reopened = resumed.prior.size - prior.size;
	return {
		prior,
		priorLegs,
		definitions: new Map([...resumed.definitions].map(([id, hash]) => [id, again.has(id) ? now.get(id) ?? hash : hash])),
		counts: {
			run: counts.run + reopened,
			kept: counts.kept - reopened
		}
	};
}

export { lastResult as n, runFolders as r, beginRun as t };