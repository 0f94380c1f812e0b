import { t as findExpressions } from "./text-find-expressions.js";

// src/expression/bind-sql.ts
function bindSql(sql) {
	const expressions = [];
	let bound = "";
	for (const piece of sqlPieces(sql)) {
		let end = 0;
		if (piece.kind !== "code") {
			bound += piece.text;
			continue;
		}
		for (const found of findExpressions(piece.text)) {
			bound += `${piece.text.slice(end, found.start)}?`;
			expressions.push(found.source.trim());
			end = found.end;
		}
		bound += piece.text.slice(end);
	}
	return {
		sql: bound,
		expressions
	};
}
function quotedExpressions(sql) {
	return sqlPieces(sql).flatMap(({ kind, text, start }) => kind === "quoted" ? findExpressions(text).map((found) => ({
		start: start + found.start,
		end: start + found.end
	})) : []);
}
function sqlComments(sql) {
	return sqlPieces(sql).flatMap(({ kind, text, start }) => kind === "comment" ? [{
		start,
		end: start + text.length
	}] : []);
}
const special = /\$\{\{|'|"|`|\[|--|\/\*/g;
function sqlPieces(sql) {
	const pieces = [];
	let codeStart = 0;
	special.lastIndex = 0;
	for (let match = special.exec(sql); match !== null; match = special.exec(sql)) {
		const start = match.index;
		const end = endOf(sql, start, match[0]);
		if (match[0] !== "${{") {
			pieces.push({
				kind: "code",
				text: sql.slice(codeStart, start),
				start: codeStart
			});
			const kind = match[0] === "--" || match[0] === "/*" ? "comment" : "quoted";
			pieces.push({
				kind,
				text: sql.slice(start, end),
				start
			});
			codeStart = end;
		}
		special.lastIndex = end;
	}
	pieces.push({
		kind: "code",
		text: sql.slice(codeStart),
		start: codeStart
	});
	return pieces;
}
function endOf(sql, start, opener) {
	if (opener === "${{") return start + (findExpressions(sql.slice(start))[0]?.end ?? 3);
	if (opener === "--") return after(sql, "\n", start);
	if (opener === "/*") return after(sql, "*/", start + 2);
	if (opener === "[") return after(sql, "]", start);
	let close = sql.indexOf(opener, start + 1);
	while (close >= 0 && sql[close + 1] === opener) close = sql.indexOf(opener, close + 2);
	return close < 0 ? sql.length : close + 1;
}
function after(sql, closer, from) {
	const at = sql.indexOf(closer, from);
	return at < 0 ? sql.length : at + closer.length;
}

export { quotedExpressions as n, sqlComments as r, bindSql as t };