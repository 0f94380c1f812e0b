import { M as counted } from "./dataset-fields-print-number.js";

// src/app/annotate.ts
function annotate(diagnostics, runner, { rest, fileOf = (file) => file }) {
	for (const level of ["error", "warning"]) {
		const all = diagnostics.filter(({ severity }) => severity === level);
		for (const { code, message, help, file, line, column, endLine, endColumn } of all.slice(0, 10)) runner.annotate({
			level,
			title: code,
			message: help === void 0 ? message : `${message}\n${help}`,
			at: {
				file: fileOf(file),
				line,
				column,
				endLine,
				endColumn
			}
		});
		const hidden = all.length - 10;
		if (hidden > 0) runner.line(`${counted(hidden, `more ${level}`)}: ${rest}`);
	}
}

export { annotate as t };