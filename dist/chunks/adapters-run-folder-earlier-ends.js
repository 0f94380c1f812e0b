import { jt as Failure, xt as nodeOf } from "./manifest-json-schema.js";
import { c as planSchema } from "./app-report.js";
import { t as decodeEvents } from "./run-decode-events.js";
import { t as lastEnds } from "./run-last-ends.js";
import { a as definitionsFile, i as decodeDefinitions } from "./app-run.js";
import { i as unselectedSteps, t as readBy } from "./run-unselected-step.js";
import { y as hashOf } from "./run-cached-step-key.js";
import { t as parseJson } from "./text-parse-json.js";
import { r as runsFolder } from "./adapters-run-folder-run-folder.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { dirname, join } from "node:path";
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from "node:fs";

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
	const told = textIn(from, "events.jsonl").split("\n").filter((line) => /"type":"step-(?:started|finished)"/.test(line));
	const definitions = decodeDefinitions(textIn(from, definitionsFile));
	for (const [step, end] of lastEnds(decodeEvents(told.join("\n")))) {
		if (!open.has(step) || end.result !== "success") continue;
		const whole = wholeEnd(from, end);
		if (whole === void 0) continue;
		const { rows, outputs, dataset, datasets } = whole;
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
			...datasets === void 0 ? {} : { datasets }
		}];
	}
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

export { wholeEnd as n, earlierEnds as t };