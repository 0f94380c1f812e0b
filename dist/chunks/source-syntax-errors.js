import { t as require_dist } from "./vendor/yaml.js";

// src/source/unclosed.ts
var import_dist = require_dist();
const closing = {
	"[": "]",
	"{": "}",
	"\"": "\"",
	"'": "'"
};
function unclosedBefore(document, text, complaint) {
	const close = /end with a ([\]}])|^Missing closing (["'])quote/.exec(complaint.message)?.slice(1).join("");
	if (close === void 0 || close === "") return void 0;
	let found;
	(0, import_dist.visit)(document, { Node: (_key, node) => {
		const start = node.range?.[0];
		if (start === void 0 || start >= complaint.at) return;
		const open = text[start] ?? "";
		if (((0, import_dist.isCollection)(node) && node.flow === true || (0, import_dist.isScalar)(node)) && closing[open] === close && isLeftOpen(text, node.range?.[1] ?? start, close)) found = {
			start,
			open,
			close
		};
	} });
	return found;
}
function isLeftOpen(text, end, close) {
	return text[end - 1] !== close;
}

// src/source/syntax-errors.ts
const maxLength = 2e6;
function syntaxErrors(file, text) {
	if (text.length > maxLength || /[[{]{200}|(?:- ){200}/.test(text)) return [];
	const document = (0, import_dist.parseDocument)(text, {
		prettyErrors: false,
		uniqueKeys: false,
		logLevel: "error"
	});
	const seen = /* @__PURE__ */ new Set();
	let anyUnclosed = false;
	return document.errors.flatMap(({ code, message, pos: [at, end] }) => {
		if (seen.has(at)) return [];
		seen.add(at);
		const unclosed = unclosedBefore(document, text, {
			message,
			at
		});
		if (unclosed !== void 0) {
			anyUnclosed = true;
			const { start, open, close } = unclosed;
			return [mistake(file, `\`${open}\` is not closed`, start, start + 1, `close it with \`${close}\``)];
		}
		if (seen.size > 1 && /token in YAML stream/.test(message)) return [];
		if (anyUnclosed && /end with a [\]}]/.test(message)) return [];
		return [mistake(file, messages[code] ?? message, at, end, helps[code])];
	});
}
const messages = { MULTIPLE_DOCS: "the file holds more than one YAML document; a pipeline is one" };
const helps = {
	TAB_AS_INDENT: "indent with spaces",
	BAD_INDENT: "line the key up with its siblings",
	MISSING_CHAR: "close what was opened, or quote the text",
	BLOCK_AS_IMPLICIT_KEY: "put the nested map on lines of its own, or quote the text",
	MULTILINE_IMPLICIT_KEY: "put a colon and a space after the key, or quote the text",
	MULTIPLE_DOCS: "put the second pipeline into a file of its own"
};
function mistake(file, message, start, end, help) {
	return {
		code: "source/syntax",
		severity: "error",
		message: message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, ""),
		at: {
			file,
			path: [],
			part: "value",
			span: {
				start,
				end
			}
		},
		...help === void 0 ? {} : { help }
	};
}

export { syntaxErrors };