import { open } from "node:fs/promises";

// src/dataset/file-format/file-chunks.ts
async function* fileChunks(path, size = 1 << 19) {
	await using file = await open(path);
	let pending;
	try {
		let [now, next] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
		for (pending = read(file, now);; [now, next] = [next, now]) {
			const chunk = await pending;
			if (chunk.length === 0) return;
			pending = read(file, next);
			yield chunk;
		}
	} finally {
		await pending?.catch(() => {});
	}
}
function read(file, into) {
	const chunk = file.read(into, 0, into.length, null).then(({ bytesRead }) => into.subarray(0, bytesRead));
	chunk.catch(() => {});
	return chunk;
}

export { fileChunks as t };