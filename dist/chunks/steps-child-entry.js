import { B as Bug } from "./dataset-fields-print-number.js";
import { extname } from "node:path";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// src/steps/child-entry.ts
function childEntry(name, importMetaUrl) {
	const file = `${name}${extname(fileURLToPath(importMetaUrl))}`;
	const places = [`./${file}`, `../${file}`].map((place) => fileURLToPath(new URL(place, importMetaUrl)));
	const found = places.find((place) => existsSync(place));
	if (found === void 0) throw new Bug(`the program's own file ${file} is not there (${places.join(", ")})`);
	return found;
}

export { childEntry as t };