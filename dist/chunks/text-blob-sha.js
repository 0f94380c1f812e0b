import { createHash } from "node:crypto";

// src/text/blob-sha.ts
function blobSha(bytes) {
	return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export { blobSha as t };