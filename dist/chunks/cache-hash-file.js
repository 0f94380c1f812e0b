import { t as fileChunks } from "./dataset-file-chunks.js";
import { createHash } from "node:crypto";

// src/cache/hash-file.ts
async function hashFile(path) {
	const hash = createHash("sha256");
	for await (const chunk of fileChunks(path, 1 << 20)) hash.update(chunk);
	return hash.digest("hex").slice(0, 32);
}

export { hashFile as t };