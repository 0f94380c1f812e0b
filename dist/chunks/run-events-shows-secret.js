import { createReadStream } from "node:fs";

// src/run/events/shows-secret.ts
const overlap = 196608;
const chunkBytes = 1048576;
async function showsSecret(path, mask) {
	let tail = Buffer.alloc(0);
	const chunks = createReadStream(path, { highWaterMark: chunkBytes });
	for await (const chunk of chunks) {
		const window = Buffer.concat([tail, chunk]);
		const text = window.toString("utf8");
		if (mask(text) !== text) return true;
		tail = window.subarray(Math.max(0, window.length - overlap));
	}
	return false;
}

export { showsSecret as t };