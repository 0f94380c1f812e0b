import { i as hashOf, n as cacheKey, t as hashFile } from "./cache-hash-file.js";
import { B as Bug, M as counted$1, P as duration, U as unreachable, V as Failure, w as foldName } from "./dataset-fields-print-number.js";
import { At as openLegs, Bt as stepsOf, G as idIn, It as partOfGraph, K as datasetStep, bt as toTime, dt as ownPools, et as evaluateTemplate, ht as factsOf, o as isAmong, q as datasetsOf, s as namesOfGraph, tt as contextsUsed, zt as nodeOf } from "./manifest-json-schema.js";
import { n as tried, t as attempt } from "./run-attempts-attempt.js";
import { n as conditionOf, r as needUnknown, t as usesFailedCode } from "./diagnostic-uses-failed.js";
import { r as seenResult } from "./run-verdict-condition.js";
import { i as inputsOfUse, n as decide, o as entryFiles, r as whatChanged, t as stepKey } from "./run-cached-step-key.js";
import { a as settleMapping, c as moduleFiles, d as evaluateMatrix, i as resolveTemplates, n as runEnvironment, o as settleStep, r as resolveOptions, t as baseEnvironment, u as runContext } from "./run-step-environment.js";
import { C as maskedValues, S as maskedEvent, _ as columnsBefore, a as stepContext, b as datasetsRead, c as LogTail, d as legFile, f as neededNames, g as RunState, h as loadExecutor, l as AttemptFolder, m as resolveEnvironment, n as partName, o as withLacking, p as whoNames, r as secretMask, s as claimFile, t as Recorder, u as keepFile, v as datasetNamed, x as resolveConnections, y as withWindows } from "./run-events-recorder.js";
import { t as BrokenRules } from "./dataset-broken-rules.js";
import { t as DatasetCursor } from "./dataset-file-format-dataset-cursor.js";
import { n as openDatasetFile } from "./dataset-dataset-file.js";
import { n as readRows } from "./dataset-read-rows.js";
import { n as requireAccounted } from "./steps-row-balance.js";
import { i as isBefore, n as earlier, o as keeperName, t as cursorOf } from "./steps-window.js";
import { t as canonicalJson } from "./text-canonical-json.js";
import { n as dayStart, t as dateIn } from "./schedule-day-start.js";
import { r as pageSize } from "./dataset-profile-column-of.js";
import { a as RecordCursor } from "./dataset-file-format-record-fields.js";
import { t as sqlitePath } from "./text-sqlite-path.js";
import { n as runResultOf, r as runEvent } from "./run-run-result.js";
import { a as legOf, i as legColumn, n as joinLegFiles, t as LegTally } from "./run-mapped-leg-tally.js";
import { t as widerColumn } from "./dataset-profile-wider-column.js";
import { a as noLegs, i as legLabel, n as emptyList, r as endOfLegs, t as allowedFailures } from "./run-mapped-leg-result.js";
import { t as showsSecret } from "./run-events-shows-secret.js";
import { a as readBy, i as encodeDefinitions, n as definitionsFile, s as unselectedEnd } from "./run-resume-step-definitions.js";
import { t as runsAnyway } from "./plan-after-cancel.js";
import { u as sql } from "./vendor/kysely.js";
import { r as tableId } from "./steps-sql-identifier.js";
import { n as isFileGone, t as sameTargets } from "./steps-load-same-targets.js";
import { d as parseTable } from "./steps-load-target-table.js";
import { dirname, join, resolve } from "node:path";
import { readFile } from "node:fs/promises";
import { closeSync, existsSync, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, readdirSync, renameSync, rmSync, rmdirSync, statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { hash } from "node:crypto";
import { runInNewContext } from "node:vm";

// src/run/mapped/legs-done.ts
const none = {
	datasets: [],
	rejects: false
};
const counted = [
	"read",
	"loaded",
	"rejected",
	"filtered",
	"deduplicated",
	"unchanged"
];
const width = 1 + counted.length;
const mostSamples = 5;
var LegsDone = class {
	definition;
	#keys = /* @__PURE__ */ new Uint32Array(64);
	#numbers = new Float64Array(64 * width);
	#made = /* @__PURE__ */ new Uint32Array(64);
	#kinds = [none];
	#outputs = /* @__PURE__ */ new Map();
	#samples = /* @__PURE__ */ new Map();
	constructor(definition) {
		this.definition = definition;
	}
	get byteLength() {
		return this.#keys.byteLength + this.#numbers.byteLength + this.#made.byteLength;
	}
	has(leg, key) {
		return this.#keys[leg] === numberOf$1(key);
	}
	end(leg) {
		const [rows, ...counts] = this.#numbers.subarray(leg * width, (leg + 1) * width);
		const samples = this.#samples.get(leg);
		const [read = 0, loaded = 0, rejected = 0, filtered = 0, deduplicated = 0, unchanged = 0] = counts;
		return {
			result: "success",
			attempts: 1,
			rows: rows === void 0 || Number.isNaN(rows) ? null : rows,
			outputs: this.#outputs.get(leg) ?? {},
			...Number.isNaN(read) ? {} : { counts: {
				read,
				loaded,
				rejected,
				filtered,
				deduplicated,
				unchanged
			} },
			...samples === void 0 ? {} : { rejectSamples: samples }
		};
	}
	made(leg) {
		return this.#kinds[this.#made[leg] ?? 0] ?? none;
	}
	take(event) {
		const { leg, key, result, rows, counts, outputs, rejectSamples } = event;
		const number = Number(leg);
		this.#grow(number);
		this.#keys[number] = result === "success" && key !== void 0 ? numberOf$1(key) : 0;
		this.#numbers.set([rows ?? NaN, ...counted.map((name) => counts?.[name] ?? NaN)], number * width);
		this.#made[number] = this.#kindOf(event);
		if (number < 256) this.#outputs.set(number, outputs);
		this.#samples.delete(number);
		if (rejectSamples !== void 0 && this.#samples.size < mostSamples) this.#samples.set(number, rejectSamples);
	}
	forget(leg) {
		this.#keys[leg] = 0;
	}
	#kindOf({ dataset, datasets = {}, rejects }) {
		const names = [...dataset === void 0 ? [] : [""], ...Object.keys(datasets)];
		const hasRejects = rejects !== void 0;
		const known = this.#kinds.findIndex((kind) => kind.rejects === hasRejects && isDeepStrictEqual(kind.datasets, names));
		return known >= 0 ? known : this.#kinds.push({
			datasets: names,
			rejects: hasRejects
		}) - 1;
	}
	#grow(leg) {
		if (leg < this.#keys.length) return;
		const [keys, numbers, made] = [
			this.#keys,
			this.#numbers,
			this.#made
		];
		this.#keys = new Uint32Array(2 * leg);
		this.#numbers = new Float64Array(2 * leg * width);
		this.#made = new Uint32Array(2 * leg);
		this.#keys.set(keys);
		this.#numbers.set(numbers);
		this.#made.set(made);
	}
};
function legsDone(graph, events) {
	const after = mappedAfter(graph);
	const steps = /* @__PURE__ */ new Map();
	for (const event of events) if (event.type === "step-started" && event.leg === void 0) {
		forget(steps, after.get(event.step));
		const known = steps.get(event.step);
		if (event.legs !== void 0 && (known === void 0 || known.definition !== event.definition)) steps.set(event.step, new LegsDone(event.definition));
	} else if (event.type === "step-finished") forget(steps, after.get(event.step));
	else if (event.type === "leg-finished" && event.values !== void 0 && !event.leg.includes("/")) steps.get(event.step)?.take(event);
	return steps;
}
function mappedAfter(graph) {
	const after = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { step, needs } = nodeOf(graph, id);
		if (step.strategy === void 0) continue;
		for (const need of needs) {
			const known = after.get(need);
			if (known === void 0) after.set(need, [id]);
			else known.push(id);
		}
	}
	return after;
}
function forget(steps, ids = []) {
	for (const id of ids) steps.delete(id);
}
function keyOfLeg(values, mask) {
	return hash("sha1", JSON.stringify(maskedValues(values, mask))).slice(0, 8);
}
function numberOf$1(key) {
	return (Number.parseInt(key, 16) | 1) >>> 0;
}

// src/run/verdict/judge-step.ts
function verdictOn(state, id, cancelled) {
	const { scope } = nodeOf(state.request.graph, id);
	const gate = gateOf(state, scope, cancelled);
	return gate.open ? conditionOf(state, id, cancelled) : closedBy(scope, gate);
}
function gateOf(state, scope, cancelled) {
	const { graph, plan } = state.request;
	if (!graph.nodes.has(scope.id)) return {
		open: true,
		inputs: plan.inputs
	};
	const known = state.gates.get(scope.id);
	if (known !== void 0) return known;
	const gate = judge(state, scope, cancelled);
	state.gates.set(scope.id, gate);
	return gate;
}
function judge(state, scope, cancelled) {
	const { step, scope: around } = nodeOf(state.request.graph, scope.id);
	const outer = gateOf(state, around, cancelled);
	if (!outer.open) return {
		open: false,
		...closedBy(around, outer)
	};
	if (!hasBegun(state, scope)) {
		const verdict = conditionOf(state, scope.id, cancelled);
		if (verdict.outcome !== "run") return {
			open: false,
			...verdict
		};
	}
	const inputs = tried(() => inputsOfUse(step, scope.manifest, state.contexts(scope.id)));
	if (inputs.ended === "done") return {
		open: true,
		inputs: inputs.value
	};
	return {
		open: false,
		outcome: "failure",
		failure: inputs.failure,
		tolerated: step.continueOnError
	};
}
function hasBegun({ finished }, scope) {
	return scope.manifest.steps.some(({ id }) => {
		const inside = finished.get(idIn(scope, id));
		if (inside === void 0) return false;
		return inside.attempts > 0 || inside.cached === true || inside.unchanged === true;
	});
}
function closedBy({ id }, gate) {
	if (gate.outcome === "cancelled") return {
		outcome: "cancelled",
		reason: gate.reason
	};
	return {
		outcome: "skipped",
		reason: `"${id}" ${gate.outcome === "failure" ? "could not begin" : `was skipped: ${gate.reason}`}`
	};
}

// src/app/planned-environment.ts
function plannedEnvironment(graph, plan, lookup) {
	const planned = new Set(plan.jobs.flatMap(({ steps }) => steps));
	return resolveEnvironment(namesOfGraph(graph), lookup, {
		needed: neededNames(graph, planned),
		whose: (name) => whoNames(graph, planned, name)
	});
}

// src/run/cached/step-cache.ts
var StepCache = class {
	store;
	#hashes = /* @__PURE__ */ new Map();
	constructor(store) {
		this.store = store;
	}
	contentOf(path) {
		const known = this.#hashes.get(path);
		if (known !== void 0) return known;
		const hash = hashFile(path);
		this.#hashes.set(path, hash);
		return hash;
	}
	forget(path) {
		this.#hashes.delete(path);
	}
	know(path, hash) {
		this.#hashes.set(path, Promise.resolve(hash));
	}
};

// src/run/events/reject-samples.ts
const maxSamples = 5;
const maxChars = 200;
const maxRules = 10;
function readRejects(path, mask) {
	using file = openDatasetFile(path);
	const [first = []] = readRows(file, maxSamples);
	const samples = first.map((row) => sampleOf(row, mask));
	return {
		name: file.name,
		columns: file.columns,
		rows: file.rows,
		samples,
		byRule: brokenRules(file)
	};
}
function brokenRules(file) {
	const [column, rule] = ["column", "rule"].map((name) => file.columns.findIndex((each) => each.name === name));
	const broken = new BrokenRules();
	if (column === void 0 || rule === void 0) return [];
	const cursor = new DatasetCursor(file);
	while (cursor.next()) broken.add({
		column: cursor.isNull(column) ? null : cursor.text(column),
		rule: cursor.text(rule)
	});
	return broken.most(maxRules);
}
function sampleOf(row, mask) {
	const shown = (name) => shownText(row[name], mask);
	return {
		file: shown("file") ?? "",
		line: numberOf(row["line"]),
		byte: numberOf(row["byte"]),
		column: shown("column"),
		rule: shown("rule") ?? "",
		value: shown("value"),
		raw: shown("raw")
	};
}
function numberOf(value) {
	return typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
}
function shownText(value, mask) {
	if (typeof value !== "string") return null;
	const text = mask(value);
	return text.length > maxChars ? `${text.slice(0, maxChars).toWellFormed()}…` : text;
}

// src/run/require-balance.ts
function requireBalance(outcome) {
	const { rows, dataset, rejects } = outcome;
	if (rows === void 0) return;
	requireAccounted(outcome);
	const told = JSON.stringify(rows);
	if (dataset !== void 0 && dataset.rows !== rows.loaded) throw new Bug(`the dataset of this step holds ${dataset.rows} rows and not those counted: ${told}`);
	if (rejects !== void 0 && rejects.rows !== rows.rejected) throw new Bug(`the rejects of this step hold ${rejects.rows} rows and not those counted: ${told}`);
}

// src/run/attempts/search.ts
const longestMs = 200;
function search(patterns, text) {
	const searched = text.slice(-262144);
	const tooSlow = [];
	for (const pattern of patterns) {
		const answer = tried(() => runInNewContext(script, {
			pattern,
			text: searched
		}, { timeout: longestMs }));
		if (answer.ended !== "done") tooSlow.push(pattern);
		else if (answer.value === true) return {
			found: true,
			tooSlow
		};
	}
	return {
		found: false,
		tooSlow
	};
}
const script = "new RegExp(pattern, \"m\").test(text)";

// src/run/attempts/fits-retry.ts
function fitOf(on, { failure, log }) {
	if (on === void 0) return failure.retryable ? fits : misfit("another attempt would bring the same");
	if (fitsFacts(on, failure)) return fits;
	if (on.messages.length === 0) return misfit("nothing in retry.on fits it");
	const { found, tooSlow } = search(on.messages, [
		failure.message,
		...failure.causes,
		...log
	].join("\n"));
	if (found) return fits;
	return misfit(`nothing in retry.on fits it${tooSlow.map((pattern) => `; the pattern ${pattern} took too long`).join("")}`);
}
const fits = { fits: true };
function misfit(why) {
	return {
		fits: false,
		why
	};
}
function fitsFacts(on, { code, facts = {} }) {
	const { exitCode, httpStatus, sqlState } = facts;
	return on.timeout && code === "step/timeout" || exitCode !== void 0 && on.exitCodes.includes(exitCode) || httpStatus !== void 0 && on.httpStatuses.some((wanted) => isStatus(httpStatus, wanted)) || sqlState !== void 0 && on.sqlStates.some((wanted) => isState(sqlState, wanted));
}
function isStatus(status, wanted) {
	return wanted.endsWith("xx") ? Math.floor(status / 100) === Number(wanted[0]) : String(status) === wanted;
}
function isState(state, wanted) {
	const [has, asked] = [state.toUpperCase(), wanted.toUpperCase()];
	return asked.endsWith("*") ? has.startsWith(asked.slice(0, -1)) : has === asked;
}

// src/run/attempts/retry-delay.ts
function nextAttempt(retry, tries, failed, random) {
	const { failure } = failed;
	const budget = budgetOf(retry, tries, failed);
	if (typeof budget !== "string") return budget;
	const asked = failure.retryAfterMs ?? 0;
	if (asked > retry.maxDelayMs) {
		const most = duration(retry.maxDelayMs);
		return over(`the server asks for ${duration(asked)} of pause, which is more than max-delay (${most})`);
	}
	const delayMs = Math.max(asked, pauseMs(retry, tries.attempts, random));
	if (retry.maxTimeMs !== void 0 && tries.elapsedMs + delayMs > retry.maxTimeMs) return over(`another attempt would begin after max-time (${duration(retry.maxTimeMs)})`);
	return {
		again: true,
		delayMs,
		budget
	};
}
function budgetOf(retry, { attempts, infrastructure }, failed) {
	if (failed.failure.facts?.infrastructure === true && infrastructure < retry.infrastructure) return "infrastructure";
	const fit = fitOf(retry.on, failed);
	if (fit.fits && attempts - infrastructure < retry.maxAttempts) return "own";
	if (fit.fits || infrastructure > 0) return over(`that was the last of ${counted$1(attempts, "attempt")}`);
	return over(fit.why);
}
const mostDoublings = 40;
function pauseMs({ backoff, delayMs, maxDelayMs }, attempts, random) {
	if (backoff === "constant") return Math.min(maxDelayMs, delayMs);
	return Math.round(random() * Math.min(maxDelayMs, delayMs * 2 ** Math.min(attempts - 1, mostDoublings)));
}
function over(why) {
	return {
		again: false,
		why
	};
}

// src/run/settled-node.ts
function settledNode(state, node, settle, leg) {
	const { step } = node;
	if (step.late === void 0) return node;
	const known = state.contexts(step.id);
	const outer = leg?.values === void 0 ? known : {
		...known,
		matrix: leg.values
	};
	const contexts = {
		...outer,
		env: {
			...outer.env,
			...resolveTemplates(step.env, outer)
		}
	};
	return {
		...node,
		step: settle(step, contexts)
	};
}

// src/run/incremental/keepers-of.ts
function keepersOf(state, id) {
	return keepersHolding(state, (_, maker) => maker === id);
}
function keepersHolding(state, holds) {
	const { outside, request } = state;
	const { graph } = request;
	const reached = /* @__PURE__ */ new Set();
	const holdsHere = (name, maker) => reached.has(maker) || holds(name, maker);
	const keepers = [];
	for (const node of graph.order.map((each) => nodeOf(graph, each))) {
		if (!datasetsRead(node).some(([name, maker]) => holdsHere(name, maker))) continue;
		reached.add(node.step.id);
		if (isLoad(node)) keepers.push({
			node,
			state
		});
	}
	if (outside === void 0) return keepers;
	return [...keepers, ...keepersHolding(outside.state, handedOn(graph, outside.step, holdsHere))];
}
function handedOn(graph, step, holds) {
	const local = step.slice(step.lastIndexOf("/") + 1);
	const names = Object.entries(graph.manifest.datasets).flatMap(([name, made]) => {
		const id = `${step}/${datasetStep(made)}`;
		const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made);
		return maker !== void 0 && holds(made, maker) ? [`${local}/${name}`, local] : [];
	});
	return (name, maker) => maker === step && names.includes(name);
}
function isLoad(node) {
	return node.step.kind === "load";
}

// src/run/incremental/source-name.ts
const longest = 80;
function sourceName({ step, scope }, leg, inputs, mask) {
	const texts = [...textsIn(step.options), ...Object.values(step.env)];
	const around = texts.some((text) => /\benv\b/.test(text)) ? Object.values(scope.manifest.env) : [];
	const named = inputsNamed([...texts, ...around], Object.keys(inputs));
	const values = Object.fromEntries(named.map((name) => [name, inputs[name]]));
	const read = named.length === 0 ? "" : `(${short(canonicalJson(values).slice(1, -1), mask)})`;
	return keeperName(`${step.id}${read}`, leg);
}
function short(text, mask) {
	return text.length <= longest && mask(text) === text ? text : hash("sha1", text).slice(0, 16);
}
function inputsNamed(texts, known) {
	const found = /* @__PURE__ */ new Set();
	for (const text of texts) for (const [, dotted, bracketed] of text.matchAll(/\binputs\b(?:\s*\.\s*([\w-]+)|\s*\[\s*'([^']*)'\s*\])?/gi)) {
		const name = (dotted ?? bracketed)?.toLowerCase();
		for (const one of known) if (name === void 0 || one.toLowerCase() === name) found.add(one);
	}
	return [...found].toSorted();
}
function* textsIn(value) {
	if (typeof value === "string") {
		if (value.includes("${{")) yield value;
	} else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) yield* textsIn(each);
}

// src/run/incremental/window-of.ts
const lastInteger = String(2n ** 63n - 1n);
const dayMs = 864e5;
function windowOf(options, facts) {
	const { source, kept, asked } = facts;
	const { kind } = options;
	const start = startOf(options, facts.timezone);
	const standing = (value) => cursorOf(kind, value) ?? start;
	const known = [...kept].flatMap(([step, value]) => {
		const own = cursorOf(kind, value);
		return own === void 0 ? [] : [[step, own]];
	});
	const record = {
		source,
		kind,
		start,
		kept: Object.fromEntries(known)
	};
	if (asked !== void 0) {
		const again = asked.again === true ? { again: asked.again } : {};
		return {
			...record,
			...askedWindow(options, asked, facts),
			asked: true,
			...again
		};
	}
	const base = (kept.size === 0 ? [start] : [...kept.values()].map(standing)).reduce((one, other) => earlier(kind, one, other));
	const from = lowered(options, base, start);
	const to = endOf(options, facts);
	return ended({
		...record,
		from,
		to: isBefore(kind, to, base) ? base : to
	});
}
function askedWindow({ kind, settleMs }, { from, to }, { now, source }) {
	if (kind === "integer") throw new Failure("window/kind", `"${source}" is read by an integer cursor: no window of time is a part of it`, { help: "leave out the window, or use a timestamp for the cursor" });
	const settled = earlier("time", to, new Date(now.getTime() - settleMs).toISOString());
	const end = isBefore("time", settled, from) ? from : settled;
	return {
		from,
		to: end,
		cursor: end
	};
}
function ended(window) {
	return window.kind === "integer" ? window : {
		...window,
		cursor: window.to
	};
}
function startOf({ kind, start, windowMs }, timezone) {
	if (kind === "integer") return BigInt(start).toString();
	return (windowMs !== void 0 && start.length === 10 ? dayStart(start, timezone) : new Date(toTime(start) ?? 0)).toISOString();
}
function lowered({ kind, lag }, base, start) {
	if (kind === "integer") {
		const least = BigInt(base) - BigInt(lag);
		return String(least < BigInt(start) ? start : least);
	}
	const from = new Date(Date.parse(base) - lag).toISOString();
	return from < start ? earlier("time", start, base) : from;
}
function endOf({ kind, windowMs, settleMs }, { now, timezone }) {
	if (kind === "integer") return lastInteger;
	const settled = new Date(now.getTime() - settleMs);
	return (windowMs === void 0 ? settled : lastBoundary(settled, windowMs, timezone)).toISOString();
}
function lastBoundary(moment, windowMs, timezone) {
	const midnight = dayStart(dateIn(timezone, moment), timezone);
	if (windowMs <= dayMs) {
		const since = moment.getTime() - midnight.getTime();
		return windowMs === dayMs ? midnight : new Date(midnight.getTime() + since - since % windowMs);
	}
	const days = windowMs / dayMs;
	const number = Math.floor(Date.parse(dateIn(timezone, moment)) / dayMs);
	const first = (/* @__PURE__ */ new Date((number - number % days) * dayMs)).toISOString().slice(0, 10);
	return dayStart(first, timezone);
}

// src/run/incremental/open-window.ts
async function openWindow(work) {
	const { state, node, leg, signal } = work;
	const { step } = node;
	const { incremental } = factsOf(step);
	if (incremental === void 0) return void 0;
	const { plan, workspace, ports } = state.request;
	const contexts = {
		...state.contexts(step.id),
		...leg?.values === void 0 ? {} : { matrix: leg.values }
	};
	const source = sourceName(node, leg, contexts.inputs, work.recorder.mask);
	const loads = keepersOf(state, step.id);
	const places = loads.flatMap(placeOf);
	const inLedger = places.length < loads.length || loads.length === 0;
	const { readCursors } = await import("./steps-load-read-cursors.js");
	const { databaseTime } = await import("./steps-load-database-time.js");
	const at = {
		pipeline: plan.pipeline,
		source,
		workspace,
		databases: ports.databases,
		signal
	};
	const clock = clockOf(node, contexts);
	const window = windowOf(incremental, {
		source,
		now: clock === void 0 ? ports.clock.now() : await databaseTime(clock, at),
		timezone: timezoneOf(work),
		kept: new Map([...inLedger ? [[ofRuns, plan.cursors?.[source]]] : [], ...await readCursors(places, at)]),
		asked: plan.run.window
	});
	const { [ofRuns]: _, ...kept } = window.kept;
	return inLedger ? {
		...window,
		kept,
		inLedger
	} : window;
}
const ofRuns = "";
function timezoneOf({ state, node }) {
	let { scope } = node;
	while (scope.within !== void 0) scope = scope.within;
	return (scope.manifest.schedules[0] ?? state.request.graph.manifest.schedules[0])?.timezone ?? "UTC";
}
function clockOf({ step, scope }, contexts) {
	const { connection } = factsOf(step);
	if (connection === void 0) return void 0;
	return connectionOf(scope.manifest.connections, connection.name, contexts);
}
function placeOf({ node: { step, scope }, state }) {
	const contexts = state.contextsIn(scope, []);
	const { options, strategy } = step;
	if (options.target !== "table") return [];
	const isKnown = [...contextsUsed(options.table)].every((name) => known$2.has(name));
	const isMapped = strategy !== void 0;
	return [{
		step: isMapped ? step.id : keeperName(step.id, state.leg),
		isMapped,
		connection: connectionOf(scope.manifest.connections, options.into, contexts),
		table: isKnown ? evaluateTemplate(options.table, contexts) : void 0
	}];
}
const known$2 = /* @__PURE__ */ new Set([
	"inputs",
	"vars",
	"run",
	"github"
]);
function connectionOf(connections, name, contexts) {
	const one = connections[name];
	return one === void 0 ? void 0 : resolveConnections({ [name]: one }, contexts)[name];
}

// src/run/run-step.ts
const graceMs = 1e4;
async function runStep(state, recorder, written, cancel, leg = state.leg) {
	const settled = tried(() => settledNode(state, written, settleStep, leg));
	if (settled.ended !== "done") return {
		...failed(written.step.continueOnError, settled.failure),
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const node = settled.value;
	const { step } = node;
	const { clock } = state.request.ports;
	const startedAt = clock.now().getTime();
	let infrastructure = 0;
	for (let number = 1;; number += 1) {
		const tail = new LogTail();
		recorder.tell({
			type: "step-started",
			step: step.id,
			attempt: number
		});
		const folder = new AttemptFolder(state.request.folder, step.id, number, leg?.path);
		const result = await attemptStep(state, recorder, node, {
			cancel,
			number,
			folder,
			tail,
			leg
		});
		const kept = tried(() => keepRejects(state.request.folder, folder, recorder.mask));
		const rejected = kept.ended === "done" ? kept.value : {};
		tried(() => folder.remove());
		if (result.ended === "done") return {
			result: "success",
			attempts: number,
			...result.value,
			...rejected
		};
		const lost = {
			attempts: number,
			rows: null,
			outputs: {},
			...rejected
		};
		if (result.ended === "cancelled") return {
			result: "cancelled",
			reason: result.failure.message,
			...lost
		};
		const { failure } = result;
		const tries = {
			attempts: number,
			infrastructure,
			elapsedMs: clock.now().getTime() - startedAt
		};
		const next = nextAttempt(step.retry, tries, {
			failure,
			log: tail.lines
		}, () => clock.random());
		if (!next.again) return {
			...lost,
			...failed(step.continueOnError, failure),
			...whyNot(step, next.why, number)
		};
		recorder.tell(retrying(step.id, number, failure, next));
		if (next.budget === "infrastructure") infrastructure += 1;
		if (!await slept(state, next.delayMs, cancel)) return {
			result: "cancelled",
			reason: reasonOf(cancel),
			...lost
		};
	}
}
function retrying(step, number, failure, { delayMs, budget }) {
	return {
		type: "step-retrying",
		step,
		attempt: number,
		failure,
		delayMs,
		...budget === "infrastructure" ? { infrastructure: true } : {}
	};
}
function whyNot({ retry }, why, attempts) {
	return attempts > 1 || retry.maxAttempts > 1 || retry.on !== void 0 ? { note: why } : {};
}
function failed(tolerated, failure) {
	return {
		result: "failure",
		failure,
		...tolerated ? { tolerated } : {}
	};
}
async function attemptStep(state, recorder, node, options) {
	const { request } = state;
	let over = false;
	const result = await attempt(async (signal) => {
		const execute = await request.execute(node.step.kind);
		const { number, folder, tail, leg } = options;
		const work = {
			state,
			recorder,
			node,
			signal,
			attempt: number,
			folder,
			tail,
			leg
		};
		const window = await openWindow(work);
		const ahead = await state.ahead?.contextOf(node.step.id);
		const outcome = await execute(stepContext({
			...work,
			window,
			ahead,
			isOver: () => over
		}));
		if (over) return nothing;
		requireBalance(outcome);
		requireOpenPath(outcome, recorder);
		return publish(state, node, options, outcome);
	}, {
		clock: request.ports.clock,
		timeoutMs: node.step.timeoutMs,
		graceMs: request.graceMs ?? 1e4,
		cancel: options.cancel
	});
	over = true;
	return result;
}
function requireOpenPath({ commit }, { mask }) {
	if (commit === void 0 || mask(commit.path) === commit.path) return;
	throw new Failure("step/commit-path", "the path of the file to commit shows a secret", { help: "Write the file under a name that anyone may read" });
}
const nothing = {
	rows: null,
	outputs: {}
};
async function publish({ request }, node, { folder, leg }, outcome) {
	const step = node.step.id;
	const file = folder.publish("datasets");
	const { dataset, rows: counts, note, summary, measured, unchanged, sources } = outcome;
	const kept = outcome.commit && {
		path: outcome.commit.path,
		file: await keepFile({
			workspace: request.workspace,
			folder: request.folder,
			step,
			leg: leg?.path,
			path: outcome.commit.path
		})
	};
	return {
		rows: dataset?.rows ?? counts?.loaded ?? null,
		outputs: { ...outcome.outputs },
		...counts ? { counts: { ...counts } } : {},
		...dataset && file !== null ? { dataset: recordOf(dataset, file) } : {},
		...note === void 0 ? {} : { note },
		...summary === void 0 ? {} : { summary },
		...outcome.warnings === void 0 ? {} : { warnings: [...outcome.warnings] },
		...kept ? { commit: kept } : {},
		...outcome.window === void 0 ? {} : { windows: [outcome.window] },
		...measured === void 0 ? {} : { measured: { ...measured } },
		...unchanged === void 0 ? {} : { unchanged },
		...sources === void 0 ? {} : { sources }
	};
}
function recordOf({ name, columns, rows, gone }, file) {
	return {
		name,
		file,
		columns: [...columns],
		rows,
		...gone === void 0 ? {} : { gone: [...gone] }
	};
}
function keepRejects(runFolder, folder, mask) {
	const file = folder.publish("rejects");
	if (file === null) return {};
	const { name, columns, rows, samples, byRule } = readRejects(join(runFolder, file), mask);
	if (rows === 0) return {};
	return {
		rejects: {
			name,
			file,
			columns: [...columns],
			rows
		},
		rejectsByRule: [...byRule],
		rejectSamples: samples
	};
}
function reasonOf({ reason }) {
	return reason instanceof Failure ? reason.message : "the run was cancelled";
}
function slept(state, ms, cancel) {
	return state.request.ports.clock.sleep(ms, cancel).then(() => true, () => false);
}

// src/run/unchanged/mark-of-use.ts
function markOfUse({ request: { plan }, finished }, scope) {
	const inside = scope.manifest.steps.map(({ id }) => finished.get(idIn(scope, id)));
	const since = inside.flatMap((end) => end?.mark?.since ?? []);
	if (since.length < inside.length) return {};
	const key = hashOf(since);
	const mark = plan.before?.[scope.id]?.mark;
	return mark?.key === key && inside.every((end) => end?.unchanged === true) ? {
		mark,
		unchanged: true
	} : { mark: {
		key,
		since: plan.run.id
	} };
}

// src/run/end-of-use.ts
function endOfUse(state, { step, ends: scope }, cancelled) {
	const gate = gateOf(state, scope, cancelled);
	if (gate.open) {
		const end = endOfScope(state, scope);
		const tolerated = end.failure !== void 0 && step.continueOnError ? { tolerated: true } : {};
		return {
			finish: {
				...end,
				...tolerated
			},
			durationMs: durationOf(state, scope)
		};
	}
	return {
		finish: {
			...gate.outcome === "failure" ? failed(gate.tolerated, gate.failure) : {
				result: gate.outcome,
				reason: gate.reason
			},
			attempts: 0,
			rows: null,
			outputs: {}
		},
		durationMs: 0
	};
}
function endOfScope(state, scope) {
	const inside = scope.manifest.steps.map(({ id }) => idIn(scope, id));
	const ended = inside.flatMap((id) => state.finished.get(id) ?? []);
	const outputs = tried(() => outputsOf(state, scope));
	const base = {
		attempts: 1,
		rows: null,
		outputs: outputs.ended === "done" ? outputs.value : {}
	};
	const unknown = inside.find((id) => !state.finished.has(id));
	if (unknown !== void 0) return {
		...base,
		...failed(false, needUnknown(unknown))
	};
	const broken = ended.filter((one) => seenResult(one) === "failure");
	if (broken.length > 0) return {
		...base,
		...failed(false, insideFailed(broken, state.leg !== void 0))
	};
	const stopped = ended.find(({ result }) => result === "cancelled");
	if (stopped !== void 0) return {
		...base,
		result: "cancelled",
		reason: stopped.reason ?? `"${stopped.step}" was cancelled`
	};
	const mark = markOfUse(state, scope);
	if (ended.every(({ result }) => result === "skipped")) return {
		...base,
		...mark,
		attempts: 0,
		result: "skipped",
		reason: "none of its steps ran"
	};
	return outputs.ended === "done" ? {
		...base,
		...mark,
		result: "success"
	} : {
		...base,
		...failed(false, outputs.failure)
	};
}
function outputsOf(state, scope) {
	const { outputs, steps } = scope.manifest;
	if (Object.keys(outputs).length === 0) return {};
	const seen = steps.map(({ id }) => [id, idIn(scope, id)]);
	return resolveTemplates(outputs, state.contextsIn(scope, seen));
}
function insideFailed(steps, inLeg) {
	const told = inLeg ? steps.find(({ failure }) => failure !== void 0) : void 0;
	const of = told === void 0 ? "" : steps.length > 1 ? `; "${told.step}": ` : ": ";
	const names = steps.slice(0, 5).map(({ step }) => `"${step}"`);
	const more = steps.length > names.length ? ` and ${steps.length - names.length} more` : "";
	return {
		code: usesFailedCode,
		message: `${names.join(", ")}${more} failed${of}${told?.failure?.message ?? ""}`,
		causes: told?.failure?.causes ?? [],
		retryable: false
	};
}
function durationOf(state, scope) {
	const times = timesOf(state, scope);
	return times.length === 0 ? 0 : Math.max(...times.map(([, end]) => end)) - Math.min(...times.map(([start]) => start));
}
function timesOf({ finished }, scope) {
	return scope.manifest.steps.flatMap(({ id }) => {
		const one = finished.get(idIn(scope, id));
		if (one === void 0 || one.attempts === 0) return [];
		const end = Date.parse(one.at);
		return [[end - one.durationMs, end]];
	});
}
function settleEnds(state, own) {
	const { graph, plan } = state.request;
	const told = new Set(own);
	for (const id of graph.order) {
		const { ends, ...node } = nodeOf(graph, id);
		if (ends === void 0 || told.has(id) || state.finished.has(id)) continue;
		if (!ends.manifest.steps.every((step) => state.finished.has(idIn(ends, step.id)))) continue;
		const { finish, durationMs } = endOfUse(state, {
			...node,
			ends
		}, state.request.signal.aborted);
		const common = {
			schema: 1,
			run: plan.run.id,
			at: plan.run.at,
			type: "step-finished",
			step: id
		};
		state.settle(id, {
			...common,
			...toleratedAround(graph, id, finish),
			durationMs
		});
	}
}
function toleratedAround(graph, id, finish) {
	if (finish.result !== "failure" || finish.tolerated === true || !isBorneAround(graph, id)) return finish;
	return {
		...finish,
		tolerated: true,
		toleratedAround: true
	};
}
function isBorneAround(graph, id) {
	for (let { scope } = nodeOf(graph, id); graph.nodes.has(scope.id); scope = nodeOf(graph, scope.id).scope) if (nodeOf(graph, scope.id).step.continueOnError) return true;
	return false;
}

// src/run/ahead/expected-load.ts
function expectedLoad(state, { step, scope }) {
	const { workspace, ports, folder } = state.request;
	const { connection: used } = factsOf(step);
	if (used === void 0) return {
		of: "file",
		path: join(folder, "scratch", `${step.id.replaceAll("/", ".")}.ahead`)
	};
	const { name } = used;
	const outer = state.contexts(step.id);
	const contexts = {
		...outer,
		env: {
			...outer.env,
			...resolveTemplates(step.env, outer)
		}
	};
	const wanted = Object.entries(scope.manifest.connections).filter(([each]) => each === name);
	const connection = resolveConnections(Object.fromEntries(wanted), outer)[name];
	if (connection === void 0) throw new Failure("database/connection", `there is no connection "${name}"`);
	return {
		of: "table",
		options: resolveOptions(step, contexts),
		checks: step.checks,
		connection,
		workspace,
		databases: ports.databases
	};
}

// src/dataset/growing-dataset.ts
const mostPages = 13 << 24;
var GrowingDataset = class {
	columns;
	cursor;
	size = pageSize;
	#records;
	#fd;
	#next = 2;
	#isWhole = false;
	#lost;
	#wake;
	constructor(path, { table, columns }) {
		this.columns = columns;
		this.#fd = openSync(path, "r");
		const header = {
			pageSize,
			usable: pageSize,
			pristine: true
		};
		const none = {
			rows: 0,
			root: 0,
			rowidColumn: -1,
			firstDefault: 2 ** 32 - 1
		};
		this.#records = new RecordCursor(this, header);
		this.cursor = new DatasetCursor({
			...none,
			table,
			columns,
			header,
			source: this
		}, this.#records);
	}
	grow(size) {
		this.size = size;
		if (size / 4096 >= mostPages) this.lose(new Failure("dataset/value", "the dataset is too large to follow"));
		this.#wake?.();
	}
	end() {
		this.#isWhole = true;
		this.#wake?.();
	}
	lose(why) {
		this.#lost ??= { why };
		this.#wake?.();
	}
	async more() {
		while (this.#lost === void 0 && !this.#isWhole && this.#end === this.#next) {
			const { promise, resolve } = Promise.withResolvers();
			this.#wake = resolve;
			await promise;
		}
		if (this.#lost !== void 0) throw this.#lost.why;
		if (this.#end === this.#next) return false;
		this.#records.visit(this.#next, this.#end);
		this.#next = this.#end;
		return true;
	}
	get #end() {
		return this.size / pageSize + 1;
	}
	isNow({ path, columns }) {
		const now = statSync(path, {
			bigint: true,
			throwIfNoEntry: false
		});
		if (this.#fd === void 0 || now === void 0 || !this.#isWhole) return false;
		const { ino, dev } = fstatSync(this.#fd, { bigint: true });
		return now.ino === ino && now.dev === dev && canonicalJson(columns) === canonicalJson(this.columns);
	}
	read(into, position) {
		for (let done = 0; done < into.length;) {
			const read = this.#fd === void 0 ? 0 : readSync(this.#fd, into, done, into.length - done, position + done);
			if (read === 0) throw new Failure("dataset/format", "the dataset ends in the middle of a page");
			done += read;
		}
	}
	[Symbol.dispose]() {
		this.lose(new Failure("dataset/closed", "the dataset is not followed any more"));
		if (this.#fd !== void 0) closeSync(this.#fd);
		this.#fd = void 0;
	}
};

// src/run/ahead/spare-sqlite.ts
function spareSqlite({ graph, prior, ports }, own) {
	const open = own.filter((id) => !prior.has(id)).map((id) => nodeOf(graph, id));
	const reads = open.some(({ step }) => factsOf(step).reads !== void 0);
	const isWanted = open.some(({ step, scope }) => wantsSqlite(step, scope.manifest.connections));
	return (reads && isWanted ? ports.sqlite.prepare?.() : void 0) ?? { [Symbol.dispose]() {} };
}
function wantsSqlite(step, connections) {
	const { connection } = factsOf(step);
	if (connection !== void 0) return sqlitePath(connections[connection.name]?.url ?? "") !== void 0;
	return step.kind === "transform" && "sql" in step.options;
}

// src/run/ahead/loads-ahead.ts
var LoadsAhead = class {
	#graph;
	#expect;
	#loads = /* @__PURE__ */ new Map();
	#opened = /* @__PURE__ */ new Map();
	#begun = /* @__PURE__ */ new Map();
	#dropped = /* @__PURE__ */ new Set();
	constructor({ graph, prior, concurrency }, own, expect) {
		this.#graph = graph;
		this.#expect = expect;
		if (concurrency < 2) return;
		const open = new Set(own.filter((id) => !prior.has(id)));
		for (const id of open) {
			const source = sourceOf(graph, nodeOf(graph, id));
			if (source !== void 0 && open.has(source) && !this.#loads.has(source)) this.#loads.set(source, id);
		}
	}
	async contextOf(id) {
		const load = this.#loads.get(id);
		if (load !== void 0) {
			await this.#drop(load);
			return { follow: {
				wantsContent: goesToServer(nodeOf(this.#graph, load)),
				soon: () => this.#open(load),
				begin: (rows) => this.#begin(load, rows)
			} };
		}
		const ahead = await this.#begun.get(id);
		return ahead === void 0 ? {} : { ahead };
	}
	#open(id) {
		const expected = tried(() => this.#expect(nodeOf(this.#graph, id)));
		if (expected.ended === "done") this.#opened.set(id, openLoad(expected.value));
	}
	#begin(id, { path, ...options }) {
		const opened = this.#opened.get(id);
		const growing = tried(() => new GrowingDataset(path, options));
		if (opened === void 0 || growing.ended !== "done") return void 0;
		const rows = growing.value;
		this.#begun.set(id, opened.then(({ begin }) => begin(rows)));
		return rows;
	}
	ended(id, isSuccess) {
		const load = this.#loads.get(id);
		if (load !== void 0 && !(isSuccess && this.#begun.has(load))) this.#drop(load);
		this.#drop(id);
	}
	#drop(load) {
		const [opened, begun] = [this.#opened.get(load), this.#begun.get(load)];
		this.#opened.delete(load);
		this.#begun.delete(load);
		if (opened === void 0) return Promise.resolve();
		const dropped = opened.then(async ({ drop }) => {
			await (await begun)?.drop();
			await drop();
		});
		this.#dropped.add(dropped);
		return dropped;
	}
	async [Symbol.asyncDispose]() {
		for (const load of this.#opened.keys()) this.#drop(load);
		await Promise.all(this.#dropped);
	}
};
async function openLoad(expected) {
	const drop = async () => {};
	if (expected.of === "file") {
		const { CsvAhead } = await import("./steps-load-csv-ahead.js");
		return {
			begin: (rows) => new CsvAhead(expected.path, rows),
			drop
		};
	}
	const { LoadAhead, canBeAhead } = await import("./steps-load-load-ahead.js");
	if (!canBeAhead(expected)) return {
		begin: notFollowed,
		drop
	};
	const ahead = new LoadAhead(expected);
	return {
		begin: (rows) => ahead.follow(rows),
		drop: () => ahead.drop()
	};
}
function notFollowed(rows) {
	rows[Symbol.dispose]();
}
function goesToServer({ step, scope }) {
	return factsOf(step).connection !== void 0 && !wantsSqlite(step, scope.manifest.connections);
}
function sourceOf(graph, load) {
	const { step, scope, needs } = load;
	const { mayBeAhead, from = "", connection } = factsOf(step);
	const id = load.datasets.get(from);
	if (mayBeAhead !== true || !isPlain(load) || id === void 0 || needs.some((need) => need !== id)) return void 0;
	const source = nodeOf(graph, id);
	const { reads, incremental } = factsOf(source.step);
	if (reads === void 0 || incremental !== void 0 || source.step.strategy !== void 0) return void 0;
	if (source.scope !== scope) return void 0;
	const used = contextsUsed([
		step.options,
		step.env,
		scope.manifest.connections[connection?.name ?? ""]
	]);
	return used.has("needs") || used.has("window") ? void 0 : id;
}
function isPlain(node) {
	const { strategy, if: condition, late, teardown } = node.step;
	return condition === void 0 && teardown === void 0 && strategy === void 0 && late === void 0 && ownPools(node).length === 0;
}

// src/run/attempts/room.ts
var Room = class {
	most;
	advance = () => {};
	broken = () => {};
	#atWork = 0;
	constructor(most) {
		this.most = most;
	}
	get isFull() {
		return this.#atWork >= this.most;
	}
	enter() {
		this.#atWork += 1;
	}
	leave() {
		this.#atWork -= 1;
	}
};

// src/run/job-of.ts
function jobOf({ plan, job }) {
	return job === void 0 ? void 0 : plan.jobs.find(({ id }) => id === job);
}

// src/run/mapped/inner-leg.ts
function startInnerLeg({ state, recorder, node, room, openMachine }, leg, signal, ended) {
	const { inner, step } = node;
	if (inner === void 0) throw new Bug(`step "${step.id}" uses no pipeline`);
	const { request } = state;
	const contexts = {
		...state.contexts(step.id),
		matrix: leg.values ?? {}
	};
	const inputs = inputsOfUse(step, inner.manifest, contexts);
	const { job: _, ...rest } = request;
	const own = {
		...rest,
		graph: inner,
		plan: {
			...request.plan,
			inputs
		},
		prior: /* @__PURE__ */ new Map(),
		places: state.places,
		signal
	};
	const inside = new RunState(own, {
		path: leg.path,
		key: leg.key
	}, {
		state,
		step: step.id
	});
	return openMachine(inside, recorder.forLeg(leg.path), {
		room,
		ended() {
			const end = endOfScope(inside, {
				id: step.id,
				manifest: inner.manifest
			});
			const tolerated = end.result === "failure" && step.continueOnError ? { tolerated: true } : {};
			const datasets = end.result === "success" ? keepDatasets(inside, inner, {
				step: step.id,
				leg: leg.path
			}) : {};
			removeInside(inside, inner, leg.path);
			const outputs = end.result === "success" ? end.outputs : {};
			ended({
				...end,
				outputs,
				...tolerated,
				...datasets
			});
		}
	});
}
function namedLegFile(step, leg, name) {
	return `legs/${step}/${leg}.${name}.sqlite`;
}
function keepDatasets(inside, graph, at) {
	const { folder } = inside.request;
	const kept = {};
	for (const [name, made] of Object.entries(graph.manifest.datasets)) {
		const record = madeAs(inside, graph, `${at.step}/${datasetStep(made)}`, made);
		if (record === void 0) continue;
		const file = namedLegFile(at.step, at.leg, name);
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		renameSync(join(folder, record.file), join(folder, file));
		kept[name] = {
			...record,
			file
		};
	}
	const above = aboveOf(inside, graph, at.step);
	const [only, ...others] = Object.values(kept);
	if (only === void 0) return { rows: null };
	return {
		datasets: kept,
		...above,
		rows: others.length === 0 ? only.rows : null
	};
}
function aboveOf(inside, graph, step) {
	const ends = Object.values(graph.manifest.datasets).flatMap((made) => {
		const id = `${step}/${datasetStep(made)}`;
		const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made);
		return maker === void 0 ? [] : inside.finished.get(maker) ?? [];
	});
	const windows = ends.flatMap((end) => end.windows ?? []);
	const lacking = [...new Set(ends.flatMap((end) => end.lacking ?? []))];
	return {
		...windows.length === 0 ? {} : { windows },
		...lacking.length === 0 ? {} : { lacking }
	};
}
function madeAs(inside, graph, id, made) {
	const maker = datasetsOf(nodeOf(graph, id).step, id, graph.used).get(made);
	return maker === void 0 ? void 0 : datasetNamed(made, inside.finished.get(maker));
}
function removeInside({ request }, graph, leg) {
	for (const id of graph.order) {
		const at = join(request.folder, "legs", id, leg);
		for (const ending of ["", ".sqlite"]) rmSync(`${at}${ending}`, {
			recursive: true,
			force: true
		});
		request.cache?.forget(`${at}.sqlite`);
	}
}

// src/run/mapped/leg-columns.ts
function legColumns(legs) {
	const types = /* @__PURE__ */ new Map();
	for (let index = 0; index < legs.count; index += 1) for (const [name, value] of Object.entries(legs.at(index))) types.set(name, value === null ? types.get(name) : together(types.get(name), typeOf(value)));
	return [...types].map(([name, type]) => ({
		name,
		type: type ?? "text"
	}));
}
function typeOf(value) {
	if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "real";
	if (typeof value === "boolean") return "boolean";
	return typeof value === "string" ? "text" : "json";
}
function together(one, other) {
	if (one === void 0 || one === other) return other;
	if (one === "json" || other === "json") return "json";
	return [one, other].every((type) => type === "integer" || type === "real") ? "real" : "text";
}
function leadColumns(values, rows) {
	const from = values.flatMap((value, index) => {
		const same = rows.find(({ name }) => foldName(name) === foldName(value.name));
		if (same === void 0) return [index];
		if (widerColumn(same, value) !== void 0) return [];
		throw new Failure("legs/values", `the rows have a column "${same.name}" of type ${same.type}, and the legs a value of that name which is ${value.type}`, { help: "Rename one of them: the values of a leg stand as columns before its rows" });
	});
	return {
		columns: from.flatMap((index) => values[index] ?? []),
		from
	};
}
function leadValues(columns, values) {
	return columns.map(({ name, type }) => {
		const value = Object.hasOwn(values, name) ? values[name] ?? null : null;
		if (type !== "text" || value === null || typeof value === "string") return value;
		return typeof value === "object" ? JSON.stringify(value) : String(value);
	});
}

// src/run/mapped/join-legs.ts
const rejectLead = {
	name: "leg",
	type: "integer"
};
async function joinLegs(work, legs, options) {
	const { node } = work;
	const { made, signal } = options;
	const names = node.inner === void 0 ? [void 0] : Object.keys(node.inner.manifest.datasets);
	const datasets = {};
	let only;
	const columns = made.datasets ? legs.columns() : [];
	for (const name of made.datasets ? names : []) {
		const joined = await joinDataset(work, legs, {
			name,
			columns,
			signal
		});
		if (joined === void 0) continue;
		if (name === void 0) only = joined;
		else datasets[name] = joined;
	}
	const rejects = made.rejects ? await joinRejects(work, legs, signal) : void 0;
	return {
		...only === void 0 ? {} : {
			dataset: only,
			rows: only.rows
		},
		...Object.keys(datasets).length === 0 ? {} : { datasets },
		...rejects === void 0 ? {} : { rejects }
	};
}
function joinDataset(work, legs, { name, columns, signal }) {
	const { state, node, part } = work;
	const { id } = node.step;
	const table = name === void 0 ? id : `${id}/${name}`;
	const place = fileOf$1("datasets", state.leg, partName(table, part));
	const numbered = part === void 0 ? [] : [legColumn];
	const files = () => filesOf(work, legs, {
		file: (path) => name === void 0 ? legFile(id, path) : namedLegFile(id, path, name),
		lead: (number, leg) => [...part === void 0 ? [] : [number], ...leadValues(columns, leg.values ?? {})]
	});
	return joinLegFiles({
		folder: state.request.folder,
		file: place,
		table,
		signal
	}, files, (rows) => {
		const lead = leadColumns(columns, rows);
		const from = lead.from.map((index) => index + numbered.length);
		return {
			columns: [...numbered, ...lead.columns],
			from: [...numbered.keys(), ...from]
		};
	});
}
function joinRejects(work, legs, signal) {
	const { state, node, part } = work;
	const { id } = node.step;
	const file = fileOf$1("rejects", state.leg, partName(id, part));
	const files = () => filesOf(work, legs, {
		file: (path) => legFile(id, path, "rejects"),
		lead: (number) => [number]
	});
	return joinLegFiles({
		folder: state.request.folder,
		file,
		table: id,
		signal
	}, files, () => ({
		columns: [rejectLead],
		from: [0]
	}));
}
function fileOf$1(what, around, name) {
	return around === void 0 ? `${what}/${name}.sqlite` : legFile(name, around.path, what);
}
function* filesOf({ state, part }, legs, of) {
	for (let number = part?.index ?? 0; number < legs.count; number += part?.of ?? 1) {
		const around = state.leg === void 0 ? "" : `${state.leg.path}/`;
		const path = join(state.request.folder, of.file(`${around}${number}`));
		if (!existsSync(path)) continue;
		const leg = legOf(state.leg, number, legs.at(number));
		yield {
			path,
			name: `leg ${leg.path} (${legLabel({
				leg: leg.path,
				values: leg.values ?? {}
			})})`,
			lead: of.lead(number, leg)
		};
	}
}

// src/run/mapped/end-of-mapped.ts
async function endOfMapped(work, legs, { tally, stopped, made, cancel }) {
	const { node, part, state } = work;
	const { counts, failedLegs, why } = tally;
	const end = endOfLegs(node.step, counts, {
		failedLegs,
		why,
		stopped,
		all: legs.count
	});
	const told = tally.told();
	const isGood = end.result === "success" || end.tolerated === true;
	const wanted = {
		datasets: made.datasets && (part !== void 0 || isGood),
		rejects: made.rejects
	};
	const limits = {
		clock: state.request.ports.clock,
		timeoutMs: node.step.timeoutMs,
		graceMs: state.request.graceMs ?? 1e4,
		cancel
	};
	const joined = await attempt((signal) => joinLegs(work, legs, {
		made: wanted,
		signal
	}), limits);
	if (joined.ended === "done") return {
		...told,
		...end,
		...joined.value
	};
	if (joined.ended !== "cancelled") return {
		...told,
		...failed(node.step.continueOnError, joined.failure)
	};
	return {
		...told,
		...isGood ? {
			result: "cancelled",
			reason: joined.failure.message
		} : end
	};
}

// src/run/cached/entry-of.ts
async function entryOf(kept) {
	const { pipeline, step, savedAt, key, finish, folder, mask } = kept;
	const masked = maskedEvent(finished(step, finish), mask);
	const { dataset } = finish;
	const { cache: _cache, ...made } = masked.type === "step-finished" ? bare(masked) : {};
	const paths = {
		...dataset === void 0 ? {} : { dataset: join(folder, dataset.file) },
		...finish.rejects === void 0 ? {} : { rejects: join(folder, finish.rejects.file) }
	};
	const described = Object.entries(paths).map(async ([name, path]) => {
		return [name, {
			sha256: await kept.contentOf(path),
			bytes: statSync(path).size
		}];
	});
	return {
		entry: {
			schema: 1,
			pipeline,
			step,
			savedAt: savedAt.toISOString(),
			key: {
				hash: key.hash,
				parts: [...key.parts]
			},
			made: {
				...made,
				...dataset === void 0 ? {} : { dataset }
			},
			files: Object.fromEntries(await Promise.all(described))
		},
		files: paths
	};
}
function finishOf(entry, { arrived, folder, step, fileOf }) {
	const event = runEvent.safeParse({
		...finished(step, {
			result: "success",
			attempts: 0,
			rows: null,
			outputs: {}
		}),
		...entry.made,
		attempts: 0
	});
	if (!event.success || event.data.type !== "step-finished") return { trouble: "the entry is none that this version knows" };
	const made = bare(event.data);
	return {
		...made,
		result: "success",
		...moved("dataset", made.dataset),
		...moved("rejects", made.rejects)
	};
	function moved(kind, record) {
		if (record === void 0) return {};
		const file = fileOf(kind);
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		renameSync(join(arrived, entryFiles[kind]), join(folder, file));
		return { [kind]: {
			...record,
			file
		} };
	}
}
function finished(step, finish) {
	return {
		schema: 1,
		run: "",
		at: "1970-01-01T00:00:00.000Z",
		type: "step-finished",
		step,
		durationMs: 0,
		...finish
	};
}
function bare(event) {
	const { schema: _schema, run: _run, at: _at, type: _type, step: _step, durationMs: _ms, ...finish } = event;
	return finish;
}

// src/run/cached/key-of-work.ts
async function keyWith({ state, node, recorder, leg }, data) {
	const { environment, plan, workspace } = state.request;
	const { id } = node.step;
	const inherited = baseEnvironment(environment.env, environment.secrets);
	return stepKey({
		step: node.step,
		manifest: node.scope.manifest,
		contexts: leg === void 0 ? state.contexts(id) : {
			...state.contexts(id),
			matrix: leg.values ?? {}
		},
		datasets: data,
		env: {
			...environment.env,
			...inherited,
			...runEnvironment({
				...plan.run,
				pipeline: plan.pipeline,
				step: id,
				attempt: 1
			})
		},
		workspace,
		mask: recorder.mask
	});
}

// src/run/cached/run-cached.ts
async function runUnlessCached(work, cancel, run) {
	const { step } = work.node;
	if (step.cache === void 0 || step.kind === "uses" || step.kind === "load") return run();
	const { cache } = work.state.request;
	if (cache === void 0) return withReason(await run(), "the cache is not used");
	const limits = {
		clock: work.state.request.ports.clock,
		timeoutMs: mostMs$2,
		graceMs: 0,
		cancel
	};
	const taken = await attempt((signal) => take(work, cache, signal), limits);
	if (taken.ended === "cancelled") return {
		result: "cancelled",
		reason: taken.failure.message,
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const found = taken.ended === "done" ? taken.value : { trouble: unreadable(taken.failure.message) };
	if ("reused" in found) return found.reused;
	const finish = await run();
	const { key, trouble } = found;
	if (finish.result !== "success" || key === void 0) return withReason(finish, trouble);
	const kept = await attempt((signal) => keep(work, cache, {
		key,
		finish,
		signal
	}), limits);
	const lost = kept.ended === "done" ? kept.value : kept.failure.message;
	return withReason(finish, lost === void 0 ? trouble : `${trouble}; not kept: ${lost}`);
}
const mostMs$2 = 6e5;
function withReason(finish, reason) {
	return {
		...finish,
		cache: {
			decision: "ran",
			reason
		}
	};
}
function unreadable(why) {
	return `the cache cannot be read: ${why}`;
}
async function take(work, cache, signal) {
	const { key, trouble } = await keyOf$1(work, cache, signal);
	if (key === void 0) return { trouble };
	const found = await lookUp(work, cache, key);
	signal.throwIfAborted();
	if (found.decision === "run") return {
		key,
		trouble: found.reason
	};
	const reused = await reuse(work, cache, {
		found,
		signal
	});
	return "trouble" in reused ? {
		key,
		trouble: reused.trouble
	} : { reused };
}
async function keyOf$1(work, cache, signal) {
	const { state, node } = work;
	const limits = {
		clock: state.request.ports.clock,
		timeoutMs: mostMs$2,
		graceMs: 0,
		cancel: signal
	};
	const made = await attempt(() => makeKey(work, cache), limits);
	signal.throwIfAborted();
	return made.ended === "done" ? { key: made.value } : { trouble: `no key for "${node.step.id}": ${made.failure.message}` };
}
async function makeKey(work, cache) {
	const hashes = Object.entries(work.state.datasets(work.node.step.id)).map(async ([name, { path }]) => [name, await cache.contentOf(path)]);
	return keyWith(work, Object.fromEntries(await Promise.all(hashes)));
}
async function lookUp(work, { store }, key) {
	const { state, node } = work;
	const { trouble, ...known } = await store.look(slotOf(work), key);
	const now = state.request.ports.clock.now();
	const decision = decide(key, known, {
		now,
		maxAgeMs: node.step.cache?.maxAgeMs
	});
	return trouble === void 0 ? decision : {
		decision: "run",
		reason: unreadable(trouble)
	};
}
function slotOf({ state, node, leg = state.leg }) {
	const slot = {
		pipeline: state.request.plan.pipeline,
		step: node.step.id
	};
	return leg === void 0 ? slot : {
		...slot,
		leg: hashOf(leg.values ?? leg.key)
	};
}
function fileOf({ state, node, leg = state.leg }, kind) {
	const folder = kind === "dataset" ? "datasets" : "rejects";
	return leg === void 0 ? `${folder}/${node.step.id}.sqlite` : legFile(node.step.id, leg.path, folder);
}
async function reuse(work, cache, { found: { head, reason }, signal }) {
	const { folder } = work.state.request;
	const { step } = work.node;
	const arrived = arrivalFolder(folder);
	try {
		const entry = await cache.store.fetch(slotOf(work), head, arrived);
		signal.throwIfAborted();
		if ("trouble" in entry) return entry;
		const finish = finishOf(entry, {
			arrived,
			folder,
			step: step.id,
			fileOf: (kind) => fileOf(work, kind)
		});
		if ("trouble" in finish) return finish;
		if (work.leg === void 0 && finish.dataset !== void 0 && head.dataset !== void 0) cache.know(join(folder, finish.dataset.file), head.dataset);
		return {
			...finish,
			cached: true,
			cache: {
				decision: "reused",
				reason
			}
		};
	} finally {
		rmSync(arrived, {
			recursive: true,
			force: true
		});
	}
}
function arrivalFolder(folder) {
	const scratch = join(folder, "scratch");
	mkdirSync(scratch, { recursive: true });
	return mkdtempSync(join(scratch, "from-cache-"));
}
async function keep(work, cache, { key, finish, signal }) {
	const { state, node, recorder } = work;
	const { folder, plan, ports } = state.request;
	const after = await keyOf$1(work, cache, signal);
	if (after.key === void 0) return after.trouble;
	if (after.key.hash !== key.hash) return `${whatChanged(after.key.parts, key.parts)} while it ran`;
	const { entry, files } = await entryOf({
		pipeline: plan.pipeline,
		step: node.step.id,
		savedAt: ports.clock.now(),
		key,
		finish,
		folder,
		mask: recorder.mask,
		contentOf: (path) => isRead(work, finish, path) ? cache.contentOf(path) : hashFile(path)
	});
	if (await showAnySecret(work, Object.values(files))) return "its rows show a secret";
	signal.throwIfAborted();
	return (await cache.store.save(slotOf(work), entry, files)).trouble;
}
function isRead({ leg, state }, { dataset }, path) {
	return leg === void 0 && dataset !== void 0 && path === join(state.request.folder, dataset.file);
}
async function showAnySecret({ state, recorder }, paths) {
	if (Object.keys(state.request.environment.secrets).length === 0) return false;
	for (const path of paths) if (await showsSecret(path, recorder.mask)) return true;
	return false;
}

// src/run/mapped/leg-files.ts
function areThere(work, leg, made) {
	return filesOfLeg(work, leg, made).every((file) => existsSync(file));
}
function removeFilesOfLeg(work, leg) {
	const { inner } = work.node;
	const datasets = inner === void 0 ? [""] : Object.keys(inner.manifest.datasets);
	for (const file of filesOfLeg(work, leg, {
		datasets,
		rejects: inner === void 0
	})) rmSync(file, { force: true });
}
function filesOfLeg({ state, node }, leg, { datasets, rejects }) {
	const { id } = node.step;
	const files = datasets.map((name) => name === "" ? legFile(id, leg) : namedLegFile(id, leg, name));
	return (rejects ? [...files, legFile(id, leg, "rejects")] : files).map((file) => join(state.request.folder, file));
}
function removeLegFiles({ state, node }) {
	const around = state.leg === void 0 ? "" : state.leg.path;
	const legs = join(state.request.folder, "legs");
	if (!existsSync(legs)) return;
	rmSync(join(legs, node.step.id, around), {
		recursive: true,
		force: true
	});
	if (state.leg === void 0 && readdirSync(legs).length === 0) rmdirSync(legs);
}

// src/run/mapped/mapped-step.ts
var MappedStep = class {
	#work;
	#strategy;
	#legs;
	#tally = new LegTally();
	#atWork = /* @__PURE__ */ new Map();
	#next;
	#stopped;
	#joining = new AbortController();
	#isEnding = false;
	#hasDatasets = false;
	#hasRejects = false;
	constructor(work, strategy, legs) {
		this.#work = work;
		this.#strategy = strategy;
		this.#legs = legs;
		this.#next = work.part?.index ?? 0;
		const own = Math.max(0, Math.ceil((legs.count - this.#next) / this.#stride));
		const { id: step } = work.node.step;
		const definition = work.state.request.definitions?.get(step);
		const told = definition === void 0 || work.state.leg !== void 0 ? {} : { definition };
		work.recorder.tell({
			type: "step-started",
			step,
			attempt: 1,
			legs: own,
			...told
		});
		if (work.done === void 0) removeLegFiles(work);
	}
	startNext() {
		const { room, limit, node, state } = this.#work;
		if (this.#isEnding || room.isFull) return false;
		for (const { inner } of this.#atWork.values()) if (inner?.startNext() === true) return true;
		if (this.#endIfDone()) return true;
		if (this.#atWork.size >= limit || !this.#skipDone()) return this.#endIfDone();
		const { full } = state.places.take(node);
		if (full !== void 0) {
			state.places.whenGiven(room.advance);
			return false;
		}
		const number = this.#next;
		this.#next += this.#stride;
		this.#start(number);
		return true;
	}
	cancel(reason) {
		const stopped = reason ?? new Failure("step/cancelled", "the run was cancelled");
		if (this.#isEnding) this.#joining.abort(stopped);
		if (this.#stopped !== void 0) return;
		this.#stopped = stopped;
		for (const { cancel } of this.#atWork.values()) cancel.abort(this.#stopped);
		this.#endIfDone();
	}
	get #stride() {
		return this.#work.part?.of ?? 1;
	}
	get #hasNext() {
		return this.#stopped === void 0 && this.#next < this.#legs.count;
	}
	#skipDone() {
		const { done } = this.#work;
		if (done === void 0) return this.#hasNext;
		for (; this.#hasNext; this.#next += this.#stride) {
			const leg = this.#legAt(this.#next);
			if (leg.ended !== "done" || !this.#isDone(done, this.#next, leg.value)) break;
			const made = done.made(this.#next);
			this.#hasDatasets ||= made.datasets.length > 0;
			this.#hasRejects ||= made.rejects;
			this.#tally.add({
				leg: leg.value.path,
				values: {}
			}, done.end(this.#next), this.#legs.count);
		}
		return this.#hasNext;
	}
	#isDone(done, number, { path, values = {} }) {
		const { recorder } = this.#work;
		return done.has(number, keyOfLeg(values, recorder.mask)) && areThere(this.#work, path, done.made(number));
	}
	#legAt(number) {
		return tried(() => legOf(this.#work.state.leg, number, this.#legs.at(number)));
	}
	#start(number) {
		const { state, recorder, node, room, done } = this.#work;
		const opened = this.#legAt(number);
		const cancel = new AbortController();
		const startedAt = state.request.ports.clock.now().getTime();
		if (opened.ended !== "done") {
			const leg = legOf(state.leg, number, {});
			this.#notBegun(number, {
				leg,
				cancel,
				startedAt
			}, opened.failure);
			return;
		}
		const leg = opened.value;
		if (done !== void 0) removeFilesOfLeg(this.#work, leg.path);
		if (node.inner !== void 0) {
			this.#startInner(number, {
				leg,
				cancel,
				startedAt
			});
			return;
		}
		this.#atWork.set(number, {
			leg,
			cancel,
			startedAt
		});
		room.enter();
		const own = recorder.forLeg(leg.path);
		const run = () => runStep(state, own, node, cancel.signal, leg);
		runUnlessCached({
			state,
			recorder: own,
			node,
			leg
		}, cancel.signal, run).then((finish) => {
			room.leave();
			this.#legEnded(number, finish);
			room.advance();
		}).catch(room.broken);
	}
	#startInner(number, at) {
		const ended = (finish) => this.#legEnded(number, finish);
		const opened = tried(() => startInnerLeg(this.#work, at.leg, at.cancel.signal, ended));
		if (opened.ended === "done") {
			this.#atWork.set(number, {
				...at,
				inner: opened.value
			});
			opened.value.begin();
			return;
		}
		this.#notBegun(number, at, opened.failure);
	}
	#notBegun(number, at, failure) {
		this.#atWork.set(number, at);
		const tolerated = this.#work.node.step.continueOnError;
		this.#legEnded(number, {
			...failed(tolerated, failure),
			attempts: 1,
			rows: null,
			outputs: {}
		});
	}
	#legEnded(number, finish) {
		const { state, recorder, node } = this.#work;
		const at = this.#atWork.get(number);
		if (at === void 0) return;
		const { leg, startedAt } = at;
		const values = { ...leg.values };
		const durationMs = state.request.ports.clock.now().getTime() - startedAt;
		const told = recorder.tell({
			type: "leg-finished",
			leg: leg.path,
			values,
			key: keyOfLeg(values, recorder.mask),
			step: node.step.id,
			...finish,
			durationMs
		});
		this.#atWork.delete(number);
		this.#hasDatasets ||= finish.dataset !== void 0 || finish.datasets !== void 0;
		this.#hasRejects ||= finish.rejects !== void 0;
		if (told.type === "leg-finished") this.#tally.add({
			leg: leg.path,
			values: told.values ?? {}
		}, told, this.#legs.count);
		this.#stopIfTooMany();
		this.#endIfDone();
		state.places.give(node);
	}
	#stopIfTooMany() {
		const { continueOnError } = this.#work.node.step;
		if (!this.#strategy.failFast || continueOnError || this.#stopped !== void 0) return;
		const allowed = allowedFailures(this.#strategy, this.#legs.count);
		const { failure } = this.#tally.counts;
		if (failure <= allowed) return;
		const bound = allowed === 0 ? "" : ` and only ${allowed} may`;
		this.cancel(new Failure("step/cancelled", `stopped by fail-fast: ${failure} of its legs failed${bound}`));
	}
	#endIfDone() {
		if (this.#isEnding || this.#atWork.size > 0 || this.#hasNext) return false;
		this.#isEnding = true;
		const left = Math.max(0, Math.ceil((this.#legs.count - this.#next) / this.#stride));
		this.#tally.cancel(left);
		const { room } = this.#work;
		const made = {
			datasets: this.#hasDatasets,
			rejects: this.#hasRejects
		};
		const stopped = this.#stopped?.message;
		const cancel = this.#joining.signal;
		endOfMapped(this.#work, this.#legs, {
			tally: this.#tally,
			stopped,
			made,
			cancel
		}).then((finish) => {
			this.#legs[Symbol.dispose]();
			this.#work.ended(finish);
			if (finish.result === "success" && (made.datasets || made.rejects)) {
				this.#work.recorder.flush();
				removeLegFiles(this.#work);
			}
			room.advance();
		}).catch(room.broken);
		return true;
	}
};

// src/run/mapped/row-legs.ts
const rowsAtOnce = 256;
var RowLegs = class {
	count;
	#file;
	#reader;
	#rows = [];
	#first = 0;
	constructor({ path, tableName }) {
		this.#file = openDatasetFile(path, tableName);
		this.count = this.#file.rows;
		this.#reader = readRows(this.#file, rowsAtOnce);
	}
	at(index) {
		if (index < this.#first) this.#restart();
		while (index >= this.#first + this.#rows.length) {
			const next = this.#reader.next();
			if (next.done === true) throw new Bug(`there is no row ${index}`);
			this.#first += this.#rows.length;
			this.#rows = next.value;
		}
		const row = this.#rows[index - this.#first] ?? {};
		return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));
	}
	columns() {
		return this.#file.columns.map((column) => ({
			...column,
			notNull: false
		}));
	}
	[Symbol.dispose]() {
		this.#file[Symbol.dispose]();
	}
	#restart() {
		this.#reader = readRows(this.#file, rowsAtOnce);
		this.#rows = [];
		this.#first = 0;
	}
};
function jsonOf(value) {
	if (typeof value === "bigint") return String(value);
	if (typeof value !== "object" || value === null) return value;
	return JSON.parse(JSON.stringify(value));
}

// src/run/mapped/open-matrix.ts
function openMatrix(state, { step }) {
	const matrix = step.strategy?.matrix ?? {
		kind: "axes",
		axes: {},
		include: [],
		exclude: []
	};
	if (matrix.kind === "rows") {
		const dataset = state.datasets(step.id)[matrix.from];
		if (dataset !== void 0) return new RowLegs(dataset);
		throw new Failure("matrix/rows", `"${matrix.from}" made no rows, which the legs of this step are to be`);
	}
	const legs = openLegs(evaluateMatrix(matrix, state.contexts(step.id)));
	return {
		...legs,
		columns: () => legColumns(legs),
		[Symbol.dispose]: () => {}
	};
}

// src/run/mapped/open-mapped.ts
function openMapped(work, strategy) {
	const { state, node } = work;
	const notRun = {
		attempts: 0,
		rows: null,
		outputs: {}
	};
	const legs = tried(() => openMatrix(state, node));
	if (legs.ended !== "done") return {
		...failed(node.step.continueOnError, legs.failure),
		...notRun
	};
	if (legs.value.count > 0) return new MappedStep(work, strategy, legs.value);
	legs.value[Symbol.dispose]();
	return {
		result: "skipped",
		reason: emptyList,
		...notRun,
		legs: { ...noLegs }
	};
}

// src/run/resume/waits-of.ts
function waitsOf({ graph, prior, job }, open) {
	const waiting = prior.size === 0 || job !== void 0 ? graph : partOfGraph(graph, new Set(open));
	return (id) => nodeOf(waiting, id).needs;
}

// src/run/resume/parked-steps.ts
var ParkedSteps = class {
	#byPool = /* @__PURE__ */ new Map();
	#asking = /* @__PURE__ */ new Map();
	park(id, pool) {
		const steps = this.#byPool.get(pool) ?? [];
		if (this.#asking.get(id) === pool) steps.unshift(id);
		else steps.push(id);
		this.#asking.delete(id);
		this.#byPool.set(pool, steps);
	}
	takeFirst(full) {
		const first = [];
		for (const [pool, steps] of this.#byPool) {
			if (full.has(pool)) continue;
			const id = steps.shift();
			if (id !== void 0) {
				this.#asking.set(id, pool);
				first.push(id);
			}
			if (steps.length === 0) this.#byPool.delete(pool);
		}
		return first;
	}
	takeAll() {
		const all = [...this.#byPool.values()].flat();
		this.#byPool.clear();
		return all;
	}
};

// src/run/step-queue.ts
var StepQueue = class {
	#position;
	#waitsFor = /* @__PURE__ */ new Map();
	#dependents = /* @__PURE__ */ new Map();
	#unjudged = [];
	#ready = [];
	constructor(steps, needsOf) {
		this.#position = new Map(steps.map((id, index) => [id, index]));
		for (const id of steps) {
			const open = needsOf(id).filter((need) => this.#position.has(need));
			this.#waitsFor.set(id, open.length);
			for (const need of open) this.#addDependent(need, id);
			if (open.length === 0) this.#unjudged.push(id);
		}
	}
	get isEmpty() {
		return this.#waitsFor.size === 0;
	}
	takeUnjudged() {
		return this.#unjudged.shift();
	}
	get firstReady() {
		return this.#ready[0];
	}
	isBefore(id, other) {
		return (this.#position.get(id) ?? 0) < (this.#position.get(other) ?? 0);
	}
	takeReady() {
		return this.#ready.shift();
	}
	makeReady(id) {
		this.#insert(this.#ready, id);
	}
	settle(id) {
		this.#waitsFor.delete(id);
		for (const dependent of this.#dependents.get(id) ?? []) {
			const left = (this.#waitsFor.get(dependent) ?? 0) - 1;
			this.#waitsFor.set(dependent, left);
			if (left === 0) this.#insert(this.#unjudged, dependent);
		}
	}
	judgeAgain() {
		for (const id of this.#ready) this.#insert(this.#unjudged, id);
		this.#ready = [];
	}
	#addDependent(need, id) {
		const dependents = this.#dependents.get(need);
		if (dependents === void 0) this.#dependents.set(need, [id]);
		else dependents.push(id);
	}
	#insert(list, id) {
		const place = this.#position.get(id) ?? 0;
		let low = 0;
		let high = list.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if ((this.#position.get(list[middle] ?? "") ?? 0) < place) low = middle + 1;
			else high = middle;
		}
		list.splice(low, 0, id);
	}
};

// src/run/unchanged/kept-dataset.ts
var KeptDataset = class {
	#work;
	#cache;
	#slot;
	constructor(work, cache) {
		this.#work = work;
		this.#cache = cache;
		this.#slot = {
			pipeline: work.state.request.plan.pipeline,
			step: work.node.step.id,
			kept: true
		};
	}
	async look(key, sources) {
		return (await this.#cache.store.look(this.#slot, keyOf(key, sources))).same;
	}
	async fetch(head) {
		const { folder } = this.#work.state.request;
		const step = this.#work.node.step.id;
		mkdirSync(join(folder, "scratch"), { recursive: true });
		const arrived = mkdtempSync(join(folder, "scratch", "kept-"));
		try {
			const entry = await this.#cache.store.fetch(this.#slot, head, arrived);
			if ("trouble" in entry) return entry;
			const fileOf = (kind) => `${kind === "dataset" ? "datasets" : "rejects"}/${step}.sqlite`;
			return finishOf(entry, {
				arrived,
				folder,
				step,
				fileOf
			});
		} finally {
			rmSync(arrived, {
				recursive: true,
				force: true
			});
		}
	}
	async save(key, sources, finish) {
		const { state, node, recorder } = this.#work;
		const { plan, folder, ports, environment } = state.request;
		const { entry, files } = await entryOf({
			pipeline: plan.pipeline,
			step: node.step.id,
			savedAt: ports.clock.now(),
			key: keyOf(key, sources),
			finish,
			folder,
			mask: recorder.mask,
			contentOf: hashFile
		});
		const hasSecrets = Object.keys(environment.secrets).length > 0;
		for (const path of Object.values(files)) if (hasSecrets && await showsSecret(path, recorder.mask)) return "its rows show a secret";
		return (await this.#cache.store.save(this.#slot, entry, files)).trouble;
	}
};
function keyOf(key, sources) {
	return cacheKey([{
		group: "definition",
		name: "definition",
		hash: key
	}, ...sources.map(({ source, sha256 = "" }) => ({
		group: "data",
		name: source,
		hash: sha256
	}))]);
}

// src/run/unchanged/unchanged-note.ts
function unchangedNote({ since }, more) {
	const said = `unchanged since run ${since}`;
	return more === void 0 || more.startsWith(said) ? said : `${said}, ${more}`;
}

// src/run/unchanged/may-stay.ts
function mayStay({ request, leg }, { step }) {
	const { cache, plan } = request;
	if (cache === void 0 || plan.select !== void 0 || leg !== void 0) return false;
	if (plan.run.window?.again === true) return false;
	if (step.strategy !== void 0 || step.teardown !== void 0 || runsAnyway(step)) return false;
	if (setupsOf(request.graph).has(step.id)) return false;
	const { options } = step;
	switch (step.kind) {
		case "extract": return step.cache === void 0 && !("sql" in options) && !("incremental" in options);
		case "transform": return !("in" in options);
		case "run": return step.cache !== void 0;
		case "load": return true;
		case "uses": return false;
		default: return unreachable(step);
	}
}
const known$1 = /* @__PURE__ */ new WeakMap();
function setupsOf(graph) {
	const setups = known$1.get(graph) ?? findSetups(graph);
	known$1.set(graph, setups);
	return setups;
}
function findSetups(graph) {
	const setups = graph.order.flatMap((id) => {
		const { step, scope } = nodeOf(graph, id);
		return step.teardown === void 0 ? [] : [idIn(scope, step.teardown)];
	});
	return new Set(setups);
}

// src/run/unchanged/own-options.ts
function ownOptions({ state, node }) {
	const options = resolveOptions(node.step, state.contexts(node.step.id));
	return typeof options === "object" && options !== null ? Object.fromEntries(Object.entries(options)) : {};
}

// src/run/unchanged/names-the-clock.ts
const clocks = [
	"(?:get_)?current_(?:date|time|datetime|timestamp|localtime|localtimestamp)",
	"local(?:time|timestamp)",
	"(?:clock|statement|transaction)_timestamp",
	"timeofday",
	"utc_(?:date|time|timestamp)",
	"cur(?:date|time)",
	"sys(?:utc)?date(?:time(?:offset)?)?",
	"get(?:utc)?date",
	"now",
	"today"
];
const chances = [
	"rand(?:om\\w*)?",
	"gen_random_\\w+",
	"generate_uuid",
	"uuid\\w*",
	"newid",
	"sys_guid",
	"nextval",
	"tablesample"
];
const calls = [
	"\\b(?:date|time|datetime|julianday|unixepoch|unix_timestamp)\\s*\\(\\s*\\)",
	"\\bstrftime\\s*\\(\\s*'[^']*'\\s*\\)",
	"\\bage\\s*\\(",
	"\\busing\\s+sample\\b",
	"'\\s*(?:yesterday|tomorrow)\\b"
];
const pattern = new RegExp([`\\b(?:${[...clocks, ...chances].join("|")})\\b`, ...calls].join("|"), "iu");
function namesTheClock(sql) {
	return pattern.test(sql);
}

// src/run/unchanged/sees-more.ts
async function seesMore({ options, checks: all }, { workspace, adds }) {
	const checks = adds ? [] : all;
	if (namesTheClock(JSON.stringify(checks)) || checks.some(({ rule }) => rule === "freshness")) return true;
	if ("sql" in options && namesTheClock(options.sql)) return true;
	if (!("module" in options)) return false;
	for (const path of moduleFiles(resolve(workspace, options.module), workspace)) if (/\.[cm]?[jt]s$/.test(path) && outsideInCode.test(await readFile(path, "utf8"))) return true;
	return false;
}
const outsideInCode = /\bDate\s*\.\s*now\b|\bDate\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|\b(?:fetch|performance|Temporal|process|crypto|WebSocket)\b|\bMath\s*\.\s*random\b|['"](?:node:)?(?:fs|http|https|http2|net|tls|dgram|dns|os|child_process|crypto|sqlite|worker_threads)\b/;

// src/run/unchanged/own-key.ts
async function ownKey(work, sinceOf) {
	const { state, node } = work;
	const { step, scope, needs } = node;
	if (!couldStay(work, sinceOf)) return void 0;
	const since = Object.fromEntries(needs.map((need) => [need, sinceOf(need) ?? ""]));
	const { connection, reads } = factsOf(step);
	if (reads !== void 0 && !isAsked(work)) return void 0;
	const adds = step.kind === "load" && ownOptions(work)["mode"] === "append";
	if (await seesMore(step, {
		workspace: state.request.workspace,
		adds
	})) return void 0;
	const into = connection === void 0 ? null : scope.manifest.connections[connection.name] ?? null;
	const { hash } = await keyWith(work, since);
	return hashOf([
		hash,
		step.if ?? null,
		into
	]);
}
function couldStay({ state, node }, sinceOf) {
	const { step, needs } = node;
	if (!mayStay(state, node) || needs.length === 0 && factsOf(step).reads === void 0) return false;
	return needs.every((need) => sinceOf(need) !== void 0);
}
function isAsked(work) {
	const { unchanged, from } = ownOptions(work);
	if (unchanged !== void 0) return unchanged === "skip";
	const sources = Array.isArray(from) ? from.map(String) : [];
	return sources.length > 0 && sources.every((each) => /^https?:\/\//iu.test(each));
}

// src/steps/load/still-stands.ts
async function stillStands(load, where) {
	const { databases, connection, workspace, signal } = where;
	if (isFileGone(connection, workspace)) return false;
	await using database = await databases.open(connection, workspace, signal);
	return await database.transaction(void 0, async (transaction) => {
		const { db } = transaction;
		await sql`select 1 from ${tableId(parseTable(load.target))} where 1 = 0`.execute(db);
		const own = sql`pipeline = ${load.pipeline} and step = ${load.step} and run = ${load.run} and target = ${load.target}`;
		const { rows: entries } = await sql`
      select mode, at from _millrace_loads where ${own}`.execute(db);
		const [entry] = entries;
		if (entry === void 0) return false;
		const isUndoing = entry.mode === "append" ? sql`mode = 'replace'` : sql`not (${own})`;
		const { rows } = await sql`
      select distinct target from _millrace_loads where at >= ${entry.at} and ${isUndoing}`.execute(db);
		const targets = rows.map(({ target }) => target);
		return (await sameTargets(transaction, load.target, targets)).length === 0;
	});
}

// src/run/unchanged/still-there.ts
const mostMs$1 = 3e4;
const asked = /* @__PURE__ */ new WeakMap();
function isStillThere(work, mark) {
	const { state, node } = work;
	const answers = asked.get(state) ?? /* @__PURE__ */ new Map();
	asked.set(state, answers);
	const answer = answers.get(node.step.id) ?? ask(work, mark);
	answers.set(node.step.id, answer);
	return answer;
}
async function ask({ state, node }, mark) {
	const { ports, signal } = state.request;
	const limits = {
		clock: ports.clock,
		timeoutMs: mostMs$1,
		graceMs: 1e3,
		cancel: signal
	};
	const answer = await attempt((within) => look(state, {
		node,
		mark,
		signal: within
	}), limits);
	return answer.ended === "done" && answer.value;
}
async function look(state, { node, mark, signal }) {
	const { plan, ports, workspace } = state.request;
	const { step, scope } = node;
	if (step.kind !== "load") return false;
	const contexts = state.contexts(step.id);
	const { target, into, table, file } = ownOptions({
		state,
		node
	});
	if (target === "file") {
		const path = resolve(workspace, String(file));
		return mark.file !== void 0 && existsSync(path) && await hashFile(path) === mark.file;
	}
	const connection = resolveConnections(scope.manifest.connections, contexts)[String(into)];
	if (connection === void 0) return false;
	const load = {
		pipeline: plan.pipeline,
		step: step.id,
		run: mark.since,
		target: String(table)
	};
	return stillStands(load, {
		databases: ports.databases,
		connection,
		workspace,
		signal
	});
}

// src/run/unchanged/readers-stay.ts
async function readersStay(work, id, assumed) {
	for (const reader of readersOf(work.state.request.graph).get(id) ?? []) if (!await willStay(work, reader, assumed)) return false;
	return true;
}
async function willStay({ state, recorder }, id, assumed) {
	const { graph, plan } = state.request;
	const node = nodeOf(graph, id);
	const mark = plan.before?.[id]?.mark;
	if (mark === void 0 || node.step.if !== void 0 || graph.nodes.has(node.scope.id)) return false;
	if (node.step.kind !== "load" && node.step.kind !== "transform") return false;
	const work = {
		state,
		recorder,
		node
	};
	if (await ownKey(work, (need) => assumed.get(need) ?? sinceUnchanged(state, need)).catch(() => void 0) !== mark.key) return false;
	if (node.step.kind === "load") return isStillThere(work, mark);
	return readersStay(work, id, new Map([...assumed, [id, mark.since]]));
}
function sinceUnchanged({ finished }, need) {
	const end = finished.get(need);
	return end?.unchanged === true ? end.mark?.since : void 0;
}
function makersFor(node) {
	const referred = node.step.checks.flatMap((check) => check.rule === "references" ? node.datasets.get(check.to) ?? [] : []);
	return /* @__PURE__ */ new Set([...[...readBy(node)].map(({ maker }) => maker), ...referred]);
}
const known = /* @__PURE__ */ new WeakMap();
function readersOf(graph) {
	const readers = known.get(graph) ?? findReaders(graph);
	known.set(graph, readers);
	return readers;
}
function findReaders(graph) {
	const readers = /* @__PURE__ */ new Map();
	for (const id of graph.order) for (const maker of makersFor(nodeOf(graph, id))) readers.set(maker, [...readers.get(maker) ?? [], id]);
	return readers;
}

// src/run/unchanged/extract-unless-unchanged.ts
async function extractUnlessUnchanged(work, { key, past, run }) {
	const { state, node } = work;
	const { plan, cache } = state.request;
	const { id } = node.step;
	if (cache === void 0) return run();
	const kept = new KeptDataset(work, cache);
	const mark = past?.mark?.key === key ? past.mark : void 0;
	const sources = mark?.sources;
	const isUnread = mark !== void 0 && await readersStay(work, id, /* @__PURE__ */ new Map([[id, mark.since]]));
	const head = sources === void 0 || isUnread ? void 0 : await kept.look(key, sources);
	const columns = columnsBefore(past?.columns);
	state.before.set(id, {
		...columns,
		asked: true,
		...sources === void 0 ? {} : { sources },
		...isUnread || head !== void 0 ? { kept: true } : {}
	});
	const { sources: seen = [], ...finish } = await run();
	if (finish.result !== "success") return finish;
	if (mark === void 0 || finish.unchanged !== true) return keepNew(kept, {
		finish,
		mark: {
			key,
			since: plan.run.id,
			sources: [...seen]
		}
	});
	const now = {
		...mark,
		sources: [...seen]
	};
	if (finish.dataset !== void 0 || isUnread) return unchanged(finish, now);
	const restored = head === void 0 ? void 0 : await restore(kept, head);
	if (restored !== void 0) return unchanged({
		...restored,
		attempts: finish.attempts
	}, now);
	state.before.set(id, {
		...columns,
		asked: true,
		sources: seen
	});
	const { sources: again = seen, ...made } = await run();
	if (made.result !== "success") return made;
	return made.unchanged === true ? unchanged(made, now) : keepNew(kept, {
		finish: made,
		mark: {
			key,
			since: plan.run.id,
			sources: [...again]
		}
	});
}
function unchanged({ note, ...finish }, mark) {
	return {
		...finish,
		note: unchangedNote(mark, note),
		unchanged: true,
		mark
	};
}
async function restore(kept, head) {
	const restored = await kept.fetch(head).catch(() => void 0);
	if (restored === void 0 || "trouble" in restored) return void 0;
	const { counts: _read, ...rows } = restored;
	return rows;
}
async function keepNew(kept, { finish, mark }) {
	const { unchanged: _unchanged, ...made } = finish;
	const canBeAsked = mark.sources.every(({ etag, lastModified }) => etag !== void 0 || lastModified !== void 0);
	if (mark.sources.length === 0) return made;
	if (canBeAsked && made.dataset !== void 0) await kept.save(mark.key, mark.sources, made).catch(() => void 0);
	return {
		...made,
		mark
	};
}

// src/run/unchanged/run-unless-unchanged.ts
const mostMs = 6e5;
async function runUnlessUnchanged(work, cancel, run) {
	const { state, node } = work;
	const { plan, ports } = state.request;
	const sinceOf = (need) => state.finished.get(need)?.mark?.since;
	if (!couldStay(work, sinceOf)) return run();
	const past = plan.before?.[node.step.id];
	const limits = {
		clock: ports.clock,
		timeoutMs: mostMs,
		graceMs: 0,
		cancel
	};
	const known = await attempt(() => ownKey(work, sinceOf), limits);
	const key = known.ended === "done" ? known.value : void 0;
	if (key === void 0) return run();
	if (node.step.kind === "extract") return extractUnlessUnchanged(work, {
		key,
		past,
		run
	});
	const mark = past?.mark?.key === key ? past.mark : void 0;
	if (mark !== void 0 && await isSpared(work, mark)) return spared(mark);
	const finish = await run();
	if (finish.result !== "success") return finish;
	if (mark !== void 0 && node.step.kind !== "load" && isSameAgain(work, finish)) return {
		...finish,
		mark,
		unchanged: true,
		note: unchangedNote(mark, finish.note)
	};
	return {
		...finish,
		mark: {
			key,
			since: plan.run.id,
			...await fileMark(work)
		}
	};
}
async function isSpared(work, mark) {
	const { kind, id } = work.node.step;
	if (kind === "load") return await isStillThere(work, mark) && mayKeepFile(work);
	return kind === "transform" && readersStay(work, id, /* @__PURE__ */ new Map([[id, mark.since]]));
}
function spared(mark) {
	return {
		result: "skipped",
		reason: unchangedNote(mark),
		unchanged: true,
		mark,
		attempts: 0,
		rows: null,
		outputs: {}
	};
}
function isSameAgain({ node }, { cached }) {
	return node.step.kind === "transform" || cached === true;
}
function mayKeepFile(work) {
	const path = pathOfFile(work);
	const writer = { step: work.node.step.id };
	return path === void 0 || tried(() => claimFile(work.state, writer, path)).ended === "done";
}
function pathOfFile(work) {
	const { step } = work.node;
	if (step.kind !== "load" || step.options.target !== "file") return void 0;
	return resolve(work.state.request.workspace, String(ownOptions(work)["file"]));
}
async function fileMark(work) {
	const path = pathOfFile(work);
	if (path === void 0) return {};
	const hash = await hashFile(path).catch(() => void 0);
	return hash === void 0 ? {} : { file: hash };
}

// src/run/step-run.ts
var StepRun = class StepRun {
	#request;
	#recorder;
	#state;
	#room;
	#queue;
	#parked = new ParkedSteps();
	#running = /* @__PURE__ */ new Map();
	#mapped = /* @__PURE__ */ new Map();
	#onCancel = () => this.#cancel();
	#ended;
	#hasEnded = false;
	constructor(state, recorder, shared, own = state.request.graph.order) {
		this.#request = state.request;
		this.#state = state;
		this.#recorder = recorder;
		this.#room = shared.room;
		this.#ended = shared.ended;
		const open = own.filter((id) => !state.request.prior.has(id));
		this.#queue = new StepQueue(open, waitsOf(state.request, open));
	}
	begin() {
		this.#request.signal.addEventListener("abort", this.#onCancel, { once: true });
		this.#settle();
	}
	startNext() {
		this.#settle();
		if (this.#room.isFull) return false;
		const first = this.#queue.firstReady;
		for (const [id, mapped] of this.#mapped) {
			if (first !== void 0 && this.#queue.isBefore(first, id)) continue;
			if (mapped.startNext()) return true;
		}
		const ready = this.#nextReady();
		if (ready === void 0) return [...this.#mapped.values()].some((mapped) => mapped.startNext());
		this.#start(ready);
		return true;
	}
	#settle() {
		for (let id = this.#queue.takeUnjudged(); id !== void 0; id = this.#queue.takeUnjudged()) this.#judge(id);
		if (!(this.#running.size === 0 && this.#mapped.size === 0 && this.#queue.isEmpty) || this.#hasEnded) return;
		this.#hasEnded = true;
		this.#request.signal.removeEventListener("abort", this.#onCancel);
		this.#ended();
	}
	#judge(id) {
		if (this.#state.unselected.has(id)) {
			this.#end(id, unselectedEnd(this.#request.earlier?.get(id)), 0);
			return;
		}
		if (this.#endsUse(id)) return;
		const verdict = verdictOn(this.#state, id, this.#request.signal.aborted);
		if (verdict.outcome === "run") this.#queue.makeReady(id);
		else if (verdict.outcome === "failure") this.#end(id, {
			...failed(verdict.tolerated, verdict.failure),
			...notRun
		}, 0);
		else this.#end(id, {
			result: verdict.outcome,
			reason: verdict.reason,
			...notRun
		}, 0);
	}
	#endsUse(id) {
		const { ends, ...node } = nodeOf(this.#request.graph, id);
		if (ends === void 0) return false;
		const { finish, durationMs } = endOfUse(this.#state, {
			...node,
			ends
		}, this.#request.signal.aborted);
		this.#end(id, finish, durationMs);
		return true;
	}
	#nextReady() {
		const full = /* @__PURE__ */ new Set();
		for (;;) {
			for (const id of this.#parked.takeFirst(full)) this.#queue.makeReady(id);
			const id = this.#queue.takeReady();
			if (id === void 0) return void 0;
			const lacking = this.#lacks(nodeOf(this.#request.graph, id));
			if (lacking === void 0) return id;
			if (full.size === 0) this.#state.places.whenGiven(this.#room.advance);
			full.add(lacking);
			this.#parked.park(id, lacking);
		}
	}
	#lacks(node) {
		const { places } = this.#state;
		if (node.step.strategy === void 0) return places.take(node).full;
		return this.#mapped.size < this.#room.most ? places.fullFor(node) : mappedSteps;
	}
	#start(id) {
		const { clock } = this.#request.ports;
		const node = nodeOf(this.#request.graph, id);
		const startedAt = clock.now().getTime();
		const durationMs = () => clock.now().getTime() - startedAt;
		if (node.step.strategy !== void 0) {
			this.#openMapped(id, durationMs);
			return;
		}
		const cancel = new AbortController();
		this.#running.set(id, cancel);
		this.#room.enter();
		const work = {
			state: this.#state,
			recorder: this.#recorder,
			node
		};
		const run = () => runStep(this.#state, this.#recorder, node, cancel.signal);
		runUnlessUnchanged(work, cancel.signal, () => runUnlessCached(work, cancel.signal, run)).then((finish) => {
			this.#running.delete(id);
			this.#room.leave();
			this.#end(id, finish, durationMs());
			this.#state.places.give(node);
			this.#settle();
			this.#room.advance();
		}).catch(this.#room.broken);
	}
	#openMapped(id, durationMs) {
		const settled = tried(() => settledNode(this.#state, nodeOf(this.#request.graph, id), settleMapping));
		if (settled.ended !== "done") {
			const { continueOnError } = nodeOf(this.#request.graph, id).step;
			this.#end(id, {
				...failed(continueOnError, settled.failure),
				...notRun
			}, durationMs());
			return;
		}
		const node = settled.value;
		const { strategy } = node.step;
		if (strategy === void 0) return;
		const { part, limits } = jobOf(this.#request) ?? {};
		const opened = openMapped({
			state: this.#state,
			recorder: this.#recorder,
			node,
			room: this.#room,
			part: this.#state.leg === void 0 ? part : void 0,
			limit: Math.min(this.#room.most, limits?.[id] ?? strategy.maxParallel ?? this.#room.most),
			done: this.#state.leg === void 0 ? this.#request.priorLegs?.get(id) : void 0,
			openMachine: (state, recorder, shared) => new StepRun(state, recorder, shared),
			ended: (finish) => {
				this.#mapped.delete(id);
				this.#end(id, finish, durationMs());
				this.#settle();
			}
		}, strategy);
		if (opened instanceof MappedStep) this.#mapped.set(id, opened);
		else this.#end(id, opened, durationMs());
	}
	#end(id, ended, durationMs) {
		const around = toleratedAround(this.#request.graph, id, ended);
		const node = nodeOf(this.#request.graph, id);
		const finish = withLacking(this.#state, node, withWindows(this.#state, node, around));
		const told = this.#tellEnd(id, finish, durationMs);
		const { dataset, datasets, windows } = finish;
		this.#state.settle(id, {
			...told,
			...dataset === void 0 ? {} : { dataset },
			...datasets === void 0 ? {} : { datasets },
			...windows === void 0 ? {} : { windows }
		});
		this.#queue.settle(id);
		this.#state.ahead?.ended(id, finish.result === "success");
	}
	#tellEnd(id, finish, durationMs) {
		const isInLeg = this.#state.leg !== void 0;
		const part = isInLeg ? void 0 : jobOf(this.#request)?.part;
		const kind = isInLeg ? { kind: nodeOf(this.#request.graph, id).step.kind } : {};
		if (part === void 0) return this.#recorder.tell({
			type: "step-finished",
			step: id,
			...finish,
			...kind,
			durationMs
		});
		const told = this.#recorder.tell({
			type: "part-finished",
			part,
			step: id,
			...finish,
			durationMs
		});
		if (told.type !== "part-finished") throw new Bug("the end of a part was told as something else");
		const { part: _, ...rest } = told;
		return {
			...rest,
			type: "step-finished"
		};
	}
	#cancel() {
		const isOver = (id) => verdictOn(this.#state, id, true).outcome !== "run";
		const { reason } = this.#request.signal;
		for (const [id, cancel] of this.#running) if (isOver(id)) cancel.abort(reason);
		for (const [id, mapped] of this.#mapped) if (isOver(id)) mapped.cancel(reason instanceof Failure ? reason : void 0);
		for (const id of this.#parked.takeAll()) this.#queue.makeReady(id);
		this.#queue.judgeAgain();
		this.#settle();
		this.#room.advance();
	}
};
const mappedSteps = "";
const notRun = {
	attempts: 0,
	rows: null,
	outputs: {}
};

// src/run/run-steps.ts
async function runSteps(request, emit) {
	if (!(request.concurrency >= 1)) throw new Bug(`concurrency is ${request.concurrency}`);
	mkdirSync(join(request.folder, "logs"), { recursive: true });
	const { clock } = request.ports;
	const recorder = new Recorder({
		run: request.plan.run.id,
		folder: request.folder,
		clock,
		...secretMask(request),
		emit,
		part: jobOf(request)?.part
	});
	const state = new RunState(request);
	const own = ownSteps(request);
	if (request.job !== void 0) settleEnds(state, own);
	const startedAt = clock.now().getTime();
	tellStart(request, recorder, own);
	using _ = spareSqlite(request, own);
	await using ahead = new LoadsAhead(request, own, (load) => expectedLoad(state, load));
	state.ahead = ahead;
	await toEnd(state, recorder, own);
	const steps = Object.fromEntries(own.map((id) => [id, summaryOf(state, id)]));
	const result = runResultOf(Object.values(steps), request.signal.aborted);
	recorder.tell({
		type: "run-finished",
		result,
		durationMs: clock.now().getTime() - startedAt,
		steps
	});
	recorder.flush();
	tried(() => rmSync(join(request.folder, "scratch"), {
		recursive: true,
		force: true
	}));
	return result;
}
async function toEnd(state, recorder, own) {
	const room = new Room(state.request.concurrency);
	await new Promise((resolve, reject) => {
		const run = new StepRun(state, recorder, {
			room,
			ended: resolve
		}, own);
		room.broken = reject;
		room.advance = inTurns(() => {
			while (run.startNext());
		}, reject);
		run.begin();
		room.advance();
	});
}
const turnMs = 10;
function inTurns(work, broken) {
	let isAtWork = false;
	let since = performance.now();
	const workNow = () => {
		isAtWork = true;
		try {
			work();
		} catch (error) {
			broken(error);
		} finally {
			isAtWork = false;
		}
	};
	return () => {
		if (isAtWork) return;
		if (performance.now() - since < turnMs) {
			workNow();
			return;
		}
		isAtWork = true;
		setImmediate(() => {
			since = performance.now();
			workNow();
		});
	};
}
function tellStart({ graph, plan, job, prior }, recorder, own) {
	const steps = own.filter((id) => !prior.has(id)).map((id) => {
		const { step, needs } = nodeOf(graph, id);
		return {
			id,
			kind: step.kind,
			needs: [...needs]
		};
	});
	recorder.tell({
		type: "run-started",
		pipeline: plan.pipeline,
		name: plan.name,
		trigger: plan.run.trigger,
		date: plan.run.date,
		...job === void 0 ? {} : { job },
		steps
	});
}
function summaryOf({ finished: ends, request }, id) {
	const finished = ends.get(id);
	if (!finished) throw new Bug(`step "${id}" never ended`);
	const { result, attempts, rows, durationMs, tolerated, toleratedAround: around, reason, unselected, unchanged, legs } = finished;
	return {
		result,
		attempts,
		rows,
		durationMs,
		...tolerated === void 0 ? {} : { tolerated },
		...around === void 0 ? {} : { toleratedAround: around },
		...reason === void 0 ? {} : { reason },
		...unselected === void 0 ? {} : { unselected },
		...unchanged === void 0 ? {} : { unchanged },
		...legs === void 0 ? {} : { legs },
		...request.prior.has(id) || finished.cached === true ? { cached: true } : {}
	};
}
function ownSteps({ graph, plan, job }) {
	if (job === void 0) return graph.order;
	const planned = plan.jobs.find((one) => one.id === job);
	if (!planned) throw new Bug(`the plan has no job "${job}"`);
	const own = new Set(planned.steps);
	return graph.order.filter((id) => own.has(id));
}

// src/app/require-connections.ts
const later = /\$\{\{[^}]*\b(?:needs|env|github|matrix)\b/;
const laterInside = /\$\{\{[^}]*\b(?:inputs|needs|env|github|matrix)\b/;
function requireConnections(graph, plan, known) {
	const used = /* @__PURE__ */ new Map();
	for (const { step, scope } of stepsOf(graph)) {
		const name = factsOf(step).connection?.name;
		if (name === void 0 || !isAmong(known.steps, step.id)) continue;
		const names = used.get(scope) ?? /* @__PURE__ */ new Set();
		used.set(scope, names.add(name));
	}
	for (const [scope, names] of used) requireUsable(scope, names, {
		plan,
		...known
	});
}
function requireUsable({ id, manifest }, used, { plan, environment, databases }) {
	const unknown = id === "" ? later : laterInside;
	const contexts = {
		...environment,
		inputs: plan.inputs,
		env: {},
		needs: {},
		run: runContext(plan),
		github: {},
		matrix: {}
	};
	for (const name of used) {
		const connection = manifest.connections[name];
		if (connection === void 0 || unknown.test(connection.url)) continue;
		const { url } = connection;
		const fault = databases.faultOf({
			...connection,
			url: url.includes("${{") ? evaluateTemplate(url, contexts) : url,
			env: {}
		});
		if (fault === void 0) continue;
		throw new Failure(fault.code, `connection "${name}": ${fault.message}`, fault.help === void 0 ? {} : { help: fault.help });
	}
}

// src/app/run.ts
async function runPipeline(request, emit) {
	const { graph, plan, job, prior, priorLegs, earlier, leftOnCancel, definitions, ports, lookup, env, github, workspace, store, cache, concurrency, signal, graceMs, onSecret } = request;
	const { secrets, vars } = plannedEnvironment(graph, plan, lookup);
	const jobs = plan.jobs.filter(({ id }) => job === void 0 || id === job);
	const steps = new Set(jobs.flatMap((one) => one.steps));
	requireConnections(graph, plan, {
		steps,
		environment: {
			secrets,
			vars
		},
		databases: ports.databases
	});
	await store.write("plan.json", `${JSON.stringify(plan)}\n`);
	if (definitions !== void 0) await store.write(definitionsFile, encodeDefinitions(definitions));
	return runSteps({
		graph,
		plan,
		...job === void 0 ? {} : { job },
		prior: prior ?? /* @__PURE__ */ new Map(),
		...priorLegs === void 0 ? {} : { priorLegs },
		...definitions === void 0 ? {} : { definitions },
		...earlier === void 0 ? {} : { earlier },
		...leftOnCancel === void 0 ? {} : { leftOnCancel },
		...cache === void 0 ? {} : { cache: new StepCache(cache) },
		execute: request.execute ?? loadExecutor,
		ports,
		environment: {
			secrets,
			vars,
			env,
			github
		},
		workspace,
		folder: store.folder,
		concurrency,
		signal,
		...graceMs === void 0 ? {} : { graceMs },
		...onSecret === void 0 ? {} : { onSecret }
	}, emit);
}

export { legsDone as i, plannedEnvironment as n, gateOf as r, runPipeline as t };