import { t as CsvEncoder } from "./dataset-encode-encode-csv.js";
import { rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";

// src/steps/load/csv-ahead.ts
var CsvAhead = class {
	of = "file";
	#path;
	#rows;
	#isWritten;
	constructor(path, rows) {
		this.#path = path;
		this.#rows = rows;
		const bytes = Readable.from(encode(rows), { objectMode: false });
		this.#isWritten = pipeline$1(bytes, createWriteStream(path)).then(() => true, () => false);
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
async function* encode(rows) {
	const encoder = new CsvEncoder(rows.columns, rows.cursor);
	while (await rows.more()) for (const chunk of encoder.rows()) {
		yield chunk;
		await new Promise(setImmediate);
	}
	yield encoder.end();
}

export { CsvAhead };