import { V as Failure } from "./dataset-fields-print-number.js";
import { Lt as changedNode, Nt as pricePerMinute, Pt as runnerKey, at as jobTimeoutMinutes, ct as workTimeoutMs, ft as poolsOfNode, lt as legsOf, ot as linesTimeoutMs, st as longestStepsMinutes, ut as partsOfSteps, zt as nodeOf } from "./manifest-json-schema.js";

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

// src/plan/components-of.ts
function componentsOf(graph, band) {
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
	const unite = (id, need) => {
		if (root(need) !== root(id)) parent.set(root(id), root(need));
	};
	const gathered = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { needs } = nodeOf(graph, id);
		if (graph.joints.has(id)) gathered.set(id, gather(needs, band, gathered));
		else for (const need of needs) uniteBelow(need, id, {
			band,
			gathered,
			unite
		});
	}
	return root;
}
function gather(needs, band, gathered) {
	const above = needs.flatMap((need) => [...gathered.get(need)?.values() ?? [[need]]].flat());
	return Map.groupBy(above, (step) => band.get(step) ?? 0);
}
function uniteBelow(need, id, { band, gathered, unite }) {
	const own = band.get(id) ?? 0;
	const joint = gathered.get(need);
	if (joint === void 0) {
		if (band.get(need) === own) unite(id, need);
		return;
	}
	const above = joint.get(own);
	if (above === void 0) return;
	for (const step of above) unite(id, step);
	joint.set(own, [id]);
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
		let deepest = graph.joints.has(id) ? -1 : 0;
		const own = graph.joints.has(id) ? 0 : 1;
		for (const need of nodeOf(graph, id).needs) deepest = Math.max(deepest, (depth.get(need) ?? 0) + own);
		depth.set(id, deepest);
	}
	return depth;
}
function bands(graph, depth, bandOf, { partsOf }) {
	const band = /* @__PURE__ */ new Map();
	const latest = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { needs, step } = nodeOf(graph, id);
		const above = merged(needs.map((need) => latest.get(need) ?? /* @__PURE__ */ new Map()));
		if (graph.joints.has(id)) {
			latest.set(id, above);
			continue;
		}
		const own = partsOf(id) > 1 ? alone : runnerKey(step.runsOn);
		let least = bandOf(depth.get(id) ?? 0);
		for (const [where, last] of above) least = Math.max(least, last + (where !== own || own === alone ? 1 : 0));
		band.set(id, least);
		latest.set(id, /* @__PURE__ */ new Map([[own, least]]));
	}
	return band;
}
const alone = "";
function merged(all) {
	const latest = /* @__PURE__ */ new Map();
	for (const each of all) for (const [where, band] of each) latest.set(where, Math.max(latest.get(where) ?? 0, band));
	return latest;
}
function components(graph, band, { partsOf }) {
	const root = componentsOf(graph, band);
	const packs = /* @__PURE__ */ new Map();
	const waves = [];
	for (const id of graph.order) {
		if (graph.joints.has(id)) continue;
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

// src/plan/fuse-chains.ts
function fuseChains(graph, { partsOf }) {
	const chainOf = /* @__PURE__ */ new Map();
	const chains = [];
	const below = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		if (graph.joints.has(id)) {
			below.set(id, levelOf(graph, id, below));
			continue;
		}
		const parts = partsOf(id);
		const longer = parts === 1 ? extendable(graph, id, chainOf) : void 0;
		const chain = longer ?? startChain(graph, {
			id,
			parts
		}, below);
		if (longer === void 0) chains.push(chain);
		chain.steps.push(id);
		chain.timeoutMs += workTimeoutMs(nodeOf(graph, id), parts);
		chainOf.set(id, chain);
		below.set(id, chain.level + 1);
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
function startChain(graph, { id, parts }, below) {
	return {
		steps: [],
		runner: runnerKey(nodeOf(graph, id).step.runsOn),
		parts,
		timeoutMs: 0,
		level: levelOf(graph, id, below)
	};
}
function levelOf(graph, id, below) {
	return nodeOf(graph, id).needs.reduce((deepest, need) => Math.max(deepest, below.get(need) ?? 0), 0);
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

// src/plan/without-ends.ts
function isEnd(graph, id) {
	return nodeOf(graph, id).ends !== void 0;
}
function withoutEnds(graph) {
	const awaited = awaitedEnds(graph);
	const steadies = /* @__PURE__ */ new Map();
	const joints = /* @__PURE__ */ new Set();
	const needsOf = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { needs, dependents, ends } = nodeOf(graph, id);
		if (ends !== void 0 && !awaited.has(id)) continue;
		const steady = steadied(needs, steadies);
		const counted = dependents.filter((below) => !isEnd(graph, below) || awaited.has(below));
		if (ends !== void 0 && (steady.size < 2 || counted.length < 2)) {
			steadies.set(id, steady);
			continue;
		}
		if (ends !== void 0) joints.add(id);
		needsOf.set(id, [...steady]);
	}
	return {
		...rebuilt(graph, needsOf),
		joints
	};
}
function awaitedEnds(graph) {
	const awaited = /* @__PURE__ */ new Set();
	for (const id of graph.order.toReversed()) {
		const { ends, dependents } = nodeOf(graph, id);
		if (ends !== void 0 && dependents.some((below) => !isEnd(graph, below) || awaited.has(below))) awaited.add(id);
	}
	return awaited;
}
function steadied(needs, steadies) {
	const [first = "", ...others] = needs;
	const only = others.length === 0 ? steadies.get(first) : void 0;
	if (only !== void 0) return only;
	return new Set(needs.flatMap((need) => [...steadies.get(need) ?? [need]]));
}
function rebuilt(graph, needsOf) {
	const dependents = new Map(needsOf.keys().map((id) => [id, []]));
	const nodes = /* @__PURE__ */ new Map();
	for (const [id, needs] of needsOf) {
		for (const need of needs) dependents.get(need)?.push(id);
		nodes.set(id, changedNode(nodeOf(graph, id), {
			needs,
			dependents: dependents.get(id) ?? []
		}));
	}
	return {
		...graph,
		order: [...needsOf.keys()],
		nodes
	};
}

// src/plan/place-ends.ts
function withEndsPlaced(pack) {
	return (graph, facts) => {
		const whole = {
			...graph,
			joints: /* @__PURE__ */ new Set()
		};
		const ends = graph.order.filter((id) => isEnd(graph, id));
		if (ends.length === 0) return pack(whole, facts);
		const packed = pack(withoutEnds(graph), facts);
		const placed = packed && placeEnds(graph, ends, packed);
		return placed !== void 0 && placed.length <= facts.maxWaves ? placed : pack(whole, facts);
	};
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

// src/plan/share-jobs.ts
const minuteMs = 4e4;
const mostTogether = 16;
function shareJobs(graph, waves, past, rooms) {
	const expectedMs = (pack) => expectedWhenSmall(graph, pack, past);
	return waves.map((wave, index) => shareWave(graph, wave, {
		expectedMs,
		room: rooms[index] ?? 0
	}));
}
function shareWave(graph, wave, { expectedMs, room }) {
	const open = [];
	const shared = [];
	for (const pack of wave) {
		const ms = expectedMs(pack);
		const kind = runnerKey(pack.runsOn);
		const fits = (one) => one.kind === kind && one.ms + (ms ?? 0) <= minuteMs && mayShare(graph, together(one.pack, pack), room);
		const host = ms === void 0 ? void 0 : open.find(fits);
		if (host === void 0) {
			if (ms !== void 0) open.push({
				pack,
				ms,
				at: shared.length,
				kind
			});
			shared.push(pack);
			continue;
		}
		host.pack = together(host.pack, pack);
		host.ms += ms ?? 0;
		shared[host.at] = host.pack;
	}
	return shared;
}
function expectedWhenSmall(graph, { steps, parts }, past) {
	if (parts > 1) return void 0;
	let sum = 0;
	for (const id of steps) {
		const { step, ends } = nodeOf(graph, id);
		const ms = ends === void 0 ? past.get(id) : 0;
		if (ms === void 0 || step.strategy !== void 0) return void 0;
		sum += ms;
	}
	return sum <= minuteMs ? sum : void 0;
}
function mayShare(graph, both, room) {
	return (both.lines?.length ?? 0) <= mostTogether && linesTimeoutMs(linesOf(graph, both), 1) <= longestStepsMinutes(both.runsOn) * 6e4 && packTimeoutMinutes(graph, both) <= room;
}
function together(host, guest) {
	const lines = [...host.lines ?? [host.steps], guest.steps];
	return {
		...host,
		steps: [...host.steps, ...guest.steps],
		lines
	};
}
function packTimeoutMinutes(graph, pack) {
	return jobTimeoutMinutes(linesOf(graph, pack), pack.parts);
}
function linesOf(graph, { steps, lines = [steps] }) {
	return lines.map((line) => line.map((id) => nodeOf(graph, id)));
}
function waveRoomMinutes(graph, wave) {
	const sharing = wave.filter(({ steps, parts }) => parts === 1 && steps.every((id) => !isMapped(graph, id)));
	const kinds = Map.groupBy(sharing, ({ runsOn }) => runnerKey(runsOn)).values();
	return Math.max(...wave.map((pack) => packTimeoutMinutes(graph, pack)), ...kinds.map((packs) => roomOf(graph, packs)));
}
function isMapped(graph, id) {
	return nodeOf(graph, id).step.strategy !== void 0;
}
function roomOf(graph, packs) {
	const longest = packs.map((pack) => ({
		lines: linesOf(graph, pack),
		ms: linesTimeoutMs(linesOf(graph, pack), 1)
	})).toSorted((one, other) => other.ms - one.ms).slice(0, mostTogether);
	return jobTimeoutMinutes(longest.flatMap(({ lines }) => lines), 1);
}

// src/plan/lay-out.ts
const comfortableWaves = 10;
const partings = [
	16,
	4,
	1
];
function layOut(graph, facts) {
	const unmeasured = packAll(graph, {
		...facts,
		past: /* @__PURE__ */ new Map()
	});
	if (facts.past.size === 0) return unmeasured;
	const rooms = unmeasured.map((wave) => waveRoomMinutes(graph, wave));
	const measured = tryPack(graph, facts);
	const packed = measured !== void 0 && fitsInto(graph, measured, rooms) ? measured : unmeasured;
	return shareJobs(graph, packed, facts.past, rooms);
}
function fitsInto(graph, waves, rooms) {
	return waves.every((wave, index) => wave.every((pack) => packTimeoutMinutes(graph, pack) <= (rooms[index] ?? 0)));
}
function packAll(graph, facts) {
	const packed = tryPack(graph, facts);
	if (packed !== void 0) return packed;
	throw new Failure("plan/waves", `the workflow of "${graph.manifest.id}" has ${facts.maxWaves} waves, and its steps need ${wavesNeeded(graph)}`, { help: "run `millrace workflow` and commit what it writes" });
}
function tryPack(graph, facts) {
	const pack = packerWithin(graph, facts);
	if (facts.maxWaves !== void 0) return pack(facts.maxWaves);
	return pack(comfortableWaves) ?? pack(graph.order.length) ?? [];
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
	}).map((wave) => waveRoomMinutes(graph, wave));
}
function packerWithin(graph, { past, pack = packByDepth }) {
	const into = packInto(graph, {
		past,
		pack
	});
	const full = Math.floor(900 / 256);
	const fitting = (maxWaves, most) => {
		const wide = into(maxWaves, 256, most);
		if (wide === void 0 || jobCount(wide.flat()) <= 900) return wide;
		return into(Math.min(full, maxWaves), 256, most) ?? into(maxWaves, Math.floor(900 / maxWaves), most);
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

export { jobCount as a, isEnd as i, waveTimeouts as n, expectedWork as o, packTimeoutMinutes as r, layOut as t };