import { closeSync, openSync, writeSync } from "node:fs";

// src/steps/load/write-chunks.ts
async function writeChunks(path, chunks, after) {
	const file = openSync(path, "w");
	try {
		for await (const chunk of chunks) {
			for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done);
			after(chunk);
			await new Promise(setImmediate);
		}
	} finally {
		closeSync(file);
	}
}

export { writeChunks as t };