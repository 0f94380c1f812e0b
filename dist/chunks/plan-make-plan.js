import { It as partOfGraph, Lt as changedNode, Nt as pricePerMinute, Ot as legCount, ft as poolsOfNode, lt as legsOf, pt as shareLimits, tt as contextsUsed, ut as partsOfSteps, zt as nodeOf } from "./manifest-json-schema.js";
import { t as runsAnyway } from "./plan-after-cancel.js";
import { a as jobCount, i as isEnd, o as expectedWork, r as packTimeoutMinutes, t as layOut } from "./plan-lay-out.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { d as evaluateMatrix, u as runContext } from "./run-step-environment.js";

// src/plan/known-matrices.ts
function withKnownMatrices(graph, known) {
	const contexts = {
		inputs: known.inputs,
		run: runContext(known),
		env: {},
		vars: {},
		secrets: {},
		needs: {},
		github: {},
		matrix: {}
	};
	const nodes = /* @__PURE__ */ new Map();
	for (const [id, node] of graph.nodes) {
		const strategy = knownStrategy(node, contexts);
		if (strategy !== void 0) nodes.set(id, changedNode(node, { step: {
			...node.step,
			strategy
		} }));
	}
	return nodes.size === 0 ? graph : {
		...graph,
		nodes: new Map([...graph.nodes, ...nodes])
	};
}
function knownStrategy({ step, scope }, contexts) {
	const { strategy } = step;
	if (strategy === void 0 || strategy.matrix.kind === "rows" || scope.within !== void 0) return void 0;
	if (legCount(strategy.matrix) !== null) return void 0;
	if (!contextsUsed(strategy.matrix).isSubsetOf(/* @__PURE__ */ new Set(["inputs", "run"]))) return void 0;
	try {
		const matrix = {
			kind: "axes",
			...evaluateMatrix(strategy.matrix, contexts)
		};
		return legCount(matrix) === null ? void 0 : {
			...strategy,
			matrix
		};
	} catch (error) {
		if (error instanceof Failure) return void 0;
		throw error;
	}
}

// src/plan/only-steps.ts
function onlySteps(waves, steps) {
	return waves.map((wave) => wave.flatMap((pack) => onlyStepsOf(pack, steps)));
}
function onlyStepsOf(pack, steps) {
	const kept = (ids) => ids.filter((id) => steps.has(id));
	const { lines, ...rest } = pack;
	const left = {
		...rest,
		steps: kept(pack.steps)
	};
	if (left.steps.length === 0) return [];
	const leftLines = lines?.map(kept).filter((line) => line.length > 0) ?? [];
	return [leftLines.length > 1 ? {
		...left,
		lines: leftLines
	} : left];
}

// src/plan/with-known-parts.ts
function withKnownParts(known, waves) {
	const wanted = partsOfSteps(known);
	let total = jobCount(waves.flat());
	return waves.map((wave) => {
		let inWave = jobCount(wave);
		return wave.map((pack) => {
			const [id = ""] = pack.steps;
			const parts = wanted.get(id) ?? 1;
			if (pack.parts === 1 || parts === pack.parts) return pack;
			const room = poolsOfNode(nodeOf(known, id)).length > 0 ? 0 : Math.max(0, Math.min(256 - inWave, 900 - total));
			const more = Math.min(parts - pack.parts, room);
			inWave += more;
			total += more;
			return {
				...pack,
				parts: pack.parts + more
			};
		});
	});
}

// src/plan/make-plan.ts
const overheadMinutes = 2;
function makePlan(graph, facts) {
	const { manifest } = graph;
	const { select } = facts;
	const known = withKnownMatrices(graph, facts);
	const part = select === void 0 ? known : partOfGraph(known, select.steps);
	const packs = withKnownParts(part, shapeOf(graph, facts));
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
		steps: graph.order.map((id) => planStep(known, facts, id, parts)),
		jobs,
		waves: waves.map((wave) => wave.map(({ id }) => id)),
		cost: cost(jobs),
		manifest: facts.authored,
		...facts.used === void 0 || Object.keys(facts.used).length === 0 ? {} : { used: facts.used }
	};
}
function shapeOf(graph, facts) {
	const { select, maxWaves } = facts;
	if (select === void 0) return layOut(graph, facts);
	if (maxWaves !== void 0) return onlySteps(layOut(graph, facts), select.steps);
	return layOut(partOfGraph(graph, select.steps), facts);
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
		...runsAnyway(step) ? { anyway: true } : {},
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
	const needs = jobsOfWork(graph, [...nodes.flatMap((node) => node.needs), ...makers], jobsOf);
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
		...pack.lines === void 0 ? {} : { shared: pack.lines.length },
		...Object.keys(limits).length === 0 ? {} : { limits: { ...limits } },
		expectedMs,
		billedMinutes: Math.max(1, Math.ceil(expectedMs / 6e4))
	};
}
function jobsOfWork(graph, steps, jobsOf) {
	const jobs = /* @__PURE__ */ new Set();
	const seen = new Set(steps);
	for (const id of seen) {
		const node = graph.nodes.get(id);
		if (node?.ends === void 0) for (const job of jobsOf.get(id) ?? []) jobs.add(job);
		else for (const need of node.needs) seen.add(need);
	}
	return jobs;
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