import { t as exitStatus } from "./cli-exit-status.js";
import { join } from "node:path";
import { readFileSync } from "node:fs";

// src/cli/tell-diagnostics.ts
const shownAtMost = 50;
async function tellDiagnostics(diagnostics, workspace, shell, { all = false } = {}) {
	if (diagnostics.length === 0) return exitStatus.done;
	const { renderCodeFrame } = await import("./adapters-terminal-code-frame.js");
	const most = all ? diagnostics.length : shownAtMost;
	const texts = /* @__PURE__ */ new Map();
	for (const diagnostic of diagnostics.slice(0, most)) {
		if (!texts.has(diagnostic.file)) texts.set(diagnostic.file, textOf(join(workspace, diagnostic.file)));
		shell.err(`${renderCodeFrame(diagnostic, texts.get(diagnostic.file), shell.paint.err)}\n`);
	}
	const hidden = diagnostics.length - most;
	if (hidden > 0) shell.err(`… and ${hidden} more: see all with millrace validate --all\n`);
	return diagnostics.some(({ severity }) => severity === "error") ? exitStatus.diagnostics : exitStatus.done;
}
function textOf(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return;
	}
}

export { tellDiagnostics as t };