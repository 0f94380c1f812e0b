import { at as runnerKey, et as jobTimeoutMinutes, it as pricePerMinute, jt as Failure, lt as poolsOfNode, nt as workTimeoutMs, ot as legsOf, st as partsOfSteps, tt as longestStepsMinutes, xt as nodeOf, yt as partOfGraph } from "./manifest-json-schema.js";

// src/plan/expected.ts
const assumedMs = 3e4;
const longLegs = 64;
const assumedShortMs = 1e3;
const assumedLegs = 16;
function expectedWork(step, past, parts) {
	if (step.kind === "uses" && step.strategy === void 0) return 0;
	return past.get(step.id) ?? Math.ceil(assumedWork(step) / parts);
}
function assumedWork(step) {
	const legs = legsOf(step);
	if (legs === void 0) return assumedMs;
	const count = legs ?? assumedLegs;
	const long = Math.min(count, longLegs);
	return Math.max(Math.min(count, 1) * assumedMs, (long * assumedMs + (count - long) * assumedShortMs) / 4);
}

// src/plan/packing.ts
function jobCount(packs) {
	return packs.reduce((sum, { parts }) => sum + parts, 0);
}

// src/plan/narrow.ts
function narrow(wave, facts) {
	if (jobCount(wave) <= facts.maxJobsPerWave) return wave;
	const shared = wave.filter(({ parts }) => parts > 1);
	const fewer = spread(wave.filter(({ parts }) => parts === 1), facts.maxJobsPerWave - jobCount(shared), facts);
	return fewer === void 0 ? void 0 : [...shared, ...fewer];
}
function spread(packs, places, facts) {
	if (packs.length <= places) return packs;
	const kinds = [...Map.groupBy(packs, (pack) => runnerKey(pack.runsOn)).values()];
	if (kinds.length > places) return void 0;
	const spare = places - kinds.length;
	return kinds.flatMap((alike) => fill(alike, 1 + Math.floor(spare * alike.length / packs.length), facts));
}
function fill(packs, places, facts) {
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
	return jobs.map(({ steps, runsOn, parts }) => ({
		steps,
		runsOn,
		parts
	}));
}

// src/plan/within-pools.ts
function withinPools(wave, facts) {
	let packs = wave;
	for (;;) {
		const pool = crowdedPool(packs, facts);
		if (pool === void 0) return [packs];
		const merged = putTogether(packs, pool, facts);
		if (merged === void 0) {
			const [first, rest] = split(packs, pool, facts);
			return [...withinPools(first, facts), ...withinPools(rest, facts)];
		}
		packs = merged;
	}
}
function crowdedPool(packs, facts) {
	const holders = /* @__PURE__ */ new Map();
	for (const pack of packs) for (const pool of poolsIn(pack, facts)) {
		const count = (holders.get(pool.name) ?? 0) + pack.parts;
		if (count > pool.max) return pool;
		holders.set(pool.name, count);
	}
}
function poolsIn({ steps }, facts) {
	const pools = /* @__PURE__ */ new Map();
	for (const step of steps) for (const pool of facts.poolsOf(step)) pools.set(pool.name, pool);
	return [...pools.values()];
}
function holds(pack, pool, facts) {
	return pack.steps.some((step) => facts.poolsOf(step).some(({ name }) => name === pool.name));
}
function putTogether(packs, pool, facts) {
	const holders = packs.filter((pack) => holds(pack, pool, facts));
	const places = pool.max - jobCount(holders.filter(({ parts }) => parts > 1));
	const joined = spread(holders.filter(({ parts }) => parts === 1), places, facts);
	if (joined === void 0) return void 0;
	return [...packs.filter((pack) => pack.parts > 1 || !holds(pack, pool, facts)), ...joined];
}
function split(packs, pool, facts) {
	const now = [];
	const later = [];
	let count = 0;
	const kinds = /* @__PURE__ */ new Set();
	for (const pack of packs) {
		const kind = pack.parts > 1 ? void 0 : runnerKey(pack.runsOn);
		const more = !holds(pack, pool, facts) || kind !== void 0 && kinds.has(kind) ? 0 : pack.parts;
		if (count + more > pool.max) later.push(pack);
		else {
			now.push(pack);
			count += more;
			if (more > 0 && kind !== void 0) kinds.add(kind);
		}
	}
	return [now, later];
}

// src/plan/coarsen.ts
function coarsen(graph, facts) {
	const depth = depths(graph);
	const levels = depth.values().reduce((most, level) => Math.max(most, level + 1), 0);
	const perBand = Math.ceil(levels / facts.maxWaves);
	for (const bandOf of [(level) => Math.floor(level / perBand), () => 0]) {
		const waves = components(graph, bands(graph, depth, bandOf, facts), facts).flatMap((wave) => withinPools(wave, facts));
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
function bands(graph, depth, bandOf, { partsOf }) {
	const band = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { needs, step } = nodeOf(graph, id);
		let least = bandOf(depth.get(id) ?? 0);
		for (const need of needs) {
			const apart = runnerKey(nodeOf(graph, need).step.runsOn) !== runnerKey(step.runsOn) || partsOf(id) > 1 || partsOf(need) > 1;
			least = Math.max(least, (band.get(need) ?? 0) + (apart ? 1 : 0));
		}
		band.set(id, least);
	}
	return band;
}
function components(graph, band, { partsOf }) {
	const root = joined(graph, band);
	const packs = /* @__PURE__ */ new Map();
	const waves = [];
	for (const id of graph.order) {
		const key = root(id);
		const { runsOn } = nodeOf(graph, id).step;
		const pack = packs.get(key) ?? {
			steps: [],
			runsOn,
			parts: partsOf(id)
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
function fuseChains(graph, { partsOf }) {
	const chainOf = /* @__PURE__ */ new Map();
	const chains = [];
	for (const id of graph.order) {
		const parts = partsOf(id);
		const longer = parts === 1 ? extendable(graph, id, chainOf) : void 0;
		const chain = longer ?? startChain(graph, {
			id,
			parts
		}, chainOf);
		if (longer === void 0) chains.push(chain);
		chain.steps.push(id);
		chain.timeoutMs += workTimeoutMs(nodeOf(graph, id), parts);
		chainOf.set(id, chain);
	}
	return layOut$1(graph, chains);
}
function extendable(graph, id, chainOf) {
	const { needs, step } = nodeOf(graph, id);
	const [only] = needs;
	if (only === void 0 || needs.length > 1) return void 0;
	const chain = chainOf.get(only);
	if (chain === void 0 || chain.parts > 1 || nodeOf(graph, only).dependents.length > 1) return void 0;
	return chain.timeoutMs + workTimeoutMs(nodeOf(graph, id), 1) <= longestStepsMinutes(step.runsOn) * 6e4 && chain.runner === runnerKey(step.runsOn) ? chain : void 0;
}
function startChain(graph, { id, parts }, chainOf) {
	const { needs, step } = nodeOf(graph, id);
	const level = needs.reduce((deepest, need) => Math.max(deepest, (chainOf.get(need)?.level ?? 0) + 1), 0);
	return {
		steps: [],
		runner: runnerKey(step.runsOn),
		parts,
		timeoutMs: 0,
		level
	};
}
function layOut$1(graph, chains) {
	const waves = [];
	for (const { steps, level, parts } of chains) {
		const first = steps[0];
		if (first === void 0) continue;
		(waves[level] ??= []).push({
			steps,
			runsOn: nodeOf(graph, first).step.runsOn,
			parts
		});
	}
	return waves;
}

// src/plan/split-wide.ts
function splitWide(waves, width) {
	return waves.flatMap((wave) => {
		const slices = [];
		let room = 0;
		for (const pack of wave) {
			if (pack.parts > room) {
				slices.push([]);
				room = width;
			}
			slices.at(-1)?.push(pack);
			room -= pack.parts;
		}
		return slices;
	});
}

// src/plan/pack-by-depth.ts
const packByDepth = (graph, facts) => {
	const byDepth = fuseChains(graph, facts).flatMap((wave) => withinPools(wave, facts));
	const waves = splitWide(byDepth, facts.maxJobsPerWave);
	return waves.length <= facts.maxWaves ? waves : coarsen(graph, facts);
};

// src/plan/place-ends.ts
function withEndsPlaced(pack) {
	return (graph, facts) => {
		const ends = graph.order.filter((id) => isEnd(graph, id));
		if (ends.length === 0) return pack(graph, facts);
		const packed = pack(withoutEnds(graph), facts);
		const placed = packed && placeEnds(graph, ends, packed);
		return placed !== void 0 && placed.length <= facts.maxWaves ? placed : pack(graph, facts);
	};
}
function isEnd(graph, id) {
	return nodeOf(graph, id).ends !== void 0;
}
function withoutEnds(graph) {
	return partOfGraph(graph, new Set(graph.order.filter((id) => !isEnd(graph, id))));
}
function workAbove(graph, id) {
	return nodeOf(graph, id).needs.flatMap((need) => isEnd(graph, need) ? workAbove(graph, need) : [need]);
}
function placeEnds(graph, ends, packed) {
	const rank = new Map(graph.order.map((id, index) => [id, index]));
	const places = /* @__PURE__ */ new Map();
	packed.forEach((wave, index) => wave.forEach((pack) => pack.steps.forEach((id) => places.set(id, {
		wave: index,
		pack
	}))));
	const guests = /* @__PURE__ */ new Map();
	const own = [];
	for (const id of ends) {
		const host = hostOf(workAbove(graph, id).flatMap((need) => places.get(need) ?? []), packed);
		if (host === void 0) own.push(id);
		else guests.set(host, [...guests.get(host) ?? [], id]);
	}
	const inOrder = (steps) => steps.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
	const waves = packed.map((wave) => wave.map((pack) => {
		const more = guests.get(pack);
		return more === void 0 ? pack : {
			...pack,
			steps: inOrder([...pack.steps, ...more])
		};
	}));
	return own.length === 0 ? waves : [...waves, [ownPack(graph, own)]];
}
function hostOf(needs, packed) {
	const last = needs.reduce((latest, { wave }) => Math.max(latest, wave), -1);
	const [pack, ...others] = new Set(needs.filter(({ wave }) => wave === last).map((need) => need.pack));
	if (pack?.parts === 1 && others.length === 0) return pack;
	return packed.slice(last + 1).flat().find(({ parts }) => parts === 1);
}
function ownPack(graph, ends) {
	const [first = ""] = ends;
	return {
		steps: ends,
		runsOn: nodeOf(graph, first).step.runsOn,
		parts: 1
	};
}

// src/plan/lay-out.ts
const comfortableWaves = 10;
const maxJobsPerWave = 256;
const maxJobs = 900;
const partings = [
	16,
	4,
	1
];
function layOut(graph, facts) {
	const pack = packerWithin(graph, facts);
	if (facts.maxWaves === void 0) return pack(comfortableWaves) ?? pack(graph.order.length) ?? [];
	const fitting = pack(facts.maxWaves);
	if (fitting !== void 0) return fitting;
	throw new Failure("plan/waves", `the workflow of "${graph.manifest.id}" has ${facts.maxWaves} waves, and its steps need ${wavesNeeded(graph)}`, { help: "run `millrace workflow` and commit what it writes" });
}
function wavesNeeded(graph) {
	const facts = { past: /* @__PURE__ */ new Map() };
	const pack = packerWithin(graph, facts);
	let waves = layOut(graph, facts).length;
	while (pack(waves) === void 0) waves += 1;
	return waves;
}
function waveTimeouts(graph) {
	return layOut(graph, {
		past: /* @__PURE__ */ new Map(),
		maxWaves: wavesNeeded(graph)
	}).map((wave) => Math.max(...wave.map((pack) => packTimeoutMinutes(graph, pack))));
}
function packTimeoutMinutes(graph, { steps, parts }) {
	return jobTimeoutMinutes(steps.map((step) => nodeOf(graph, step)), parts);
}
function packerWithin(graph, { past, pack = packByDepth }) {
	const into = packInto(graph, {
		past,
		pack
	});
	const full = Math.floor(maxJobs / maxJobsPerWave);
	const fitting = (maxWaves, most) => {
		const wide = into(maxWaves, maxJobsPerWave, most);
		if (wide === void 0 || jobCount(wide.flat()) <= maxJobs) return wide;
		return into(Math.min(full, maxWaves), maxJobsPerWave, most) ?? into(maxWaves, Math.floor(maxJobs / maxWaves), most);
	};
	return (maxWaves) => {
		for (const most of partings) {
			const waves = fitting(maxWaves, most);
			if (waves !== void 0) return waves;
		}
	};
}
function packInto(graph, { past, pack }) {
	const pools = new Map(graph.nodes.values().map((node) => [node.step.id, poolsOfNode(node)]));
	return (maxWaves, jobsPerWave, mostParts) => {
		const parts = partsOfSteps(graph, mostParts);
		return withEndsPlaced(pack)(graph, {
			expectedMs: (step) => expectedWork(nodeOf(graph, step).step, past, parts.get(step) ?? 1),
			partsOf: (step) => parts.get(step) ?? 1,
			poolsOf: (step) => pools.get(step) ?? [],
			pricePerMinute,
			maxWaves,
			maxJobsPerWave: jobsPerWave
		});
	};
}

export { workAbove as a, isEnd as i, packTimeoutMinutes as n, expectedWork as o, waveTimeouts as r, layOut as t };