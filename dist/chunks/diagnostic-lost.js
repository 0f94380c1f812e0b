import { F as number, M as counted, P as duration } from "./dataset-fields-print-number.js";
import { a as prose, n as escapeMarkdown, r as fence, t as code } from "./text-markdown.js";
import { t as endedLegsText } from "./text-ended-legs-text.js";
import { i as legLabel } from "./run-mapped-leg-result.js";

// src/report/failure-section.ts
const longestMessage = 4e3;
const longestHelp = 1e3;
const longestCell = 80;
const longestLog = 2e4;
const shownSamples = 5;
const shownLegs = 20;
function failureSection(step) {
	return [
		...step.failure === void 0 ? [] : failureText(step.failure),
		...failedLegsText(step),
		...attemptsText(step),
		...rejectsTable(step.rejects),
		...logText(step.log)
	];
}
function failureText(failure) {
	const causes = failure.causes.map((cause) => `caused by: ${cause}`);
	return [fence(clip([failure.message, ...causes].join("\n"))), failure.help === void 0 ? `Code: ${code(failure.code)}` : `**What to do:** ${prose(sentence(clip(failure.help, longestHelp)))} (${code(failure.code)})`];
}
function failedLegsText({ legs, failedLegs = [] }) {
	if (legs === void 0 || legs.failure === 0) return [];
	const shown = failedLegs.slice(0, shownLegs).map((one) => `- ${code(one.leg)} ${escapeMarkdown(legLabel(one))}`);
	const hidden = legs.failure - shown.length;
	const more = hidden > 0 ? [`- … and ${counted(hidden, "more leg")}`] : [];
	return [`Legs: ${endedLegsText(legs)}. Those that failed:`, [...shown, ...more].join("\n")];
}
function attemptsText({ attempts, durationMs, retries }) {
	const took = durationMs > 0 ? duration(durationMs) : "";
	const said = (attempts > 1 ? [counted(attempts, "attempt"), took] : [took === "" ? "" : `after ${took}`]).filter((part) => part !== "").join(", ");
	const lines = retries.slice(-5).map(retryLine);
	return [...said === "" ? [] : [`Failed: ${said}.`], ...lines.length === 0 ? [] : [lines.join("\n")]];
}
function retryLine({ leg, attempt, failure, delayMs }) {
	return `- ${leg === void 0 ? "" : `leg ${leg}, `}attempt ${attempt}: ${escapeMarkdown(clip(failure.message, 300))}; waited ${duration(delayMs)}`;
}
function rejectsTable(rejects) {
	if (rejects === void 0 || rejects.rows === 0) return [];
	const kept = rejects.file === void 0 ? [] : [`All of them are kept in ${code(rejects.file)}, in the folder of the run.`];
	const shown = rejects.first.slice(0, shownSamples);
	const rules = byRule(rejects);
	const told = `${rejects.rows === null ? "Rows were rejected" : `Rejected: ${counted(rejects.rows, "row")}`}${rules}`;
	if (shown.length === 0) return [`${told}.`, ...kept];
	return [
		`${told}. The first of them:`,
		[...["| Where | Column | Rule | Value |", "|:--|:--|:--|:--|"], ...shown.map(sampleRow)].join("\n"),
		...kept
	];
}
function byRule({ rows, first, byRule: rules = [] }) {
	if (rows === null || rows <= first.length || rules.length === 0) return "";
	return `, ${rules.map((broken) => {
		const column = broken.column === null ? "" : `${code(clip(broken.column, longestCell))} `;
		return `${number(broken.rows)} for ${column}${code(clip(broken.rule, longestCell))}`;
	}).join(", ")}`;
}
function sampleRow({ file, line, byte, column, rule, value, raw }) {
	return `| ${[
		[
			...file === "" ? [] : [file],
			...line === null ? [] : [`line ${line}`],
			...typeof byte === "number" ? [`byte ${byte}`] : []
		].join(", "),
		column ?? "",
		rule,
		value ?? raw ?? ""
	].map((cell) => cell === "" ? "" : code(clip(cell, longestCell))).join(" | ")} |`;
}
function logText({ lines, total }) {
	if (lines.length === 0) return [];
	const kept = fitting(lines);
	return [`${total > kept.length ? `The last ${kept.length} of ${number(total)} lines of its log` : "Its log"}:`, fence(kept.join("\n"))];
}
function fitting(lines) {
	let room = longestLog;
	const tooMany = lines.findLastIndex((line, index) => {
		room -= line.length + 1;
		return room < 0 && index < lines.length - 1;
	});
	return lines.slice(tooMany + 1);
}
function sentence(help) {
	const first = help.slice(0, 1).toUpperCase() + help.slice(1);
	return /[.!?]$/.test(first) ? first : `${first}.`;
}
function clip(text, max = longestMessage) {
	return text.length <= max ? text : `${text.slice(0, max).toWellFormed()}…`;
}

// src/text/legs-text.ts
function legsText(legs) {
	if ("total" in legs) return counted(legs.total, "leg");
	const { count, parts } = legs;
	const told = count === null ? "? legs" : counted(count, "leg");
	return parts > 1 ? `${told} in ${parts} jobs` : told;
}

// src/report/mermaid.ts
const maxEdges = 400;
const maxChars = 4e4;
function mermaid(plan, looks = {}, room = maxChars) {
	const part = inJobs(plan);
	const drawings = [
		() => bySteps(part, looks),
		() => byJobs(part, looks),
		() => byWaves(part, looks)
	];
	for (const draw of drawings) {
		const { lines, edges } = draw();
		const text = lines.join("\n");
		if (edges <= maxEdges && text.length <= Math.min(room, maxChars)) return text;
	}
	return ["flowchart LR", `  note["${number(plan.steps.length)} steps: too many to draw"]`].join("\n");
}
function inJobs(plan) {
	const carried = new Set(plan.jobs.flatMap(({ steps }) => steps));
	if (plan.steps.every(({ id }) => carried.has(id))) return plan;
	const nearest = /* @__PURE__ */ new Map();
	for (const { id, needs } of plan.steps) {
		const above = [...new Set(needs.flatMap((need) => carried.has(need) ? [need] : nearest.get(need) ?? []))];
		nearest.set(id, above);
	}
	const steps = plan.steps.filter(({ id }) => carried.has(id));
	return {
		...plan,
		steps: steps.map((step) => ({
			...step,
			needs: nearest.get(step.id) ?? []
		}))
	};
}
function bySteps({ steps, jobs }, looks) {
	const names = new Map(steps.map(({ id }, index) => [id, `s${index}`]));
	const stepOf = new Map(steps.map((step) => [step.id, step]));
	const drawn = /* @__PURE__ */ new Set();
	const boxes = jobs.flatMap((job, index) => {
		const inside = job.steps.flatMap((id) => drawn.has(id) ? [] : stepOf.get(id) ?? []);
		for (const id of job.steps) drawn.add(id);
		if (inside.length === 0) return [];
		return box({
			name: `j${index}`,
			title: job.id,
			prefix: "",
			steps: inside
		}, names, "  ");
	});
	const edges = steps.flatMap(({ id, needs }) => arrows(needs, id, names));
	return {
		lines: [
			"flowchart LR",
			...boxes,
			...edges,
			...colours(steps.map(({ id }) => [names.get(id), looks[id]]))
		],
		edges: edges.length
	};
}
function box({ name, title, prefix, steps }, names, indent) {
	const groups = [...Map.groupBy(steps, ({ id }) => id.slice(prefix.length).split("/")[0] ?? "")];
	const inner = groups.map(([part, inside], index) => pipelineBox(prefix + part, inside, `${name}_${index}`));
	const [only] = inner;
	if (groups.length === 1 && only !== void 0) return box({
		...only,
		name
	}, names, indent);
	const within = groups.flatMap(([, inside], index) => {
		const pipeline = inner[index];
		if (pipeline !== void 0) return box(pipeline, names, "");
		return inside.map(({ id, kind, legs }) => {
			const lines = [
				nameIn(id, prefix),
				kind,
				...legs === void 0 ? [] : [legsText(legs)]
			];
			return `${names.get(id)}["${lines.map(label).join("<br>")}"]`;
		});
	});
	if (steps.length === 1) return within.map((line) => indent + line);
	return [
		`subgraph ${name}["${label(title)}"]`,
		...within.map((line) => `  ${line}`),
		"end"
	].map((line) => indent + line);
}
function pipelineBox(title, steps, name) {
	const prefix = `${title}/`;
	return steps.length > 1 && steps.some(({ id }) => id.startsWith(prefix)) ? {
		name,
		title,
		prefix,
		steps
	} : void 0;
}
function nameIn(id, prefix) {
	return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}
function byJobs({ jobs, steps }, looks) {
	const names = new Map(jobs.map(({ id }, index) => [id, `j${index}`]));
	const boxes = jobs.map((job) => `  ${names.get(job.id)}["${label(job.id)}<br>${counted(job.steps.length, "step")}"]`);
	const edges = jobs.flatMap(({ id, needs }) => arrows(needs, id, names));
	const coloured = jobs.map((job) => [names.get(job.id), worst(job.steps, looks)]);
	return {
		lines: [
			"flowchart LR",
			note(steps.length, "jobs"),
			...boxes,
			...edges,
			...colours(coloured)
		],
		edges: edges.length
	};
}
function byWaves({ jobs, waves, steps }, looks) {
	const stepsOf = new Map(jobs.map((job) => [job.id, job.steps]));
	const inside = waves.map((wave) => wave.flatMap((job) => stepsOf.get(job) ?? []));
	const boxes = waves.map((wave, index) => `  w${index}["wave ${index + 1}<br>${counted(wave.length, "job")}, ${counted(inside[index]?.length ?? 0, "step")}"]`);
	const edges = waves.slice(1).map((_, index) => `  w${index} --> w${index + 1}`);
	const coloured = inside.map((ids, index) => [`w${index}`, worst(ids, looks)]);
	return {
		lines: [
			"flowchart LR",
			note(steps.length, "waves"),
			...boxes,
			...edges,
			...colours(coloured)
		],
		edges: edges.length
	};
}
function arrows(needs, id, names) {
	return needs.flatMap((need) => names.has(need) ? [`  ${names.get(need)} --> ${names.get(id)}`] : []);
}
const note = (steps, by) => `  note["${number(steps)} steps are too many to draw: drawn by ${by}"]`;
const order = [
	"failure",
	"tolerated",
	"cancelled",
	"skipped",
	"success",
	"changed",
	"added"
];
function worst(steps, looks) {
	return order.find((result) => steps.some((id) => looks[id] === result));
}
const styles = {
	success: "fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c",
	failure: "fill:#ffebe9,stroke:#cf222e,color:#5c0d14,stroke-width:3px",
	tolerated: "fill:#fff1e5,stroke:#bc4c00,color:#5c2200,stroke-width:2px",
	cancelled: "fill:#fff8c5,stroke:#9a6700,color:#4d3300",
	skipped: "fill:#eaeef2,stroke:#6e7781,color:#32383f,stroke-dasharray:4 3",
	changed: "fill:#fff8c5,stroke:#9a6700,color:#4d3300",
	added: "fill:#dafbe1,stroke:#1a7f37,color:#0b3d1c"
};
function colours(nodes) {
	return order.flatMap((result) => {
		const bearing = nodes.flatMap(([name, of]) => of === result && name !== void 0 ? [name] : []);
		if (bearing.length === 0) return [];
		return [`  classDef ${result} ${styles[result]}`, `  class ${bearing.join(",")} ${result}`];
	});
}
const entities = {
	"#": "#35;",
	"\"": "#quot;",
	"&": "#amp;"
};
function label(text) {
	return text.slice(0, 80).toWellFormed().replaceAll(/\s+/g, " ").replaceAll(/[#"&<>`\\[\]{}|()*_~;%]/g, (character) => character === "_" ? "_" : entities[character] ?? `#${character.codePointAt(0)};`);
}

// src/report/result-words.ts
const words = {
	success: {
		icon: "✅",
		word: "succeeded"
	},
	failure: {
		icon: "❌",
		word: "failed"
	},
	cancelled: {
		icon: "🚫",
		word: "was cancelled"
	},
	skipped: {
		icon: "⏭️",
		word: "was skipped"
	},
	degraded: {
		icon: "⚠️",
		word: "succeeded, with failures that are tolerated"
	}
};
function runWords(result) {
	return words[result];
}
function stepWords(step) {
	if (step.result === "failure" && step.tolerated) return {
		icon: "⚠️",
		word: "failed, tolerated"
	};
	return {
		icon: words[step.result].icon,
		word: words[step.result].word.replace("was ", "")
	};
}
function hasFailed(step) {
	return step.result === "failure" && !step.tolerated;
}

// src/diagnostic/lost.ts
const lostCode = "runner/lost";
function lostHelp(jobs) {
	return jobs === 1 ? "open the log of that job: it may have been out of memory or disk, past its time limit, or its runner was lost" : "open the logs of those jobs: they may have been out of memory or disk, past their time limit, or their runners were lost";
}

export { stepWords as a, clip as c, failureText as d, logText as f, runWords as i, failedLegsText as l, lostHelp as n, mermaid as o, rejectsTable as p, hasFailed as r, legsText as s, lostCode as t, failureSection as u };