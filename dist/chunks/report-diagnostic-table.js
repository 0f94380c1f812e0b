import { a as prose, n as escapeMarkdown, t as code } from "./text-markdown.js";
import { c as clip } from "./diagnostic-lost.js";
import { F as number, M as counted } from "./dataset-fields-print-number.js";

// src/report/diagnostic-table.ts
function diagnosticTable(diagnostics, max, total = diagnostics.length) {
	const errors = diagnostics.filter(({ severity }) => severity === "error");
	const warnings = diagnostics.filter(({ severity }) => severity === "warning");
	const rows = [...errors, ...warnings].slice(0, max).map(row);
	const more = total > rows.length ? [`\n*… and ${number(total - rows.length)} more.*`] : [];
	return [
		"| | Where | What | Code |",
		"|:--|:--|:--|:--|",
		...rows,
		...more
	].join("\n");
}
function row({ severity, file, line, column, message, help, code: name }) {
	const remedy = help === void 0 ? "" : `<br>${prose(`help: ${clip(help, 500)}`)}`;
	const what = `${escapeMarkdown(clip(message, 1e3))}${remedy}`;
	return `| ${severity === "error" ? "❌" : "⚠️"} | ${code(`${clip(file, 300)}:${line}:${column}`)} | ${what} | ${code(clip(name, 100))} |`;
}
function diagnosticCounts({ errors, warnings }) {
	if (errors + warnings === 0) return "no mistakes";
	return [...errors > 0 ? [counted(errors, "error")] : [], ...warnings > 0 ? [counted(warnings, "warning")] : []].join(" and ");
}

export { diagnosticTable as n, diagnosticCounts as t };