import { t as CsvEncoder } from "./dataset-encode-encode-csv.js";
import { t as writeChunks } from "./steps-load-write-chunks.js";
import { rm } from "node:fs/promises";

// src/steps/load/csv-ahead.ts
var CsvAhead = class {
	of = "file";
	#path;
	#rows;
	#isWritten;
	constructor(path, rows) {
		this.#path = path;
		this.#rows = rows;
		const encoder = new CsvEncoder(rows.columns, rows.cursor);
		this.#isWritten = writeChunks(path, encode(encoder, rows), (chunk) => encoder.give(chunk)).then(() => true, () => false);
	}
	async take(dataset) {
		const isOfUse = this.#rows.isNow(dataset) && await this.#isWritten;
		this.#rows[Symbol.dispose]();
		if (isOfUse) return this.#path;
		await this.drop();
	}
	async drop() {
		this.#rows[Symbol.dispose]();
		await this.#isWritten;
		await rm(this.#path, { force: true }).catch(() => {});
	}
};
async function* encode(encoder, rows) {
	while (await rows.more()) yield* encoder.rows();
	yield encoder.end();
}

export { CsvAhead };