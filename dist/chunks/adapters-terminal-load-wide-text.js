import { t as childEntry } from "./steps-child-entry.js";
import { createRequire } from "node:module";

// src/adapters/terminal/load-wide-text.ts
let loaded;
function wideText() {
	loaded ??= createRequire(import.meta.url)(childEntry("wide-text", import.meta.url));
	return loaded;
}

export { wideText as t };