import { t as defused } from "./text-runner-command.js";
import { stripVTControlCharacters } from "node:util";

// src/adapters/terminal/plain-text.ts
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
function plainText(text) {
	return defused(stripVTControlCharacters(text).replaceAll("	", " ").replace(controls, "·"));
}

export { plainText as t };