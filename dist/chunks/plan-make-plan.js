import { it as pricePerMinute, ot as legsOf, ut as shareLimits, xt as nodeOf, yt as partOfGraph } from "./manifest-json-schema.js";
import { a as workAbove, i as isEnd, n as packTimeoutMinutes, o as expectedWork, t as layOut } from "./plan-lay-out.js";

// src/plan/make-plan.ts
const overheadMinutes = 2;
function makePlan(graph, facts) {
	const { manifest } = graph;
	const { select } = facts;
	const part = select === void 0 ? graph : partOfGraph(graph, select.steps);
	const packs = layOut(part, facts);
	const parts = new Map(packs.flat().flatMap((pack) => pack.steps.map((step) => [step, jobIds(part, pack)])));
	const waves = packs.map((wave) => planWave(part, facts, wave, parts));
	const jobs = waves.flat();
	return {
		schema: 1,
		pipeline: manifest.id,
		name: manifest.name,
		file: manifest.file,
		run: facts.run,
		inputs: facts.inputs,
		...select === void 0 ? {} : { select: select.text },
		steps: graph.order.map((id) => planStep(graph, facts, id, parts)),
		jobs,
		waves: waves.map((wave) => wave.map(({ id }) => id)),
		cost: cost(jobs),
		manifest: facts.authored,
		...facts.used === void 0 || Object.keys(facts.used).length === 0 ? {} : { used: facts.used }
	};
}
function jobIds(graph, { steps, parts }) {
	const name = (steps.find((step) => !isEnd(graph, step)) ?? steps[0] ?? "").replaceAll("/", ".");
	return parts === 1 ? [name] : Array.from({ length: parts }, (_, part) => `${name}.p${part}`);
}
function planStep(graph, facts, id, jobsOf) {
	const { step, needs, seen } = nodeOf(graph, id);
	const setup = step.teardown === void 0 ? void 0 : seen.get(step.teardown);
	const jobs = jobsOf.get(id) ?? [];
	const legs = legsOf(step);
	return {
		id,
		kind: step.kind,
		needs: [...needs],
		job: jobs[0] ?? "",
		runsOn: labels(step.runsOn),
		expectedMs: expectedWork(step, facts.past, Math.max(1, jobs.length)),
		basis: facts.past.has(id) ? "past" : "assumed",
		...legs === void 0 ? {} : { legs: {
			count: legs,
			parts: jobs.length
		} },
		...facts.select === void 0 || facts.select.steps.has(id) ? {} : { unselected: true },
		...setup === void 0 ? {} : { teardown: setup }
	};
}
function planWave(graph, facts, wave, jobsOf) {
	const jobs = wave.flatMap((pack) => jobIds(graph, pack).map((id, index) => ({
		id,
		index,
		pack
	})));
	const limits = shareLimits(graph, jobs);
	return jobs.map((job, nth) => planJob(graph, facts, {
		...job,
		limits: limits[nth] ?? {}
	}, jobsOf));
}
function planJob(graph, { past }, job, jobsOf) {
	const { id, pack, index, limits } = job;
	const { steps, parts, runsOn } = pack;
	const nodes = steps.map((step) => nodeOf(graph, step));
	const makers = nodes.flatMap(({ datasets }) => [...datasets.values()]);
	const needed = [...steps.flatMap((step) => workAbove(graph, step)), ...makers];
	const needs = new Set(needed.flatMap((need) => jobsOf.get(need) ?? []));
	const expectedMs = nodes.reduce((sum, { step }) => sum + expectedWork(step, past, parts), 0);
	return {
		id,
		steps: [...steps],
		needs: [...needs].filter((need) => need !== id),
		runsOn: labels(runsOn),
		timeoutMinutes: packTimeoutMinutes(graph, pack),
		...parts === 1 ? {} : { part: {
			index,
			of: parts
		} },
		...Object.keys(limits).length === 0 ? {} : { limits: { ...limits } },
		expectedMs,
		billedMinutes: Math.max(1, Math.ceil(expectedMs / 6e4))
	};
}
function labels(runsOn) {
	return typeof runsOn === "string" ? runsOn : [...runsOn];
}
function cost(jobs) {
	const minutes = jobs.reduce((sum, job) => sum + job.billedMinutes, overheadMinutes);
	const dollars = jobs.reduce((sum, job) => sum + job.billedMinutes * pricePerMinute(job.runsOn), overheadMinutes * pricePerMinute("ubuntu-latest"));
	return {
		billedMinutes: minutes,
		dollars: Math.round(dollars * 1e3) / 1e3
	};
}

export { makePlan as t };