// src/cli/verb-names.ts
const verbs = {
	init: "write a first pipeline and its workflows",
	validate: "find every mistake of every manifest at once",
	plan: "show what would run, in which jobs and waves, and what it would cost",
	run: "run a pipeline here",
	backfill: "run a pipeline for each window of a range that is not done",
	runs: "list past runs, or show one",
	report: "show what a finished run did, and the issues and comments it means to write",
	workflow: "write the GitHub workflows that the manifests need",
	next: "show when a pipeline, or each of them, runs next",
	infer: "find the columns of a file or of what a step reads, and write them into the manifest",
	schema: "print the JSON Schema of the manifest"
};
function isVerb(name) {
	return Object.hasOwn(verbs, name);
}

// src/cli/help-text.ts
const operands = {
	validate: " [PATH…]",
	plan: " PIPELINE",
	run: " PIPELINE",
	runs: " [RUN]",
	report: " RUN",
	next: " [PIPELINE]"
};
function helpText() {
	return `Data pipelines that live in a repository and run on GitHub Actions.

Usage: millrace <verb> [options]

${Object.entries(verbs).map(([name, does]) => `  ${`${name}${operands[name] ?? ""}`.padEnd(17)} ${does}`).join("\n")}

PIPELINE is the path of a manifest, or its name: daily is pipelines/daily.yml.
RUN is the id that a run prints, or "latest".

  millrace <verb> --help   what a verb takes
  millrace --version       the version

Exit status: 0 done, 1 mistakes in a manifest, 2 the run failed, 3 degraded,
64 wrong usage, 70 a bug.
`;
}

export { isVerb as n, verbs as r, helpText as t };