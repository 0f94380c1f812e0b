import { Pt as runnerKey } from "./manifest-json-schema.js";

// src/action/outputs.ts
const namedWaves = 10;
const waveSpecs = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [waveName(index), { description: `plan: the ids of the jobs of wave ${index + 1} as a JSON list, for a matrix; [] when there is none` }]));
const outputSpecs = {
	result: { description: "success, failure, cancelled, skipped or degraded" },
	run: { description: "plan, run, recover, after-cancel and report: the id of the run" },
	runners: { description: "plan: the runs-on of each job by its id, as a JSON object; not set when all have the same" },
	errors: { description: "validate and plan: how many errors the manifests have" },
	warnings: { description: "validate and plan: how many warnings the manifests have" },
	...waveSpecs
};
function waveName(index) {
	return `wave-${index + 1}`;
}
function setOutput(runner, name, value) {
	runner.output(name, String(value));
}
function setWaves(runner, waves) {
	for (let index = 0; index < Math.max(10, waves.length); index += 1) runner.output(waveName(index), JSON.stringify(waves[index] ?? []));
}
function setRunners(runner, { steps, jobs }) {
	if (new Set(steps.map(({ runsOn }) => runnerKey(runsOn))).size <= 1) return;
	setOutput(runner, "runners", JSON.stringify(Object.fromEntries(jobs.map(({ id, runsOn }) => [id, runsOn]))));
}

export { setRunners as n, setWaves as r, setOutput as t };