import { h as nearest, s as checkManifests, v as Usage } from "./source-syntax-errors.js";
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
		if (raw !== void 0 && raw !== "") values[name] = parseInput(name, input, raw);
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
function parseInput(name, input, raw) {
	const value = parsers[input.type](String(raw), input);
	if (value !== void 0) return value;
	const wanted = input.type === "choice" ? `one of ${input.options?.join(", ")}` : expectations[input.type];
	throw new Usage(`input "${name}" must be ${wanted}, not "${String(raw)}"`);
}
const expectations = {
	text: "text",
	integer: "a whole number",
	number: "a number",
	boolean: "true or false",
	choice: "one of its options",
	date: "a date, YYYY-MM-DD"
};
const parsers = {
	text: (text) => text,
	integer: (text) => /^-?\d{1,15}$/.test(text) ? Number(text) : void 0,
	number: (text) => /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : void 0,
	boolean: (text) => text === "true" ? true : text === "false" ? false : void 0,
	choice: (text, input) => input.options?.includes(text) ? text : void 0,
	date: (text) => isDate(text) ? text : void 0
};
function isDate(text) {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
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
function logicalTime(schedule, fired, now) {
	const at = fired && schedule !== void 0 ? latestTick(schedule, now) ?? now : now;
	return {
		at: at.toISOString(),
		date: dateIn(schedule?.timezone ?? "UTC", at)
	};
}
function dateIn(timezone, at) {
	return new Intl.DateTimeFormat("en-CA", {
		timeZone: timezone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit"
	}).format(at);
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
				...logicalTime(schedule ?? manifest.schedules[0], schedule !== void 0, request.now)
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