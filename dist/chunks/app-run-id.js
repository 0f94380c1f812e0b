import { join } from "node:path";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

// src/adapters/environment/dot-env.ts
function environmentOf(env, workspace, tell = () => {}) {
	const text = readDotEnv(workspace);
	const file = parseEnv(text);
	const lost = lostLines(text);
	if (lost.length > 0) tell(lost);
	return (name) => env[name] ?? file[name];
}
function readDotEnv(workspace) {
	try {
		return readFileSync(join(workspace, ".env"), "utf8");
	} catch {
		return "";
	}
}
const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*/;
function lostLines(text) {
	const lost = [];
	let open;
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		if (open !== void 0) {
			if (line.includes(open)) open = void 0;
			continue;
		}
		const head = assignment.exec(line)?.[0];
		if (head === void 0) {
			if (!/^\s*(?:#|$)/.test(line)) lost.push(index + 1);
			continue;
		}
		const value = line.slice(head.length);
		const quote = /^["'`]/.exec(value)?.[0];
		if (quote !== void 0 && !value.slice(1).includes(quote) && closesLater(text, index, quote)) open = quote;
	}
	return lost;
}
function closesLater(text, index, quote) {
	return text.split(/\r?\n/).slice(index + 1).some((line) => line.includes(quote));
}

// src/app/run-id.ts
function newRunId(now, random) {
	return `${now.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15)}-${now.getMilliseconds().toString(36).padStart(2, "0")}${Math.floor(random * 36 ** 4).toString(36).padStart(4, "0")}`;
}

export { environmentOf as n, newRunId as t };