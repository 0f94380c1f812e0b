// src/text/runner-command.ts
function escapeCommandData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function printedJson(value, indent) {
	return JSON.stringify(value, null, indent).replaceAll("##[", String.raw`#\u0023[`);
}
function escapeCommandProperty(text) {
	return escapeCommandData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
const colour = /\x1B\[[0-9;:]*m/g;
const sequences = /\x1B\][^\x07\x1B]*(?:\x07|\x1B\\|$)|\x1B[PX^_][^\x1B]*(?:\x1B\\|$)|[\x1B\x9B]\[?[0-?]*[ -/]*[@-~]|[\x1B\x9B]/g;
const controls = /[\x00-\x08\x0B\x0C\x0E-\x1A\x1C-\x1F\x7F-\x9F\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
function neutralize(line) {
	const flat = line.replaceAll(/\r\n?|[\n\u0085\u2028\u2029]/g, " ⏎ ");
	const kept = [];
	let from = 0;
	for (const hit of flat.matchAll(colour)) {
		kept.push(plain(flat.slice(from, hit.index)), hit[0]);
		from = hit.index + hit[0].length;
	}
	kept.push(plain(flat.slice(from)));
	return defused(kept.join(""));
}
const plain = (text) => text.replaceAll(sequences, "").replaceAll(controls, "");
const gap = "⁠";
const beginsCommand = /^((?:\s|\x1B\[[0-9;:]*m)*:)(?=(?:\x1B\[[0-9;:]*m)*:)/;
const oldCommand = /#(?=(?:\x1B\[[0-9;:]*m)*#(?:\x1B\[[0-9;:]*m)*\[)/g;
function defused(text) {
	return text.replaceAll(oldCommand, `#${gap}`).replace(beginsCommand, `$1${gap}`);
}

export { printedJson as a, neutralize as i, escapeCommandData as n, escapeCommandProperty as r, defused as t };