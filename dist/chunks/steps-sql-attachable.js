import { pathToFileURL } from "node:url";

// src/steps/sql/attachable.ts
function attachable(path) {
	return `${pathToFileURL(path).href}?mode=ro&immutable=1`;
}

export { attachable as t };