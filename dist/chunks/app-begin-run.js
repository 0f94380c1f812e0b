import { y as Failure } from "./dataset-create-table.js";
import { jt as nodeOf, zt as parseJson } from "./manifest-json-schema.js";
import { i as stepsToResume } from "./app-plan.js";
import { i as resolveTemplates } from "./run-step-environment.js";
import { a as readBy, c as unselectedSteps, n as definitionsFile, r as definitionsOf, t as decodeDefinitions } from "./run-step-definitions.js";
import { i as hashOf } from "./cache-hash-file.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { S as resolveConnections, _ as RunState, g as loadExecutor } from "./run-recorder.js";
import { a as readLines } from "./run-run-result.js";
import { r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { c as eventsOf, l as planSchema } from "./app-report.js";
import { t as lastEnds } from "./run-last-ends.js";
import { a as isFileGone, i as gateOf, n as legsDone, o as isTableThere, r as plannedEnvironment } from "./app-run.js";
import { n as tried, t as attempt } from "./run-attempt.js";
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

// src/run/lost-loads.ts
const mostMs = 3e4;
const mostLegs = 1e3;
async function lostLoads(request, done, legsOf) {
	const state = new RunState(request);
	const asked = [...done].flatMap((id) => targetsOf(state, nodeOf(request.graph, id), legsOf));
	const databases = Map.groupBy(asked, ({ connection }) => JSON.stringify(connection));
	const lost = /* @__PURE__ */ new Map();
	for (const here of databases.values()) {
		const gone = /* @__PURE__ */ new Set();
		const why = (await attempt((signal) => ask(request, here, {
			gone,
			signal
		}), {
			clock: request.ports.clock,
			timeoutMs: mostMs,
			graceMs: 1e3,
			cancel: request.signal
		})).ended === "done" ? "gone" : "unanswered";
		for (const { id, leg, table } of here) if (why === "unanswered" || gone.has(table)) lost.set(id, {
			why,
			...withLeg(lost.get(id), leg)
		});
	}
	return lost;
}
function withLeg(known, leg) {
	return leg === void 0 ? {} : { legs: /* @__PURE__ */ new Set([...known?.legs ?? [], leg]) };
}
async function ask({ ports, workspace }, asked, { gone, signal }) {
	const tables = new Set(asked.map(({ table }) => table));
	const [first] = asked;
	if (first === void 0) return;
	if (isFileGone(first.connection, workspace)) {
		for (const table of tables) gone.add(table);
		return;
	}
	await using database = await ports.databases.open(first.connection, workspace, signal);
	for (const table of tables) if (!await isTableThere(database, table)) gone.add(table);
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
	const loads = [...[...prior.values()].filter(hasLoaded).map(({ step }) => step), ...priorLegs.keys()].filter((id) => graph.nodes.get(id)?.step.kind === "load");
	if (loads.length === 0) return /* @__PURE__ */ new Map();
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
	return lostLoads(request, loads, (id) => doneLegs(events, id));
}
function doneLegs(events, id) {
	const legs = /* @__PURE__ */ new Map();
	for (const event of events) {
		if (event.type !== "leg-finished" || event.step !== id || event.leg.includes("/")) continue;
		const leg = Number(event.leg);
		const values = event.values;
		if (event.result === "success" && values !== void 0) legs.set(leg, {
			leg,
			values
		});
		else legs.delete(leg);
	}
	return [...legs.values()];
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
			lost: resumed.lost
		}
	};
}
async function goOn(request, { now, allowChanged, ...asking }, folders) {
	const { graph, plan, store } = request;
	const stopped = {
		run: plan.run.id,
		events: [...eventsOf(store.lines("events.jsonl"), [
			"step-started",
			"leg-finished",
			"step-finished"
		])],
		whole: (end) => folders.wholeEnd(store.folder, end),
		before: decodeDefinitions(await store.read(definitionsFile)),
		now,
		allowChanged
	};
	const resumed = resumption(graph, stopped);
	const lost = await askLoads(request, resumed, {
		...asking,
		events: stopped.events
	});
	folders.reopen(store.folder);
	return {
		...lost.size === 0 ? resumed : withoutLost(graph, stopped, lost),
		lost
	};
}
function withoutLost(graph, stopped, lost) {
	const { priorLegs, ...resumed } = resumption(graph, {
		...stopped,
		whole: (end) => lost.has(end.step) ? void 0 : stopped.whole(end)
	});
	for (const [id, { legs }] of lost) for (const leg of legs ?? []) priorLegs.get(id)?.forget(leg);
	const isKept = (id) => lost.get(id) === void 0 || lost.get(id)?.legs !== void 0;
	return {
		...resumed,
		priorLegs: new Map([...priorLegs].filter(([id]) => isKept(id)))
	};
}

export { lastResult as n, runFolders as r, beginRun as t };