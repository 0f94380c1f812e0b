import { t as parse } from "./vendor/es-module-lexer.js";
import { stripTypeScriptTypes } from "node:module";

// src/app/module-exports.ts
function readModule(path, text) {
	const stripped = /\.[mc]?ts$/.test(path) ? strip(text) : { code: text };
	return "fault" in stripped ? stripped : { names: namesIn(stripped.code) };
}
function strip(text) {
	const restore = silenceWarnings();
	try {
		return { code: stripTypeScriptTypes(text) };
	} catch (error) {
		return error instanceof SyntaxError ? { fault: faultOf(error, text) } : { code: "" };
	} finally {
		restore();
	}
}
function silenceWarnings() {
	const warn = Object.getOwnPropertyDescriptor(process, "emitWarning");
	process.emitWarning = () => {};
	return () => {
		if (warn !== void 0) Object.defineProperty(process, "emitWarning", warn);
	};
}
function faultOf({ message, stack = "" }, text) {
	const head = stack.slice(0, stack.indexOf("\n\n"));
	const index = Number(/^[^\n]*:(\d+)\n/.exec(head)?.[1] ?? 1) - 1;
	const [, indent = "", carets = ""] = /\n( *)(\^+)/.exec(head) ?? [];
	const lines = text.split("\n");
	const line = lines[index] ?? "";
	const lineStart = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
	if (carets === "") return {
		message,
		start: lineStart,
		end: lineStart + line.trimEnd().length
	};
	return {
		message,
		start: lineStart + indent.length,
		end: lineStart + indent.length + carets.length
	};
}
function namesIn(code) {
	try {
		const [, exported, , isModule] = parse(code);
		if (!isModule && /\b(?:exports|require)\b/.test(code)) return void 0;
		const names = exported.map((each) => "name" in each ? each.name : void 0);
		return names.every((name) => name !== void 0) ? names : void 0;
	} catch {
		return;
	}
}

export { readModule };