import { D as runnerKey, E as pricePerMinute, S as stepTimeoutMs, U as Failure, b as jobTimeoutMinutes, j as nodeOf, x as longestStepsMinutes } from "./manifest-json-schema.js";

// src/plan/narrow.ts
function narrow(wave, facts) {
	if (wave.length <= facts.maxJobsPerWave) return wave;
	const kinds = [...Map.groupBy(wave, (pack) => runnerKey(pack.runsOn)).values()];
	if (kinds.length > facts.maxJobsPerWave) return void 0;
	const spare = facts.maxJobsPerWave - kinds.length;
	return kinds.flatMap((packs) => spread(packs, 1 + Math.floor(spare * packs.length / wave.length), facts));
}
function spread(packs, places, facts) {
	const length = (pack) => pack.steps.reduce((sum, step) => sum + facts.expectedMs(step), 0);
	const jobs = packs.slice(0, places).map((pack) => ({
		...pack,
		steps: [...pack.steps],
		ms: length(pack)
	}));
	for (const pack of packs.slice(places).toSorted((a, b) => length(b) - length(a))) {
		const shortest = jobs.reduce((least, job) => job.ms < least.ms ? job : least);
		shortest.steps.push(...pack.steps);
		shortest.ms += length(pack);
	}
	return jobs.map(({ steps, runsOn }) => ({
		steps,
		runsOn
	}));
}

// src/plan/coarsen.ts
function coarsen(graph, facts) {
	const depth = depths(graph);
	const levels = depth.values().reduce((most, level) => Math.max(most, level + 1), 0);
	const perBand = Math.ceil(levels / facts.maxWaves);
	for (const bandOf of [(level) => Math.floor(level / perBand), () => 0]) {
		const waves = components(graph, bands(graph, depth, bandOf));
		if (waves.length > facts.maxWaves) continue;
		const packed = waves.map((wave) => narrow(wave, facts));
		if (packed.every((wave) => wave !== void 0)) return packed;
	}
}
function depths(graph) {
	const depth = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		let deepest = 0;
		for (const need of nodeOf(graph, id).needs) deepest = Math.max(deepest, (depth.get(need) ?? 0) + 1);
		depth.set(id, deepest);
	}
	return depth;
}
function bands(graph, depth, bandOf) {
	const band = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { needs, step } = nodeOf(graph, id);
		let least = bandOf(depth.get(id) ?? 0);
		for (const need of needs) {
			const changes = runnerKey(nodeOf(graph, need).step.runsOn) !== runnerKey(step.runsOn);
			least = Math.max(least, (band.get(need) ?? 0) + (changes ? 1 : 0));
		}
		band.set(id, least);
	}
	return band;
}
function components(graph, band) {
	const root = joined(graph, band);
	const packs = /* @__PURE__ */ new Map();
	const waves = [];
	for (const id of graph.order) {
		const key = root(id);
		const pack = packs.get(key) ?? {
			steps: [],
			runsOn: nodeOf(graph, id).step.runsOn
		};
		if (!packs.has(key)) (waves[band.get(id) ?? 0] ??= []).push(pack);
		packs.set(key, pack);
		pack.steps.push(id);
	}
	return waves.filter((wave) => wave !== void 0);
}
function joined(graph, band) {
	const parent = /* @__PURE__ */ new Map();
	const root = (id) => {
		let top = id;
		for (let up = parent.get(top); up !== void 0; up = parent.get(top)) top = up;
		for (let at = id; at !== top;) {
			const up = parent.get(at) ?? top;
			parent.set(at, top);
			at = up;
		}
		return top;
	};
	for (const id of graph.order) for (const need of nodeOf(graph, id).needs) if (band.get(need) === band.get(id) && root(need) !== root(id)) parent.set(root(id), root(need));
	return root;
}

// src/plan/fuse-chains.ts
function fuseChains(graph) {
	const chainOf = /* @__PURE__ */ new Map();
	const chains = [];
	for (const id of graph.order) {
		const chain = extendable(graph, id, chainOf) ?? startChain(graph, id, chainOf, chains);
		chain.steps.push(id);
		chain.timeoutMs += stepTimeoutMs(nodeOf(graph, id).step);
		chainOf.set(id, chain);
	}
	return layOut(graph, chains);
}
function extendable(graph, id, chainOf) {
	const { needs, step } = nodeOf(graph, id);
	const [only] = needs;
	if (only === void 0 || needs.length > 1) return void 0;
	const chain = chainOf.get(only);
	if (chain === void 0 || nodeOf(graph, only).dependents.length > 1) return void 0;
	return chain.timeoutMs + stepTimeoutMs(step) <= longestStepsMinutes(step.runsOn) * 6e4 && chain.runner === runnerKey(step.runsOn) ? chain : void 0;
}
function startChain(graph, id, chainOf, chains) {
	const { needs, step } = nodeOf(graph, id);
	const level = needs.reduce((deepest, need) => Math.max(deepest, (chainOf.get(need)?.level ?? 0) + 1), 0);
	const chain = {
		steps: [],
		runner: runnerKey(step.runsOn),
		timeoutMs: 0,
		level
	};
	chains.push(chain);
	return chain;
}
function layOut(graph, chains) {
	const waves = [];
	for (const { steps, level } of chains) {
		const first = steps[0];
		if (first === void 0) continue;
		(waves[level] ??= []).push({
			steps,
			runsOn: nodeOf(graph, first).step.runsOn
		});
	}
	return waves;
}

// src/plan/split-wide.ts
function splitWide(waves, width) {
	return waves.flatMap((wave) => Array.from({ length: Math.ceil(wave.length / width) }, (_, part) => wave.slice(part * width, (part + 1) * width)));
}

// src/plan/pack-by-depth.ts
const packByDepth = (graph, facts) => {
	const byDepth = splitWide(fuseChains(graph), facts.maxJobsPerWave);
	if (byDepth.length <= facts.maxWaves) return byDepth;
	return coarsen(graph, facts);
};

// src/plan/make-plan.ts
const assumedMs = 3e4;
const comfortableWaves = 10;
const maxJobsPerWave = 256;
const maxJobs = 900;
const overheadMinutes = 2;
function makePlan(graph, facts) {
	const { manifest } = graph;
	const waves = packed(graph, facts);
	const jobOf = new Map(waves.flat().flatMap((pack) => pack.steps.map((step) => [step, jobId(pack)])));
	const jobs = waves.flat().map((pack) => planJob(graph, facts, pack, jobOf));
	return {
		schema: 1,
		pipeline: manifest.id,
		name: manifest.name,
		file: manifest.file,
		run: facts.run,
		inputs: facts.inputs,
		steps: graph.order.map((id) => planStep(graph, facts, id, jobOf)),
		jobs,
		waves: waves.map((wave) => wave.map(jobId)),
		cost: cost(jobs),
		manifest: facts.authored
	};
}
function wavesNeeded(graph) {
	return packed(graph, { past: /* @__PURE__ */ new Map() }).length;
}
function waveTimeouts(graph) {
	return packed(graph, {
		past: /* @__PURE__ */ new Map(),
		maxWaves: wavesNeeded(graph)
	}).map((wave) => Math.max(...wave.map(({ steps }) => jobTimeoutMinutes(steps.map((step) => nodeOf(graph, step).step)))));
}
function packed(graph, facts) {
	const pack = packerWithin(graph, facts);
	if (facts.maxWaves === void 0) return pack(comfortableWaves) ?? pack(graph.order.length) ?? [];
	const fitting = pack(facts.maxWaves);
	if (fitting !== void 0) return fitting;
	throw new Failure("plan/waves", `the workflow of "${graph.manifest.id}" has ${facts.maxWaves} waves, and its steps need ${wavesNeeded(graph)}`, { help: "run `millrace workflow` and commit what it writes" });
}
function packerWithin(graph, { past, pack = packByDepth }) {
	const into = (maxWaves, jobsPerWave) => pack(graph, {
		expectedMs: (step) => past.get(step) ?? assumedMs,
		pricePerMinute,
		maxWaves,
		maxJobsPerWave: jobsPerWave
	});
	const full = Math.floor(maxJobs / maxJobsPerWave);
	return (maxWaves) => {
		const wide = into(maxWaves, maxJobsPerWave);
		if (wide === void 0 || wide.flat().length <= maxJobs) return wide;
		return into(Math.min(full, maxWaves), maxJobsPerWave) ?? into(maxWaves, Math.floor(maxJobs / maxWaves));
	};
}
function jobId(pack) {
	return pack.steps[0] ?? "";
}
function planStep(graph, facts, id, jobOf) {
	const { step, needs } = nodeOf(graph, id);
	const past = facts.past.get(id);
	return {
		id,
		kind: step.kind,
		needs: [...needs],
		job: jobOf.get(id) ?? id,
		runsOn: labels(step.runsOn),
		expectedMs: past ?? assumedMs,
		basis: past === void 0 ? "assumed" : "past"
	};
}
function planJob(graph, facts, pack, jobOf) {
	const id = jobId(pack);
	const nodes = pack.steps.map((step) => nodeOf(graph, step));
	const needed = nodes.flatMap(({ needs }) => needs.map((need) => jobOf.get(need) ?? need));
	const expectedMs = pack.steps.reduce((sum, step) => sum + (facts.past.get(step) ?? assumedMs), 0);
	return {
		id,
		steps: [...pack.steps],
		needs: [...new Set(needed)].filter((job) => job !== id),
		runsOn: labels(pack.runsOn),
		timeoutMinutes: jobTimeoutMinutes(nodes.map(({ step }) => step)),
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

export { waveTimeouts as n, makePlan as t };