import { t as fieldKind } from "./dataset-batch.js";

// src/steps/project-batch.ts
function projectBatch(batch, from) {
	if (from.length === batch.columns && from.every((column, index) => column === index)) return batch;
	const size = batch.rows * from.length;
	const start = new Int32Array(size);
	const end = new Int32Array(size);
	const kind = new Uint8Array(size);
	for (let row = 0, to = 0; row < batch.rows; row += 1) for (const column of from) {
		const at = row * batch.columns + column;
		if (column >= 0) {
			start[to] = batch.start[at] ?? 0;
			end[to] = batch.end[at] ?? 0;
			kind[to] = batch.kind[at] ?? fieldKind.null;
		}
		to += 1;
	}
	const whole = batch.names === void 0 ? {} : { whole: batch };
	return {
		...batch,
		...whole,
		columns: from.length,
		start,
		end,
		kind
	};
}

export { projectBatch as t };