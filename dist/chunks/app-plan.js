import { C as fitInput, T as wantedOf, V as nearest, W as Usage, o as checkManifests, w as parseInput } from "./manifest-json-schema.js";
import { t as makePlan } from "./plan-make-plan.js";
import { n as nextTicks } from "./schedule-next-ticks.js";

// src/plan/inputs.ts
function resolveInputs(manifest, given) {
	for (const name of Object.keys(given)) {
		if (Object.hasOwn(manifest.inputs, name)) continue;
		throw unknownInput(manifest, name);
	}
	const values = {};
	for (const [name, input] of Object.entries(manifest.inputs)) {
		const raw = given[name] ?? input.default;
		if (raw !== void 0 && raw !== "") values[name] = valueOf(name, input, raw);
		else if (input.required) throw new Usage(`input "${name}" is required`, `give it with --input ${name}=…`);
		else if (input.type === "text") values[name] = "";
	}
	return values;
}
function unknownInput(manifest, name) {
	const names = Object.keys(manifest.inputs);
	const near = nearest(name, names);
	const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
	return new Usage(`"${name}" is not an input of pipeline "${manifest.id}"; ${known}`, near === void 0 ? void 0 : `did you mean "${near}"?`);
}
function valueOf(name, input, raw) {
	const value = typeof raw === "string" ? parseInput(input, raw) : fitInput(input, raw);
	if (value !== void 0) return value;
	throw new Usage(`input "${name}" must be ${wantedOf(input, raw)}, not "${String(raw)}"`);
}

// src/schedule/day-start.ts
const day = 864e5;
function dayStart(date, timezone) {
	const utc = Date.parse(`${date}T00:00:00Z`);
	const found = [utc - day, utc + day].map((near) => utc - offsetAt(near, timezone)).toSorted(numeric).find((at) => dateIn(timezone, new Date(at)) === date);
	return new Date(found ?? utc);
}
function dateIn(timezone, at) {
	return new Intl.DateTimeFormat("en-CA", {
		timeZone: timezone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit"
	}).format(at);
}
function offsetAt(at, timezone) {
	const format = new Intl.DateTimeFormat("sv-SE", {
		timeZone: timezone,
		dateStyle: "short",
		timeStyle: "medium"
	});
	return Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at;
}
function numeric(one, other) {
	return one - other;
}

// src/schedule/latest-tick.ts
const minuteMs = 6e4;
const longestMs = 4743360 * minuteMs;
function latestTick(schedule, now) {
	for (let span = 6 * minuteMs; span < longestMs; span *= 4) {
		const latest = lastWithin(schedule, new Date(now.getTime() - span), now);
		if (latest !== void 0) return latest;
	}
}
function lastWithin(schedule, from, now) {
	let latest;
	for (let after = from;;) {
		const [next] = nextTicks(schedule, after, 1);
		if (next === void 0 || next > now) return latest;
		latest = after = next;
	}
}

// src/app/logical-time.ts
function logicalTime(schedule, fired, now, date) {
	const timezone = schedule?.timezone ?? "UTC";
	if (date !== void 0) return {
		at: dayStart(date, timezone).toISOString(),
		date,
		dated: true
	};
	const at = fired && schedule !== void 0 ? latestTick(schedule, now) ?? now : now;
	return {
		at: at.toISOString(),
		date: dateIn(timezone, at)
	};
}

// src/app/plan.ts
async function planPipeline(request) {
	const { pipelines, diagnostics } = await checkManifests([request.file], request.workspace);
	const [pipeline] = pipelines;
	if (pipeline === void 0 || diagnostics.some(({ severity }) => severity === "error")) return {
		ok: false,
		diagnostics
	};
	const { graph, authored } = pipeline;
	const { manifest } = graph;
	const schedule = manifest.schedules.find(({ cron }) => cron === request.cron);
	return {
		ok: true,
		plan: makePlan(graph, {
			run: {
				id: request.runId,
				trigger: request.trigger,
				...logicalTime(schedule ?? manifest.schedules[0], schedule !== void 0, request.now, request.date)
			},
			inputs: resolveInputs(manifest, {
				...schedule?.with,
				...request.inputs
			}),
			authored,
			past: request.past ?? /* @__PURE__ */ new Map(),
			...request.maxWaves === void 0 ? {} : { maxWaves: request.maxWaves }
		}),
		graph,
		diagnostics
	};
}

export { planPipeline as t };