// src/schedule/day-start.ts
const day = 864e5;
function dayStart(date, timezone) {
	const utc = Date.parse(`${date}T00:00:00Z`);
	const found = [utc - day, utc + day].map((near) => utc - offsetAt(near, timezone)).toSorted(numeric).find((at) => dateIn(timezone, new Date(at)) === date);
	return new Date(found ?? utc);
}
function dateIn(timezone, at) {
	return new Intl.DateTimeFormat("en-CA", {
		timeZone: timezone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit"
	}).format(at);
}
function offsetAt(at, timezone) {
	const format = new Intl.DateTimeFormat("sv-SE", {
		timeZone: timezone,
		dateStyle: "short",
		timeStyle: "medium"
	});
	return Date.parse(`${format.format(at).replace(" ", "T")}Z`) - at;
}
function numeric(one, other) {
	return one - other;
}

// src/text/canonical-json.ts
function canonicalJson(value) {
	return JSON.stringify(value, (_key, part) => {
		if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
		return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => one < other ? -1 : 1));
	});
}

export { dateIn as n, dayStart as r, canonicalJson as t };