import { t as fileChunks } from "./dataset-file-format-file-chunks.js";
import { createHash } from "node:crypto";

// src/cache/cache-key.ts
const partGroups = [
	"definition",
	"code",
	"values",
	"files",
	"data"
];
const format = 1;
function cacheKey(parts) {
	const sorted = parts.toSorted(byGroup);
	const lines = sorted.map(({ group, name, hash }) => [
		group,
		name,
		hash
	]);
	return {
		parts: sorted,
		hash: hashOf([format, lines])
	};
}
function groupHashes({ parts }) {
	const hashes = partGroups.map((group) => {
		return [group, hashOf(parts.filter((part) => part.group === group).map(({ name, hash }) => [name, hash])).slice(0, 8)];
	});
	return Object.fromEntries(hashes);
}
function hashOf(value) {
	return createHash("sha256").update(JSON.stringify(value, sortedKeys)).digest("hex").slice(0, 32);
}
function sortedKeys(_key, value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}
function byGroup(a, b) {
	if (a.group !== b.group) return partGroups.indexOf(a.group) - partGroups.indexOf(b.group);
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

// src/cache/hash-file.ts
async function hashFile(path) {
	const hash = createHash("sha256");
	for await (const chunk of fileChunks(path, 1 << 20)) hash.update(chunk);
	return hash.digest("hex").slice(0, 32);
}

export { partGroups as a, hashOf as i, cacheKey as n, groupHashes as r, hashFile as t };