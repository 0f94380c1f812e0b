import { ht as factsOf } from "./manifest-json-schema.js";

// src/app/lost-on-github.ts
function lostOnGitHub({ file, schedules, steps, connections }) {
	if (schedules.length === 0) return [];
	return [...new Set(steps.flatMap((step) => factsOf(step).connection?.name ?? []))].filter((name) => connections[name]?.url.startsWith("sqlite:") === true && connections[name].dialect === void 0).map((name) => `${file}: on GitHub the file of connection "${name}" is gone when its job ends; load into a server, or publish a file with \`commit: true\``);
}

export { lostOnGitHub as t };