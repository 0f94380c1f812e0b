// src/text/url-password.ts
function urlPassword(url) {
	const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(url.trim())?.[1];
	return password === "" ? void 0 : password;
}

// src/text/mask.ts
const masked = "***";
const shortest = 4;
const shortestBase64 = 8;
function createMask(secrets) {
	const needles = /* @__PURE__ */ new Set();
	const words = /* @__PURE__ */ new Set();
	for (const secret of secrets) for (const value of valuesOf(secret)) if (value.length >= shortest) for (const form of formsOf(value)) needles.add(form);
	else if (value.length > 1) words.add(value);
	if (needles.size + words.size === 0) return (text) => text;
	const pattern = patternOf(needles, words);
	return (text) => {
		pattern.lastIndex = 0;
		const cut = cutSpansOf(text, needles);
		if (cut.length === 0 && !pattern.test(text)) return text;
		return cover(text, [...spansOf(text, needles, words), ...cut].toSorted((a, b) => a[0] - b[0]));
	};
}
const shortestCut = 6;
function cutSpansOf(text, needles) {
	const cuts = [...text.matchAll(/…|(?<!\.)\.{3}/g)].map(({ index }) => index);
	if (cuts.length === 0) return [];
	const spans = [];
	for (const needle of needles) {
		const head = needle.slice(0, shortestCut);
		if (head.length < shortestCut) continue;
		let next = 0;
		for (let at = text.indexOf(head); at !== -1; at = text.indexOf(head, at + 1)) {
			while ((cuts[next] ?? 1e400) < at + shortestCut) next += 1;
			const end = cuts[next];
			if (end !== void 0 && needle.startsWith(text.slice(at, end))) spans.push([at, end]);
		}
	}
	return spans;
}
function valuesOf(secret) {
	const whole = [
		secret,
		...passwordsOf(secret),
		...keysOf(secret)
	];
	const lines = whole.flatMap((value) => value.split(/\r\n|\r|\n/).filter((line) => line.length >= shortest));
	const values = [...whole, ...lines];
	return new Set([...values, ...values.map((value) => value.trim())].filter((value) => value !== ""));
}
function passwordsOf(secret) {
	const written = urlPassword(secret);
	if (written === void 0) return [];
	return [written, unescaped(written)];
}
function unescaped(text) {
	return /%(?![0-9a-f]{2})/i.test(text) ? text : Buffer.from(percentBytes(text)).toString("utf8");
}
function percentBytes(text) {
	return text.split(/(%[0-9a-f]{2})/i).flatMap((part) => /^%[0-9a-f]{2}$/i.test(part) ? [Number.parseInt(part.slice(1), 16)] : [...Buffer.from(part)]);
}
function keysOf(secret) {
	return [...secret.trimStart().startsWith("{") ? secret.matchAll(/"([^"]*(?:key|secret|token|password)[^"]*)"\s*:\s*("(?:[^"\\]|\\.)*")/gi) : []].map((pair) => decodedString(pair[2] ?? "\"\""));
}
const shortEscapes = {
	n: "\n",
	r: "\r",
	t: "	",
	b: "\b",
	f: "\f"
};
function decodedString(literal) {
	return literal.slice(1, -1).replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code, letter = "") => {
		if (code !== void 0) return String.fromCharCode(Number.parseInt(code, 16));
		return shortEscapes[letter] ?? letter;
	});
}
const percent = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
const unicodeEscape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
function formsOf(value) {
	const url = encodeURIComponent(value.toWellFormed());
	const json = JSON.stringify(value).slice(1, -1);
	return [
		value,
		url,
		url.replaceAll(/[!'()*]/g, percent),
		url.replaceAll(/[!'()*]/g, percent).replaceAll("%2F", "/"),
		url.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
		new URLSearchParams([["", value]]).toString().slice(1),
		url.replaceAll(/[!'()*]/g, percent).replaceAll("%20", "+"),
		json,
		json.replaceAll("/", "\\/"),
		json.replaceAll(/[^\x20-\x7e]/g, unicodeEscape),
		value.replaceAll("'", String.raw`'\''`),
		value.replaceAll("'", String.raw`\'`),
		value.replaceAll("\\", String.raw`\\`),
		json.replaceAll(String.raw`\"`, "\"").replaceAll("'", String.raw`\'`),
		json.replaceAll(String.raw`\"`, "\""),
		value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;"),
		...base64Forms(Buffer.from(value))
	];
}
function base64Forms(value) {
	return [
		0,
		1,
		2
	].map((offset) => {
		const bits = (offset + value.length) * 8;
		return Buffer.concat([Buffer.alloc(offset), value]).toString("base64").slice(Math.ceil(offset * 8 / 6), Math.floor(bits / 6));
	}).filter((piece) => piece.length >= shortestBase64).flatMap((piece) => [piece, piece.replaceAll("+", "-").replaceAll("/", "_")]);
}
const quoted = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const wordPattern = (word) => String.raw`(?<![\p{L}\p{N}])${quoted(word)}(?![\p{L}\p{N}])`;
function patternOf(needles, words) {
	return new RegExp([...[...needles].map(quoted), ...[...words].map(wordPattern)].join("|"), "gv");
}
function spansOf(text, needles, words) {
	const spans = [];
	for (const needle of needles) for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) spans.push([at, at + needle.length]);
	for (const word of words) for (const hit of text.matchAll(new RegExp(wordPattern(word), "gv"))) spans.push([hit.index, hit.index + word.length]);
	return spans;
}
function cover(text, spans) {
	let out = "";
	let end = 0;
	for (const [from, to] of spans) {
		if (from > end || out === "") out += text.slice(end, from) + "***";
		end = Math.max(end, to);
	}
	return out + text.slice(end);
}

export { valuesOf as n, urlPassword as r, createMask as t };