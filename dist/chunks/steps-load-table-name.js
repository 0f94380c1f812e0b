// src/steps/load/table-name.ts
function parseTable(text) {
	const [first = "", second] = text.split(".", 2);
	return second === void 0 ? { name: first } : {
		schema: first,
		name: second
	};
}

export { parseTable as t };