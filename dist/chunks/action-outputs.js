// src/action/outputs.ts
const namedWaves = 10;
const waveSpecs = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [waveName(index), { description: `plan: the ids of the jobs of wave ${index + 1} as a JSON list, for a matrix; [] when there is none` }]));
const outputSpecs = {
	result: { description: "success, failure, cancelled, skipped or degraded" },
	run: { description: "plan, run and report: the id of the run" },
	waves: { description: "plan: all waves as a JSON list of lists of job ids" },
	runners: { description: "plan: the runs-on of each job by its id, as a JSON object" },
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
	setOutput(runner, "waves", JSON.stringify(waves));
	for (let index = 0; index < Math.max(10, waves.length); index += 1) runner.output(waveName(index), JSON.stringify(waves[index] ?? []));
}

export { setWaves as n, setOutput as t };