import { B as Bug } from "./dataset-fields-print-number.js";

// src/steps/row-balance.ts
function isBalanced({ read, ...parts }) {
	const went = Object.values(parts);
	return went.every((count) => count >= 0) && read === went.reduce((sum, count) => sum + count, 0);
}
function requireAccounted({ rows }) {
	if (rows === void 0 || isBalanced(rows)) return;
	throw new Bug(`the rows of this step are not accounted for: ${JSON.stringify(rows)}`);
}

export { requireAccounted as n, isBalanced as t };