// src/report/quantities.ts
const grouped = new Intl.NumberFormat("en-US");
function number(value) {
	return grouped.format(value);
}
function counted(value, noun) {
	return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
function duration(ms) {
	if (ms < 1e3) return `${Math.round(ms)} ms`;
	if (ms < 59950) return `${(ms / 1e3).toFixed(1)} s`;
	const seconds = Math.round(ms / 1e3);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${minutes} min ${padded(seconds % 60)} s`;
	return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}
const padded = (value) => String(value).padStart(2, "0");
function dollars(value) {
	return `$${value === 0 || value >= .01 ? value.toFixed(2) : value.toPrecision(1)}`;
}

export { number as i, dollars as n, duration as r, counted as t };