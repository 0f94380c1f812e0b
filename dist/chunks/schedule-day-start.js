// src/schedule/day-start.ts
const day = 864e5;
function dayStart(date, timezone) {
	const utc = Date.parse(`${date}T00:00:00Z`);
	const found = [utc - day, utc + day].map((near) => utc - offsetAt(near, timezone)).toSorted(numeric).find((at) => dateIn(timezone, new Date(at)) === date);
	return new Date(found ?? utc);
}
function dateIn(timezone, at) {
	if (timezone === "UTC") return at.toISOString().slice(0, 10);
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

export { dayStart as n, dateIn as t };