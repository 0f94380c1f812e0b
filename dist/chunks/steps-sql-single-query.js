import { _ as Failure } from "./source-syntax-errors.js";

// src/steps/sql/single-query.ts
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;/gu;
const comments = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gu;
function singleQuery(text) {
	const end = firstSemicolon(text);
	const query = text.slice(0, end);
	if (withoutComments(text.slice(end + 1)) !== "") throw new Failure("sql/statement", "the SQL holds more than one statement", { help: "Write one SELECT, WITH or VALUES; make a step of each further one" });
	const [word = ""] = /^\w*/u.exec(withoutComments(query)) ?? [];
	if (![
		"select",
		"with",
		"values"
	].includes(word.toLowerCase())) throw new Failure("sql/statement", word === "" ? "the SQL is empty" : `the SQL starts with "${word}" and not with SELECT, WITH or VALUES`, { help: "A transform only reads its needs; what it selects becomes its dataset" });
	return query;
}
function firstSemicolon(text) {
	for (const match of text.matchAll(pieces)) if (match[0] === ";") return match.index;
	return text.length;
}
function withoutComments(text) {
	return text.replaceAll(comments, " ").replaceAll(/[\s;]+/gu, " ").trim();
}

export { singleQuery as t };