import { t as textWidth } from "./adapters-terminal-text-width.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";

// src/adapters/terminal/code-frame.ts
const frameWidth = 100;
function renderCodeFrame(diagnostic, text, paint) {
	const { severity, code, message, file, line, column, related = [], help } = diagnostic;
	const colour = severity === "error" ? paint.red : paint.yellow;
	return [
		`${colour(paint.bold(severity))} ${paint.bold(plainText(message))} ${paint.dim(`[${code}]`)}`,
		`  ${paint.cyan(`${file}:${line}:${column}`)}`,
		...sourceLines(diagnostic, text, paint, colour),
		...related.map((other) => `  ${paint.cyan(`${other.file}:${other.line}:${other.column}`)} ${plainText(other.message)}`),
		...help === void 0 ? [] : [`  ${paint.green("help:")} ${plainText(help)}`],
		""
	].join("\n");
}
function sourceLines({ line, column, endLine, endColumn }, text, paint, colour) {
	const whole = text?.split(/\r?\n/)[line - 1];
	if (whole === void 0) return [];
	const from = windowStart(column - 1);
	const shown = plainText(whole.slice(from, from + frameWidth)).trimEnd();
	const start = column - 1 - from;
	const end = endLine === line ? Math.min(endColumn - 1 - from, shown.length) : shown.length;
	const gutter = String(line).padStart(5);
	const before = " ".repeat(textWidth(shown.slice(0, start)) + (from > 0 ? 1 : 0));
	const mark = "~".repeat(Math.max(1, textWidth(shown.slice(start, end))));
	return [`${paint.dim(`${gutter} │`)} ${from > 0 ? paint.dim("…") : ""}${shown}`, `${paint.dim("      │")} ${before}${colour(mark)}`];
}
function windowStart(index) {
	return index < 80 ? 0 : index - 40;
}

export { renderCodeFrame };