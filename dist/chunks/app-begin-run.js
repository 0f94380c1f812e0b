import { Yt as nodeOf, in as parseJson, on as Failure } from "./source-unclosed.js";
import { i as stepsToResume } from "./app-plan.js";
import { a as readBy, c as unselectedSteps, n as definitionsFile, r as definitionsOf, t as decodeDefinitions } from "./run-step-definitions.js";
import { r as hashOf } from "./cache-cache-key.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { a as readLines } from "./run-run-result.js";
import { r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { l as eventsOf, u as planSchema } from "./app-report.js";
import { t as lastEnds } from "./run-last-ends.js";
import { n as legsDone } from "./app-run.js";
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
		...resumed === void 0 ? {} : { counts: resumed.counts }
	};
}
async function goOn({ graph, plan, store }, { now, allowChanged }, folders) {
	const resumed = resumption(graph, {
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
	});
	folders.reopen(store.folder);
	return resumed;
}

export { lastResult as n, runFolders as r, beginRun as t };