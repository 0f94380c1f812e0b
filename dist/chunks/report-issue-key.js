// src/report/issue-key.ts
const planStep = "(plan)";
function failureKey(pipeline, step) {
	return `failure pipeline=${part(pipeline)} step=${step === "(plan)" ? step : part(step)}`;
}
function stepOfKey(key, pipeline) {
	const prefix = failureKey(pipeline, "");
	if (!key.startsWith(prefix)) return void 0;
	const step = key.slice(prefix.length);
	return step === "(plan)" ? step : decoded(step);
}
function failureKeyIn(body) {
	return /^\s*<!-- millrace:(failure pipeline=\S+ step=\S+) -->/.exec(body)?.[1];
}
function keyLine(key) {
	return `<!-- millrace:${key} -->`;
}
function part(text) {
	return encodeURIComponent(text.toWellFormed()).replaceAll(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll("--", "-%2D").replace(/^-|-$/, "%2D");
}
function decoded(text) {
	return /%(?![0-9A-F]{2})/i.test(text) ? void 0 : decodeURIComponent(text);
}

export { stepOfKey as a, planStep as i, failureKeyIn as n, keyLine as r, failureKey as t };