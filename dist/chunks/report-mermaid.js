import { z as counted } from "./manifest-json-schema.js";

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
	return ["flowchart LR", `  note["${plan.steps.length} steps: too many to draw"]`].join("\n");
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
	const boxes = waves.map((wave, index) => `  w${index}["wave ${index + 1}<br>${wave.length} jobs, ${counted(inside[index]?.length ?? 0, "step")}"]`);
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
const note = (steps, by) => `  note["${steps} steps are too many to draw: drawn by ${by}"]`;
const order = [
	"failure",
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

export { legsText as n, mermaid as t };