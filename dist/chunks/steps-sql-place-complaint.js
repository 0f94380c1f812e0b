import { S as sqlTokens } from "./manifest-json-schema.js";

// src/steps/sql/place-complaint.ts
const complaints = [
	["syntax", /^near "(.*)": syntax error$/su],
	["unfinished", /^incomplete input()$/u],
	["character", /^unrecognized token: "(.*)"$/su],
	["table", /^no such table: (.*)$/su],
	["column", /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/su],
	["column", /^no such column: (.*)$/su],
	["function", /^no such function: (.*)$/su],
	["ambiguous", /^ambiguous column name: (.*)$/su],
	["join", /^cannot join using column (.*) - column not present in both tables$/su]
];
const mostPlaces = 200;
function readComplaint(error) {
	for (const [kind, pattern] of complaints) {
		const match = pattern.exec(error);
		if (match !== null) return {
			kind,
			subject: match[1] ?? ""
		};
	}
}
async function placeComplaint({ kind, subject }, sql, compile) {
	const tokens = sqlTokens(sql);
	if (kind === "unfinished") return tokens.at(-1);
	if (kind === "syntax") return firstThatFails(tokens.filter(({ text }) => text === subject), sql, compile);
	if (kind === "character") return firstThatFails(occurrences(sql, subject), sql, compile);
	return lastResolved(candidates(tokens, {
		kind,
		subject
	}), sql, compile);
}
async function firstThatFails(places, sql, compile) {
	const whole = await errorOf(sql, compile);
	let from = 0;
	let to = places.length;
	while (from < to) {
		const middle = from + to >> 1;
		const end = places[middle]?.end ?? sql.length;
		if (await errorOf(sql.slice(0, end), compile) === whole) to = middle;
		else from = middle + 1;
	}
	return places[from];
}
function occurrences(sql, text) {
	const found = [];
	let at = text === "" ? -1 : sql.indexOf(text);
	while (at >= 0) {
		found.push({
			start: at,
			end: at + text.length
		});
		at = sql.indexOf(text, at + 1);
	}
	return found;
}
async function lastResolved(places, sql, compile) {
	if (places.length <= 1 || places.length > mostPlaces) return places[0];
	let last;
	for (const [index, place] of places.entries()) {
		if (!await complainsOf(index, [[index, place]], sql, compile)) continue;
		const both = last === void 0 ? [] : [[places.indexOf(last), last], [index, place]];
		if (last === void 0 || await complainsOf(places.indexOf(last), both, sql, compile)) last = place;
	}
	return last;
}
async function complainsOf(index, renamed, sql, compile) {
	let text = "";
	let end = 0;
	for (const [each, { start, end: after, quoted }] of renamed) {
		text += sql.slice(end, start) + (quoted ? `"${madeUp(each)}"` : madeUp(each));
		end = after;
	}
	const error = await errorOf(text + sql.slice(end), compile);
	return new RegExp(`\\b${madeUp(index)}\\b`, "u").test(error ?? "");
}
function madeUp(index) {
	return `millrace_probe_${index}`;
}
function candidates(tokens, { kind, subject }) {
	return tokens.filter((token, index) => {
		if (token.name === void 0) return false;
		const next = tokens[index + 1]?.text;
		if (kind === "function") return same(token.name, subject) && next === "(";
		if (kind === "table") return same(token.name, subject) && next !== "(";
		return next !== "." && same(token.name, subject.slice(-token.name.length)) && chainOf(tokens, index, subject);
	});
}
function chainOf(tokens, index, subject) {
	let chain = tokens[index]?.name ?? "";
	for (let at = index; tokens[at - 1]?.text === "."; at -= 2) chain = `${tokens[at - 2]?.name ?? ""}.${chain}`;
	return same(chain, subject);
}
function same(a, b) {
	return a.toLowerCase() === b.toLowerCase();
}
async function errorOf(sql, compile) {
	const compiled = await compile(sql);
	return "error" in compiled ? compiled.error : void 0;
}

export { readComplaint as n, placeComplaint as t };