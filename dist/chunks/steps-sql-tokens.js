// src/steps/sql/tokens.ts
const pattern = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)|[\p{L}_\u0080-\uFFFF][\p{L}\p{N}_$\u0080-\uFFFF]*|\d[\w.]*|\S/gu;
function sqlTokens(sql) {
	const tokens = [];
	for (const match of sql.matchAll(pattern)) {
		const [text] = match;
		if (text.startsWith("--") || text.startsWith("/*")) continue;
		const place = {
			text,
			start: match.index,
			end: match.index + text.length
		};
		const name = nameOf(text);
		const quoted = /^["`[]/.test(text);
		tokens.push(name === void 0 ? {
			...place,
			quoted
		} : {
			...place,
			quoted,
			name
		});
	}
	return tokens;
}
function nameOf(text) {
	const [first = ""] = text;
	if (text.length > 1 && first === "[") return text.slice(1, -1);
	if (text.length > 1 && (first === "\"" || first === "`")) return text.slice(1, -1).replaceAll(first + first, first);
	return /^[\p{L}_\u0080-\uFFFF]/u.test(text) ? text : void 0;
}

export { sqlTokens as t };