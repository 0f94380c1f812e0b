// src/text/find-expressions.ts
function findExpressions(text) {
	const found = [];
	let start = text.indexOf("${{");
	while (start >= 0) {
		const sourceStart = start + 3;
		const close = closing(text, sourceStart);
		const closed = close >= 0;
		const end = closed ? close + 2 : text.length;
		found.push({
			source: text.slice(sourceStart, closed ? close : end),
			sourceStart,
			start,
			end,
			closed
		});
		start = closed ? text.indexOf("${{", end) : -1;
	}
	return found;
}
function closing(text, from) {
	let quoted = false;
	for (let at = from; at < text.length; at++) if (text[at] === "'") quoted = !quoted;
	else if (!quoted && text.startsWith("}}", at)) return at;
	return -1;
}

export { findExpressions as t };