import { F as counted } from "./manifest-json-schema.js";

// src/report/mermaid.ts
const maxEdges = 400;
const maxChars = 4e4;
function mermaid(plan, looks = {}, room = maxChars) {
	const drawings = [
		() => bySteps(plan, looks),
		() => byJobs(plan, looks),
		() => byWaves(plan, looks)
	];
	for (const draw of drawings) {
		const { lines, edges } = draw();
		const text = lines.join("\n");
		if (edges <= maxEdges && text.length <= Math.min(room, maxChars)) return text;
	}
	return ["flowchart LR", `  note["${plan.steps.length} steps: too many to draw"]`].join("\n");
}
function bySteps({ steps, jobs }, looks) {
	const names = new Map(steps.map(({ id }, index) => [id, `s${index}`]));
	const stepOf = new Map(steps.map((step) => [step.id, step]));
	const boxes = jobs.flatMap((job, index) => {
		const inside = job.steps.flatMap((id) => stepOf.get(id) ?? []);
		const nodes = inside.map(({ id, kind }) => `${names.get(id)}["${label(id)}<br>${label(kind)}"]`);
		return inside.length === 1 ? nodes.map((node) => `  ${node}`) : [
			`  subgraph j${index}["${label(job.id)}"]`,
			...nodes.map((node) => `    ${node}`),
			"  end"
		];
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

export { mermaid as t };