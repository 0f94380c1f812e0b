// src/text/markdown.ts
const maxSummaryBytes = 1048576;
function fence(text, language = "") {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
	const mark = "`".repeat(longest + 1);
	const body = text.replaceAll(/\r\n?/g, "\n").replaceAll("\0", "�");
	return `${mark}${language}\n${body}${body.endsWith("\n") ? "" : "\n"}${mark}`;
}
function code(text) {
	const flat = oneLine(text);
	if (flat.trim() === "") return "` `";
	if (/[|]/.test(flat)) return `<code>${escapeMarkdown(flat)}</code>`;
	const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((run) => run[0].length));
	const mark = "`".repeat(longest + 1);
	const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
	return `${mark}${pad}${flat}${pad}${mark}`;
}
const entity = (character) => `&#${character.codePointAt(0)};`;
function escapeMarkdown(text) {
	return oneLine(text).replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[&<>|`*~[\]\\!$@#]/gu, (character) => /[@#]/.test(character) ? `${entity(character)}&#8203;` : entity(character)).replaceAll(/\b(gh|\d{8}-\d{6}-\w{6}\b|[0-9a-f]{7,40}|GH)(?=-\d|\b)/gi, (word) => split(word)).replaceAll(/\b(?:https?|ftp|mailto)(?=:)|\bwww(?=\.)/gi, (word) => split(word)).replace(/^(\s*)([-+=:]|\d+(?=[.)]))/, (_, indent, first) => indent + first.replace(/./, entity));
}
function prose(text) {
	return text.split(/(`[^`\n]+`)/).map((part, index) => index % 2 === 1 ? code(part.slice(1, -1)) : escapeMarkdown(part)).join("");
}
const runId = /^\d{8}-\d{6}-\w{6}$/;
function split(word) {
	return runId.test(word) ? word : `${word.slice(0, 1)}&#8203;${word.slice(1)}`;
}
function oneLine(text) {
	return text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, " ").replaceAll("\0", "�");
}
const note = "\n\n*The rest was cut: it is longer than GitHub takes.*\n";
function truncateMarkdown(text, max, unit = "characters") {
	const size = unit === "bytes" ? (value) => Buffer.byteLength(value) : (value) => value.length;
	if (size(text) <= max) return text;
	const kept = [];
	let used = 0;
	let open = {
		fence: "",
		details: 0
	};
	for (const line of text.split("\n")) {
		const after = follow(open, line);
		used += size(line) + 1;
		if (used + size(closing(after)) > max) break;
		kept.push(line);
		open = after;
	}
	if (kept.length === 0) return hardCut(text, max, size);
	return kept.join("\n").trimEnd() + closing(open);
}
function follow(open, line) {
	const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
	if (open.fence !== "") return mark?.[1]?.startsWith(open.fence) === true && mark[2]?.trim() === "" ? {
		...open,
		fence: ""
	} : open;
	if (mark?.[1] !== void 0) return {
		...open,
		fence: mark[1]
	};
	const opened = line.match(/<details\b/gi)?.length ?? 0;
	const closed = line.match(/<\/details>/gi)?.length ?? 0;
	return {
		...open,
		details: Math.max(0, open.details + opened - closed)
	};
}
function closing(open) {
	return (open.fence === "" ? "" : `\n${open.fence}`) + "\n\n</details>".repeat(open.details) + note;
}
function hardCut(text, max, size) {
	let room = Math.max(0, max - size(note));
	let cut = text.slice(0, room).split("\n", 1)[0] ?? "";
	while (size(cut) > room) cut = cut.slice(0, Math.floor(cut.length * .9));
	room = cut.length;
	return cut.toWellFormed() + note;
}

export { prose as a, maxSummaryBytes as i, escapeMarkdown as n, truncateMarkdown as o, fence as r, code as t };