import { V as Failure } from "./dataset-fields-print-number.js";
import { isAbsolute, relative, sep } from "node:path";

// src/steps/inside.ts
function requireInside(path, workspace, entry) {
	const inside = relative(workspace, path);
	if (inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return;
	throw new Failure("file/outside", `"${entry}" leaves the repository`, { help: "Use a path inside the repository" });
}

export { requireInside as t };