import { n as lostHelp, t as lostCode } from "./diagnostic-lost.js";
import { zt as nodeOf } from "./manifest-json-schema.js";
import { r as endOfLegs } from "./run-mapped-leg-result.js";
import { r as joinPartFiles, t as LegTally } from "./run-mapped-leg-tally.js";
import { t as folded } from "./action-action.js";
import { c as unpackJob, i as jobArtifact, n as attemptFile, s as planArtifact } from "./action-fetch-plan.js";
import { join } from "node:path";
import { mkdir, readFile, rm } from "node:fs/promises";

// src/run/parts/join-parts.ts
function joinParts(step, parts) {
	const ordered = lastOfEach(parts);
	const [first] = ordered;
	if (first === void 0 || ordered.length < first.part.of) return void 0;
	const unopened = ordered.filter(({ legs }) => legs === void 0);
	const [telling] = unopened.toSorted((one, other) => weight(other) - weight(one));
	if (telling !== void 0 && unopened.length === ordered.length) return asStep(telling);
	const tally = new LegTally();
	for (const part of ordered) tally.addPart(part);
	for (const { part } of unopened) tally.cancel(shareOf(part, ordered));
	const last = ordered.reduce((one, other) => other.at > one.at ? other : one);
	const stopped = ordered.find(({ result }) => result === "cancelled")?.reason;
	const { failedLegs, why } = tally;
	const ofLegs = endOfLegs(step, tally.counts, {
		failedLegs,
		why: why.slice(0, 10),
		stopped
	});
	const end = telling?.result === "failure" ? couldNotBegin(telling, ofLegs) : ofLegs;
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
const weights = {
	failure: 3,
	cancelled: 2,
	skipped: 1,
	success: 0
};
function weight({ result }) {
	return weights[result];
}
function shareOf({ index, of }, parts) {
	const known = parts.map(({ part, legs }) => legs === void 0 || legs.total === 0 ? 0 : (legs.total - 1) * of + part.index + 1);
	return Math.max(0, Math.ceil((Math.max(...known) - index) / of));
}
function couldNotBegin({ part, failure, tolerated }, ofLegs) {
	if (failure === void 0 || ofLegs.result === "failure" && ofLegs.tolerated !== true) return ofLegs;
	const message = `part ${part.index + 1} of ${part.of} could not begin: ${failure.message}`;
	return {
		result: "failure",
		...tolerated === true ? { tolerated } : {},
		failure: {
			...failure,
			message,
			causes: [...failure.causes, ...ofLegs.failure?.causes ?? []]
		}
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

// src/run/parts/ends-of-parts.ts
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
		help: lostHelp(of - parts.length),
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

// src/run/resume/prior-results.ts
function priorResults(graph, words) {
	const own = words.flatMap(({ events }) => events);
	const finished = [
		...words.flatMap(({ carried }) => carried),
		...own,
		...endsOfParts(graph, own)
	].filter((event) => event.type === "step-finished");
	return new Map(finished.map((event) => [event.step, event]));
}
function carriedOn(prior) {
	return [...prior.values()].map((end) => {
		const { schema, run, at, type, step, result, attempts, rows, durationMs, outputs, ...more } = end;
		const { tolerated, toleratedAround, reason, legs, failedLegs, unselected, cached } = more;
		return {
			schema,
			run,
			at,
			type,
			step,
			result,
			attempts,
			rows,
			durationMs,
			outputs,
			...said({
				tolerated,
				toleratedAround,
				reason,
				legs,
				failedLegs,
				unselected,
				cached
			})
		};
	});
}
function said(all) {
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== void 0));
}

// src/run/parts/join-part-datasets.ts
async function joinPartDatasets(folder, step, parts) {
	const ordered = lastOfEach(parts);
	const join = (file, table, records, skip) => joinPartFiles({
		folder,
		file,
		table
	}, records.filter((one) => one !== void 0), skip);
	const dataset = await join(`datasets/${step}.sqlite`, step, ordered.map((part) => part.dataset), 1);
	const names = new Set(ordered.flatMap((part) => Object.keys(part.datasets ?? {})));
	const named = {};
	for (const name of names) {
		const table = `${step}/${name}`;
		const one = await join(`datasets/${table}.sqlite`, table, ordered.map((part) => part.datasets?.[name]), 1);
		if (one !== void 0) named[name] = one;
	}
	const rejects = await join(`rejects/${step}.sqlite`, step, ordered.map((part) => part.rejects), 0);
	return {
		...dataset === void 0 ? {} : { dataset },
		...names.size === 0 ? {} : { datasets: named },
		...rejects === void 0 ? {} : { rejects }
	};
}

// src/action/prior-jobs.ts
async function fetchPrior(action, graph, job, folder) {
	if (job.needs.length === 0) return {
		ends: /* @__PURE__ */ new Map(),
		parts: /* @__PURE__ */ new Map()
	};
	return folded(action, "Fetch what it needs", async () => priorOf(graph, await fetchWords(action, job.needs, folder)));
}
function priorOf(graph, words) {
	return {
		ends: priorResults(graph, words),
		parts: partsOfSteps(words.flatMap(({ events }) => events))
	};
}
async function joinDatasets({ ends, parts }, folder) {
	const joined = new Map(ends);
	for (const [step, told] of parts) {
		const end = joined.get(step);
		if (end === void 0) continue;
		const isRead = end.result === "success" || end.tolerated === true;
		const made = await joinPartDatasets(folder, step, isRead ? told : told.map(withoutRows));
		joined.set(step, {
			...end,
			...made
		});
	}
	return joined;
}
function withoutRows({ dataset: _dataset, datasets: _datasets, ...part }) {
	return part;
}
const atOnce = 8;
async function fetchWords(action, jobs, folder) {
	return eightAtOnce(jobs, async (job) => {
		const word = await fetchWord(action, {
			name: jobArtifact(job),
			since: [planArtifact]
		}, folder);
		if (word.length === 0) action.runner.line(`job ${job} left no word`);
		return word;
	});
}
async function eightAtOnce(items, call) {
	const all = [];
	for (let from = 0; from < items.length; from += atOnce) all.push(...(await Promise.all(items.slice(from, from + atOnce).map(call))).flat());
	return all;
}
async function fetchWord({ artifacts, context }, { name, since }, folder) {
	const into = join(context.temp, name);
	await mkdir(into, { recursive: true });
	const words = await artifacts.download(name, into, { since }) ? [await readWord(into, folder)] : [];
	await rm(into, {
		recursive: true,
		force: true
	});
	return words;
}
async function readWord(from, folder) {
	const word = await unpackJob(from, folder, {
		folders: ["datasets", "rejects"],
		endsOnly: true
	});
	const attempt = await readFile(join(from, attemptFile), "utf8").catch(() => "");
	return {
		...word,
		attempt: Number(attempt) || 1
	};
}

export { joinDatasets as a, endsOfParts as c, fetchWords as i, fetchPrior as n, priorOf as o, fetchWord as r, carriedOn as s, eightAtOnce as t };