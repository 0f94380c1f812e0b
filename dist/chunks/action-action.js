import { posix } from "node:path";

// src/action/action.ts
function inRepository({ inputs }, path) {
	return posix.join(inputs.workingDirectory.replaceAll("\\", "/"), path);
}
async function folded({ runner }, title, work) {
	runner.group(title);
	try {
		return await work();
	} finally {
		runner.endGroup();
	}
}

export { inRepository as n, folded as t };