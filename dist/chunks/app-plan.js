import { f as resolveInputs } from "./run-step-environment.js";
import { t as makePlan } from "./plan-make-plan.js";
import { H as Usage, z as nearest } from "./dataset-fields-print-number.js";
import { G as idIn, ht as factsOf, l as checkManifests, zt as nodeOf } from "./manifest-json-schema.js";
import { a as readBy, c as unselectedSteps, r as definitionsOf } from "./run-resume-step-definitions.js";
import { n as dayStart, t as dateIn } from "./schedule-day-start.js";
import { a as lastStanding, t as among } from "./ledger-fold-runs.js";
import { n as settledBy, r as logicalTime } from "./ledger-timetable.js";
import { c as latestTick, i as hashOfInputs, n as pastFacts, t as outdatedBy } from "./app-past-runs.js";
import { i as hashOf } from "./cache-hash-file.js";
import { n as nextTicks } from "./schedule-next-ticks.js";

// src/ledger/fold-cursors.ts
function cursorsOf(runs) {
	const found = /* @__PURE__ */ new Map();
	for (const { cursors } of runs) for (const { name, value } of cursors) {
		const known = found.get(name);
		if (known === void 0 || isFurther(value, known)) found.set(name, value);
	}
	return Object.fromEntries(found);
}
function isFurther(value, known) {
	const [one, other] = [value, known].map((text) => /^-?\d+$/.test(text));
	if (one !== other) return false;
	return one === true ? BigInt(value) > BigInt(known) : value > known;
}

// src/plan/selection.ts
function parseSelection(text) {
	const terms = text.replaceAll(/\s*&\s*/g, "&").split(/[\s,]+/).filter((term) => term !== "");
	if (terms.length === 0) throw new Usage("the selection is empty", howTo);
	const read = (term) => term.split("&").map((word) => parsePick(word, term));
	return {
		includes: terms.filter((term) => !term.startsWith("!")).map(read),
		excludes: terms.filter((term) => term.startsWith("!")).map((term) => read(term.slice(1)))
	};
}
const howTo = "write ids, +id, id+, tag:T, kind:load or failed, e.g. --select \"+daily tag:finance\"";
function parsePick(word, term) {
	const parts = /^(?:(\d*)(\+))?([^+!]+?)(?:(\+)(\d*))?$/.exec(word);
	if (parts === null) throw new Usage(`"${term}" is no selection`, howTo);
	const [, up, above, name = "", below, down] = parts;
	return {
		atom: parseAtom(name),
		above: far(above, up),
		below: far(below, down)
	};
}
function far(plus, steps) {
	if (plus === void 0) return 0;
	return steps === void 0 || steps === "" ? 1e400 : Number(steps);
}
function parseAtom(name) {
	if (name === "failed") return {
		method: "failed",
		value: ""
	};
	const colon = name.indexOf(":");
	if (colon < 0) return {
		method: "step",
		value: name
	};
	const method = [
		"step",
		"tag",
		"kind",
		"failed"
	].find((one) => one === name.slice(0, colon));
	const value = name.slice(colon + 1);
	if (method !== void 0 && value !== "") return {
		method,
		value
	};
	throw new Usage(`"${name}" is no selection`, "write step:ID, tag:T, kind:K or failed:RUN");
}

// src/plan/select.ts
function selectSteps(graph, text, facts) {
	const { includes, excludes } = parseSelection(text);
	const find = (picks) => intersection(picks.map((pick) => around(graph, pick, facts)));
	const chosen = new Set(includes.length === 0 ? graph.order : includes.flatMap((term) => [...find(term)]));
	addSetups(graph, chosen);
	for (const term of excludes) for (const id of find(term)) chosen.delete(id);
	dropTeardowns(graph, chosen);
	if (chosen.size === 0) throw nothingFits(graph, text, facts);
	addEnds(graph, chosen);
	return chosen;
}
function nothingFits(graph, text, facts) {
	const [unfailed] = parseSelection(text).includes.flat().flatMap(({ atom }) => atom.method === "failed" ? [facts.failedIn(atom.value || void 0)] : []).filter(({ steps }) => steps.size === 0);
	const why = unfailed === void 0 ? "" : `: no step failed in run ${unfailed.run}`;
	return new Usage(`no step fits the selection "${text}"${why}`, `see the steps with \`millrace plan ${graph.manifest.file}\``);
}
function intersection([first = /* @__PURE__ */ new Set(), ...rest]) {
	return rest.reduce((all, some) => all.intersection(some), first);
}
function around(graph, { atom, above, below }, facts) {
	const named = stepsNamed(graph, atom, facts);
	return /* @__PURE__ */ new Set([
		...named,
		...reached(named, (id) => nodeOf(graph, id).needs, above),
		...reached(named, (id) => nodeOf(graph, id).dependents, below)
	]);
}
function reached(from, next, depth) {
	const found = new Set(from);
	let edge = [...found];
	for (let far = 0; far < depth && edge.length > 0; far += 1) {
		edge = [...new Set(edge.flatMap(next))].filter((id) => !found.has(id));
		for (const id of edge) found.add(id);
	}
	return found;
}
function stepsNamed(graph, { method, value }, { failedIn }) {
	if (method === "failed") {
		const { steps: failed } = failedIn(value === "" ? void 0 : value);
		return new Set(graph.order.filter((id) => failed.has(id)));
	}
	const found = graph.order.filter(matcher(graph, {
		method,
		value
	}));
	if (found.length === 0) throw unknown(graph, {
		method,
		value
	});
	return new Set(found);
}
function matcher(graph, { method, value }) {
	const fits = wordMatcher(value);
	if (method === "tag") return (id) => nodeOf(graph, id).step.tags.some(fits);
	if (method === "kind") return (id) => fits(nodeOf(graph, id).step.kind);
	return (id) => fits(id) || aboveIds(id).some((scope) => fits(scope));
}
function aboveIds(id) {
	const parts = id.split("/");
	return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
function wordMatcher(pattern) {
	if (!/[*?]/.test(pattern)) return (word) => word === pattern;
	const source = pattern.replaceAll(/\*\*|[*?]|[^*?]+/g, (part) => {
		if (part === "**") return ".*";
		if (part === "*") return "[^/]*";
		return part === "?" ? "[^/]" : part.replaceAll(/[^\w/-]/g, String.raw`\$&`);
	});
	const expression = new RegExp(`^${source}$`);
	return (word) => expression.test(word);
}
function unknown(graph, { method, value }) {
	const { id } = graph.manifest;
	const nodes = graph.order.map((step) => nodeOf(graph, step).step);
	if (method === "tag") {
		const tags = [...new Set(nodes.flatMap(({ tags: own }) => own))];
		return notThere(`no step of "${id}" has the tag "${value}"`, value, tags);
	}
	if (method === "kind") return notThere(`no step of "${id}" is of the kind "${value}"`, value, [...new Set(nodes.map(({ kind }) => kind))]);
	const mapped = graph.order.find((step) => nodeOf(graph, step).inner !== void 0 && value.startsWith(`${step}/`));
	if (mapped !== void 0) return new Usage(`"${value}" is inside "${mapped}", which is mapped`, `select "${mapped}" as a whole`);
	return notThere(`"${value}" is not a step of "${id}"`, value, graph.order);
}
function notThere(message, value, known) {
	const near = nearest(value, known);
	const some = known.length > 0 && known.length <= 12 ? `there are ${known.join(", ")}` : void 0;
	return new Usage(message, near === void 0 ? some : `did you mean "${near}"?`);
}
function addSetups(graph, chosen) {
	const teardowns = /* @__PURE__ */ new Map();
	for (const id of graph.order) {
		const { step, scope } = nodeOf(graph, id);
		if (step.teardown === void 0) continue;
		const setup = idIn(scope, step.teardown);
		teardowns.set(setup, [...teardowns.get(setup) ?? [], id]);
	}
	for (const [setup, downs] of teardowns) {
		const after = new Set(downs);
		if (![...reached([setup], (id) => nodeOf(graph, id).dependents.filter((one) => !after.has(one)), 1e400), ...downs].some((id) => chosen.has(id))) continue;
		for (const id of [setup, ...downs]) chosen.add(id);
	}
}
function dropTeardowns(graph, chosen) {
	for (const id of chosen) {
		const { step, scope } = nodeOf(graph, id);
		if (step.teardown !== void 0 && !chosen.has(idIn(scope, step.teardown))) chosen.delete(id);
	}
}
function addEnds(graph, chosen) {
	for (const id of graph.order.toReversed()) {
		const { ends, dependents } = nodeOf(graph, id);
		if (ends === void 0 || !dependents.some((one) => chosen.has(one))) continue;
		if (ends.manifest.steps.some((step) => chosen.has(idIn(ends, step.id)))) chosen.add(id);
	}
}

// src/run/resume/steps-to-resume.ts
function stepsToResume(graph, ends, whole) {
	const open = unfinished(graph, ends, whole);
	while (reopenSetups(graph, ends, open)) spread(graph, open);
	return open.all;
}
function unsuccessfulSteps(graph, ends) {
	return new Set([...unfinished(graph, ends, () => true).all].filter((id) => ends.get(id)?.result !== "success"));
}
function unfinished(graph, ends, whole) {
	const open = {
		all: /* @__PURE__ */ new Set(),
		setups: /* @__PURE__ */ new Set()
	};
	for (const id of graph.order) {
		const end = ends.get(id);
		if (end === void 0 || !isDone(end) || !whole(end)) open.all.add(id);
	}
	spread(graph, open);
	return open;
}
function isDone({ result, unselected }) {
	return result === "success" || result === "skipped" || unselected === true;
}
function spread(graph, { all, setups }) {
	for (const id of graph.order) {
		if (all.has(id)) continue;
		if (nodeOf(graph, id).needs.some((need) => all.has(need) && !setups.has(need))) all.add(id);
	}
}
function reopenSetups(graph, ends, { all, setups }) {
	const before = all.size;
	for (const id of graph.order) {
		const { step, scope } = nodeOf(graph, id);
		if (step.teardown === void 0 || !all.has(id) || ends.get(id)?.result !== "success") continue;
		const setup = idIn(scope, step.teardown);
		if (all.has(setup)) continue;
		all.add(setup);
		setups.add(setup);
	}
	return all.size > before;
}

// src/app/failed-steps.ts
function failedSteps(graph, runs, planned) {
	const past = runs.filter(({ run }) => run.id !== planned);
	return { failedIn(id) {
		const from = id === void 0 ? past : past.filter(({ run }) => run.id === id);
		const [first] = from;
		if (first === void 0) throw noRun(graph.manifest.id, id, past);
		const ends = [...lastStanding(from, graph.order)].map(([step, result]) => [step, { result }]);
		return {
			steps: unsuccessfulSteps(graph, new Map(ends)),
			run: first.run.id
		};
	} };
}
function noRun(pipeline, id, past) {
	const [latest] = past;
	if (latest === void 0) return new Usage(`no earlier run of "${pipeline}" is known, so none of its steps has failed`);
	const near = nearest(id ?? "", past.map(({ run }) => run.id));
	return new Usage(`"${id}" is none of the last runs of "${pipeline}"`, `did you mean "${near ?? latest.run.id}"?`);
}

// src/ledger/rows-left.ts
function rowsLeft({ run, steps }, known) {
	const wasGood = run.result === "success" || run.result === "degraded";
	const left = new Set(steps.filter((step) => isUndone(step, wasGood)).map(({ id }) => id));
	for (const id of left) for (const maker of known.get(id)?.reads ?? []) left.add(maker);
	if (run.select === void 0) return left;
	return left.union(readByNobody(steps, known));
}
function isUndone({ result, unchanged, unselected }, wasGood) {
	if (unchanged === true || unselected === true) return false;
	return result === "skipped" ? !wasGood : result !== "success";
}
function readByNobody(steps, known) {
	const readBy = (which) => new Set(which.flatMap(({ id }) => known.get(id)?.reads ?? []));
	return readBy(steps.filter((step) => step.unselected === true)).difference(readBy(steps.filter((step) => step.unselected !== true)));
}

// src/ledger/steps-before.ts
const mostKept = 10;
function stepsBefore(runs, wanted) {
	const ends = /* @__PURE__ */ new Map();
	for (const entry of among(runs, wanted)) {
		const left = rowsLeft(entry, wanted.steps);
		for (const step of entry.steps) {
			if (!wanted.steps.has(step.id) || !didAnything(step)) continue;
			const kept = {
				step,
				sameInputs: entry.run.inputs === wanted.inputs,
				isTaken: !left.has(step.id)
			};
			ends.set(step.id, [...ends.get(step.id) ?? [], kept]);
		}
	}
	const found = /* @__PURE__ */ new Map();
	for (const [id, { pure }] of wanted.steps) {
		const past = pastOf(ends.get(id) ?? [], pure);
		if (Object.keys(past).length > 0) found.set(id, past);
	}
	return found;
}
function didAnything({ result, unselected, unchanged }) {
	return unselected !== true && (result !== "skipped" || unchanged === true);
}
function pastOf(ends, pure) {
	const goodEnds = ends.filter(({ step, sameInputs }) => sameInputs && isGood(step));
	const good = goodEnds.map(({ step }) => step);
	const last = pure ? good[0] : ends[0]?.step;
	const mark = last !== void 0 && isGood(last) ? last.mark : void 0;
	const columns = goodEnds.find(({ step, isTaken }) => isTaken && step.columns !== void 0)?.step.columns;
	const history = measuredOf(good).slice(0, mostKept);
	return {
		...mark === void 0 ? {} : { mark },
		...columns === void 0 ? {} : { columns },
		...history.length === 0 ? {} : { history }
	};
}
function measuredOf(good) {
	const seen = /* @__PURE__ */ new Set();
	return good.flatMap(({ mark, measured }) => {
		if (measured === void 0 || mark !== void 0 && seen.has(mark.since)) return [];
		if (mark !== void 0) seen.add(mark.since);
		return [measured];
	});
}
function isGood({ result, unchanged }) {
	return result === "success" || unchanged === true;
}

// src/app/with-past.ts
function withPast(graph, plan, { runs, branch, resumed }) {
	if (resumed !== void 0) return resumed.before === void 0 ? plan : {
		...plan,
		before: resumed.before
	};
	const steps = graph.order.map((id) => {
		const node = nodeOf(graph, id);
		const reads = [...readBy(node)].flatMap(({ maker, takes }) => takes === "rows" ? [maker] : []);
		return [id, {
			pure: factsOf(node.step).isPure === true,
			reads
		}];
	});
	const before = stepsBefore(runs, {
		except: plan.run.id,
		inputs: hashOfInputs(plan.inputs),
		steps: new Map(steps),
		...branch === void 0 ? {} : { branch }
	});
	return before.size === 0 ? plan : {
		...plan,
		before: Object.fromEntries(before)
	};
}

// src/schedule/asked-window.ts
function momentIn(text, timezone) {
	if (/^\d{4}-\d\d-\d\d$/.test(text)) {
		const day = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
		return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? dayStart(text, timezone) : void 0;
	}
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?$/.test(text)) return void 0;
	const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
	return Number.isNaN(time.getTime()) ? void 0 : time;
}
function windowIn(text, timezone) {
	const [first = "", second = "", ...more] = text.split("..");
	const from = momentIn(first.trim(), timezone);
	const to = momentIn(second.trim(), timezone);
	if (from === void 0 || to === void 0 || more.length > 0 || from >= to) return void 0;
	return {
		from: from.toISOString(),
		to: to.toISOString()
	};
}
function holdsDay({ from, to }, timezone) {
	const date = dateIn(timezone, new Date(from));
	const next = new Date(Date.parse(date) + 864e5).toISOString().slice(0, 10);
	return dayStart(date, timezone).toISOString() === from && dayStart(next, timezone).toISOString() <= to;
}

// src/app/asked-window.ts
async function askedWindow(graph, timezone, { window: text, again = false, workspace, resumed }) {
	if (text === void 0 || resumed !== void 0) return void 0;
	const window = windowIn(text, timezone);
	if (window === void 0) throw new Usage(`"${text}" is no window`, "write FROM..TO with dates or times, the first before the second: 2024-01-01..2024-02-01");
	return {
		window: {
			...window,
			definition: await pipelineDefinition(graph, workspace),
			...again ? { again } : {}
		},
		time: {
			at: window.from,
			date: dateIn(timezone, new Date(window.from)),
			...holdsDay(window, timezone) ? { dated: true } : {}
		}
	};
}
async function pipelineDefinition(graph, workspace) {
	return hashOf([...await definitionsOf(graph, workspace)]);
}

// src/ledger/due-ticks.ts
const mostDue = 100;
const monthMs = 26784e5;
function dueTicks(schedule, known, now) {
	const latest = latestTick(schedule, now);
	if (latest === void 0) return [];
	if (known === void 0) return [latest];
	const { since, settled = since } = known;
	const from = new Date(settled > since ? settled : since);
	const monthAgo = /* @__PURE__ */ new Date(now.getTime() - monthMs);
	if (monthAgo <= from) return ticksBetween(schedule, from, now);
	const lately = ticksBetween(schedule, monthAgo, now);
	return lately.length >= 100 ? lately : [...ticksBetween(schedule, from, monthAgo), ...lately];
}
function ticksBetween(schedule, from, to) {
	const found = [];
	for (let after = from, count = 4;; count *= 2) {
		const ticks = nextTicks(schedule, after, count);
		found.push(...ticks.filter((tick) => tick <= to));
		const last = ticks.at(-1);
		if (last === void 0 || last > to) return found;
		after = last;
	}
}

// src/ledger/choose-tick.ts
function chooseTick(schedule, known, moments) {
	const due = dueTicks(schedule, known, moments.made);
	const latest = latestTick(schedule, moments.made);
	if (latest === void 0) return { idle: `"${schedule.cron}" has not ticked yet` };
	if (schedule.catchUp === "all" && due.length > 0) return oldest(due);
	if (known?.settled !== void 0 && latest.toISOString() <= known.settled) return { idle: `no tick of "${schedule.cron}" is due: up to ${known.settled} each has had its run, or was let go` };
	const [next] = nextTicks(schedule, latest, 1);
	if (schedule.catchUp === "none" && next !== void 0 && next <= moments.planned) return { idle: `the tick ${latest.toISOString()} is let go (\`catch-up: none\`): the next was due before its run could begin` };
	return {
		tick: latest,
		passed: due.filter((tick) => tick < latest),
		remaining: []
	};
}
function oldest(due) {
	const [tick = /* @__PURE__ */ new Date(NaN), ...remaining] = due.slice(-100);
	return {
		tick,
		passed: due.slice(0, -100),
		remaining
	};
}

// src/app/take-tick.ts
const graceMs = 216e5;
async function takeTick(manifest, cron, runs, facts) {
	const { schedules } = manifest;
	const schedule = schedules.find((one) => one.cron === cron);
	if (schedule?.catchUp === "all" && facts.unread !== void 0) throw facts.unread;
	const known = await knownTicks(schedules, schedule, runs, facts);
	const seen = schedules.map(({ cron: line, timezone }) => {
		const since = facts.made.toISOString();
		return known.find((one) => one.cron === line) ?? {
			cron: line,
			timezone,
			since
		};
	});
	if (schedule === void 0) return {
		schedules: seen,
		...facts.catchUp === true ? { idle: gone(cron) } : {}
	};
	if (facts.before !== void 0) return {
		schedules: seen,
		tick: facts.before
	};
	const choice = chooseTick(schedule, known.find((one) => one.cron === cron), facts);
	if ("idle" in choice) return {
		schedules: seen,
		idle: choice.idle
	};
	const tick = tickOf(schedule, choice);
	const remaining = remainingOf(manifest, {
		schedule,
		choice
	}, known, facts);
	return {
		schedules: seen,
		tick,
		...remaining === void 0 ? {} : { remaining }
	};
}
function gone(cron) {
	return `the schedule "${cron ?? ""}", for which this run was started, is not in the manifest any more`;
}
const longestMs = 26784e5;
async function knownTicks(schedules, schedule, runs, { unrecorded, made }) {
	const known = settledBy(runs, schedules);
	if (schedule?.catchUp !== "all" || unrecorded === void 0) return known;
	const { cron, timezone } = schedule;
	const own = known.find((one) => one.cron === cron);
	const last = (await unrecorded(runs, own?.settled ?? own?.since ?? (/* @__PURE__ */ new Date(made.getTime() - longestMs)).toISOString())).flatMap((one) => one.cron === cron ? [one.at] : []).toSorted().at(-1);
	if (last === void 0 || last <= (own?.settled ?? "")) return known;
	const told = {
		cron,
		timezone,
		since: own?.since ?? last,
		settled: last
	};
	return [...known.filter((one) => one !== own), told];
}
function tickOf({ cron }, { tick, passed }) {
	return {
		cron,
		at: tick.toISOString(),
		...passed.length === 0 ? {} : { passed: spanOf(passed) }
	};
}
function spanOf(ticks) {
	const [first = /* @__PURE__ */ new Date(NaN)] = ticks;
	return {
		count: ticks.length,
		first: first.toISOString(),
		last: (ticks.at(-1) ?? first).toISOString()
	};
}
function remainingOf({ schedules }, { schedule, choice }, known, { made }) {
	const late = /* @__PURE__ */ new Date(made.getTime() - graceMs);
	return schedules.flatMap((one) => {
		const seen = known.find(({ cron }) => cron === one.cron);
		if (one.catchUp !== "all") return [];
		const ticks = one === schedule ? choice.remaining : seen === void 0 ? [] : dueTicks(one, seen, late);
		return ticks.length === 0 ? [] : [{
			cron: one.cron,
			...spanOf(ticks)
		}];
	}).toSorted((one, other) => one.first < other.first ? -1 : 1)[0];
}

// src/app/plan.ts
async function planPipeline(request) {
	const { pipelines, diagnostics } = await checkManifests([request.file], request.workspace);
	const [pipeline] = pipelines;
	if (pipeline === void 0 || diagnostics.some(({ severity }) => severity === "error")) return {
		ok: false,
		diagnostics
	};
	const { graph, authored, used } = pipeline;
	const { manifest } = graph;
	const schedule = manifest.schedules.find(({ cron }) => cron === request.cron);
	const timetable = schedule ?? manifest.schedules[0];
	const runs = await request.pastRuns?.(manifest.id) ?? [];
	const ticks = await ticksOf(manifest, runs, request);
	const window = await askedWindow(graph, timetable?.timezone ?? "UTC", request);
	const time = window?.time ?? timeOf(timetable, schedule !== void 0, ticks, request);
	const cursors = cursorsOf(onBranch(runs, request));
	const { past, previous } = pastFacts(graph, runs, {
		run: request.runId,
		branch: request.branch,
		time
	});
	const select = ticks?.idle === void 0 ? selected(graph, request, runs) : nothing;
	const plan = makePlan(graph, {
		run: request.resumed?.run ?? {
			id: request.runId,
			trigger: request.trigger,
			...time,
			...window === void 0 ? {} : { window: window.window },
			...outdatedBy(timetable, time, request.plannedAt ?? request.now),
			...previous === void 0 ? {} : { previous }
		},
		inputs: resolveInputs(manifest, request.inputs, schedule?.with),
		authored,
		used,
		past,
		...request.maxWaves === void 0 ? {} : { maxWaves: request.maxWaves },
		...select === void 0 ? {} : { select }
	});
	if (ticks?.idle !== void 0) return {
		ok: true,
		plan: {
			...plan,
			ticks
		},
		graph,
		diagnostics
	};
	const known = withPast(graph, withCursors(plan, cursors), {
		runs,
		branch: request.branch,
		resumed: request.resumed
	});
	const told = await request.forecast?.(graph, known) ?? known;
	return {
		ok: true,
		plan: ticks === void 0 ? told : {
			...told,
			ticks
		},
		graph,
		diagnostics
	};
}
const nothing = {
	text: "",
	steps: /* @__PURE__ */ new Set()
};
function onBranch(runs, { branch }) {
	return runs.filter(({ run }) => run.branch === void 0 || run.branch === branch);
}
async function ticksOf(manifest, runs, request) {
	if (request.ticks === void 0 || request.date !== void 0 || request.window !== void 0) return void 0;
	return takeTick(manifest, request.cron, onBranch(runs, request), await request.ticks(runs));
}
function withCursors(plan, cursors) {
	return Object.keys(cursors).length === 0 ? plan : {
		...plan,
		cursors
	};
}
function timeOf(timetable, fired, ticks, { now, date }) {
	if (ticks?.tick === void 0 || timetable === void 0) return logicalTime(timetable, fired, now, date);
	const { at } = ticks.tick;
	return {
		at,
		date: dateIn(timetable.timezone, new Date(at))
	};
}
function selected(graph, { select, resumed, runId }, runs) {
	if (resumed?.select !== void 0) {
		const left = unselectedSteps(resumed);
		return {
			text: resumed.select,
			steps: new Set(graph.order.filter((id) => !left.has(id)))
		};
	}
	if (select === void 0 || resumed !== void 0) return void 0;
	return {
		text: select,
		steps: selectSteps(graph, select, failedSteps(graph, runs, runId))
	};
}

export { stepsToResume as i, pipelineDefinition as n, momentIn as r, planPipeline as t };