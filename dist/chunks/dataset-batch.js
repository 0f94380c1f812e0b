// src/dataset/batch.ts
const fieldKind = {
	null: 0,
	bare: 1,
	quoted: 2,
	string: 3,
	number: 4,
	true: 5,
	false: 6,
	json: 7
};
function fieldText(batch, row, column) {
	const at = row * batch.columns + column;
	if (batch.kind[at] === fieldKind.null) return null;
	return batch.bytes.toString("utf8", batch.start[at], batch.end[at]);
}

export { fieldText as n, fieldKind as t };