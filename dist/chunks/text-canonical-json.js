// src/text/canonical-json.ts
function canonicalJson(value) {
	return JSON.stringify(value, (_key, part) => {
		if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
		return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => one < other ? -1 : 1));
	});
}

export { canonicalJson as t };