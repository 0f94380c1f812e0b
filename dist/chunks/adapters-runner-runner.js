import { V as Failure } from "./dataset-fields-print-number.js";
import { i as neutralize, n as escapeCommandData, r as escapeCommandProperty } from "./text-runner-command.js";
import { i as maxSummaryBytes, o as truncateMarkdown } from "./text-markdown.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";
import { appendFileSync } from "node:fs";

// src/adapters/runner/output-entry.ts
const longestValue = 130048;
function outputEntry(name, value) {
	if (Buffer.byteLength(value) > longestValue) throw new Failure("runner/output", `the output "${name}" is larger than a step's environment can hold`);
	const delimiter = `ghadelimiter_${globalThis.crypto.randomUUID()}`;
	return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

// src/adapters/runner/runner.ts
const longestMessage = 4096;
function createRunner(env, write) {
	let summarySize = 0;
	const command = (name, properties, data) => {
		const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeCommandProperty(value)}`).join(",");
		write(`::${name}${listed === "" ? "" : ` ${listed}`}::${escapeCommandData(data)}\n`);
	};
	return {
		line: (text) => write(`${neutralize(text)}\n`),
		group: (title) => command("group", {}, title),
		endGroup: () => command("endgroup", {}, ""),
		annotate: (annotation) => command(annotation.level, propertiesOf(annotation), visible(annotation.message).slice(0, longestMessage)),
		mask: (value) => {
			if (value.trim() !== "") command("add-mask", {}, value);
		},
		output: (name, value) => appendTo(env, "GITHUB_OUTPUT", outputEntry(name, value)),
		summary: (markdown) => {
			const room = maxSummaryBytes - summarySize;
			if (room < 200) return;
			const text = `${truncateMarkdown(markdown, room - 1, "bytes")}\n`;
			summarySize += Buffer.byteLength(text);
			appendTo(env, "GITHUB_STEP_SUMMARY", text);
		}
	};
}
const visible = (text) => text.split("\n").map(plainText).join("\n");
function propertiesOf({ title, at }) {
	const named = title === void 0 ? {} : { title };
	if (at === void 0) return named;
	const columns = at.line === at.endLine ? {
		col: String(at.column),
		endColumn: String(at.endColumn)
	} : {};
	return {
		file: at.file,
		line: String(at.line),
		endLine: String(at.endLine),
		...columns,
		...named
	};
}
function appendTo(env, variable, text) {
	const path = env[variable];
	if (path === void 0 || path === "") return;
	try {
		appendFileSync(path, text);
	} catch (cause) {
		throw new Failure("runner/output", `${variable} cannot be written`, { cause });
	}
}

export { createRunner as t };