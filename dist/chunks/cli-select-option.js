import { i as Option, r as InvalidArgumentError } from "./vendor/commander.js";

// src/cli/date-option.ts
function dateOption() {
	return new Option("--date <date>", "the date the run is for, e.g. 2026-03-29 (default: today)").argParser(parseDate);
}
function parseDate(text) {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? /* @__PURE__ */ new Date(`${text}T00:00:00Z`) : /* @__PURE__ */ new Date(NaN);
	if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)) return text;
	throw new InvalidArgumentError("Write a date of the calendar as 2026-03-29.");
}

// src/cli/select-option.ts
function selectOption() {
	return new Option("--select <steps>", "run only these: ids, +id, id+, tag:T, kind:K, failed, a&b, !c; may be given several times").argParser((text, before) => before === void 0 ? text : `${before} ${text}`);
}

export { dateOption as n, selectOption as t };