import { jt as Failure, xt as nodeOf } from "./manifest-json-schema.js";
import { t as decodePlan } from "./app-report.js";
import { t as lostCode } from "./diagnostic-lost.js";
import { r as endOfLegs } from "./run-leg-result.js";
import { t as LegTally } from "./run-leg-tally.js";
import { t as folded } from "./action-action.js";
import { i as planArtifact } from "./adapters-run-folder-hand-over.js";
import { join } from "node:path";
import { mkdir, readFile } from "node:fs/promises";

// src/run/join-parts.ts
function joinParts(step, parts) {
	const ordered = lastOfEach(parts);
	const [first] = ordered;
	if (first === void 0 || ordered.length < first.part.of) return void 0;
	const unopened = ordered.find(({ legs }) => legs === void 0);
	if (unopened !== void 0) return asStep(unopened);
	const tally = new LegTally();
	for (const part of ordered) tally.addPart(part);
	const last = ordered.reduce((one, other) => other.at > one.at ? other : one);
	const stopped = ordered.find(({ result }) => result === "cancelled")?.reason;
	const { failedLegs, why } = tally;
	const end = endOfLegs(step, tally.counts, {
		failedLegs,
		why: why.slice(0, 10),
		stopped
	});
	return {
		schema: 1,
		run: first.run,
		at: last.at,
		type: "step-finished",
		step: first.step,
		...end,
		...tally.told(),
		durationMs: Math.max(...ordered.map(({ durationMs }) => durationMs))
	};
}
function asStep(event) {
	const { part: _part, ...end } = event;
	return {
		...end,
		type: "step-finished"
	};
}
function lastOfEach(parts) {
	const last = /* @__PURE__ */ new Map();
	for (const part of parts) last.set(part.part.index, part);
	return [...last.values()].toSorted((one, other) => one.part.index - other.part.index);
}

// src/run/ends-of-parts.ts
function endsOfParts(graph, events) {
	return [...partsOfSteps(events)].flatMap(([id, parts]) => {
		const { step } = nodeOf(graph, id);
		const joined = joinParts(step, parts);
		if (joined !== void 0) return [joined];
		const known = lastOfEach(parts);
		const rest = known.map((part, index) => ({
			...part,
			part: {
				index,
				of: known.length
			}
		}));
		const partial = joinParts(step, rest);
		return partial === void 0 ? [] : [withLoss(partial, known)];
	});
}
function partsOfSteps(events) {
	const parts = /* @__PURE__ */ new Map();
	for (const event of events) if (event.type === "part-finished") {
		const told = parts.get(event.step) ?? [];
		told.push(event);
		parts.set(event.step, told);
	}
	return parts;
}
function withLoss(known, parts) {
	const of = parts[0]?.part.of ?? parts.length;
	const message = `${of - parts.length} of the ${of} jobs that share this step ended without reporting: what became of their legs is not known`;
	const failure = {
		code: lostCode,
		message,
		help: "open the logs of those jobs: they may have been out of memory or disk, past their time limit, or their runner was lost",
		causes: known.failure === void 0 ? [] : [known.failure.message],
		retryable: true
	};
	return {
		...known,
		result: "failure",
		tolerated: false,
		reason: message,
		failure
	};
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

export { lastOfEach as i, endsOfParts as n, partsOfSteps as r, fetchPlan as t };