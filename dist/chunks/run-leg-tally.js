import { a as noLegs, i as legLabel } from "./run-leg-result.js";
import { hash } from "node:crypto";

// src/run/leg.ts
function legOf(around, number, values) {
	const path = around === void 0 ? String(number) : `${around.path}/${number}`;
	const own = hash("sha1", JSON.stringify(values)).slice(0, 12);
	return {
		path,
		values,
		key: around === void 0 ? `${number}-${own}` : `${around.key}/${number}-${own}`
	};
}

// src/run/leg-tally.ts
const mostFailedLegs = 1e3;
const mostCauses = 10;
const mostSamples = 5;
var LegTally = class {
	counts = { ...noLegs };
	why = [];
	#failed = [];
	#attempts = 0;
	#rows = null;
	#rowCounts;
	#samples = [];
	#outputs = /* @__PURE__ */ new Map();
	get failedLegs() {
		const byNumber = (one, other) => one.leg.localeCompare(other.leg, "en", { numeric: true });
		return this.#failed.toSorted(byNumber).slice(0, mostFailedLegs);
	}
	add(leg, end, total) {
		this.counts.total += 1;
		this.counts[end.result] += 1;
		if (end.result === "failure") {
			if (this.#failed.length < mostFailedLegs) this.#failed.push(leg);
			if (this.why.length < mostCauses && end.failure) this.why.push(`${legLabel(leg)}: ${end.failure.message}`);
		}
		this.#addRows(end);
		if (total <= 256) for (const [name, value] of Object.entries(end.outputs)) this.#setOutput(name, Number(leg.leg.split("/").at(-1)), value);
	}
	addPart(end) {
		const { legs = noLegs } = end;
		for (const key of [
			"total",
			"success",
			"failure",
			"cancelled",
			"skipped"
		]) this.counts[key] += legs[key];
		this.#failed.push(...end.failedLegs ?? []);
		this.why.push(...end.failure?.causes ?? []);
		this.#addRows(end);
		for (const [name, list] of Object.entries(end.outputs)) {
			const values = JSON.parse(list);
			for (const [leg, value] of values.entries()) if (value !== null) this.#setOutput(name, leg, value);
		}
	}
	cancel(legs) {
		this.counts.total += legs;
		this.counts.cancelled += legs;
	}
	told() {
		const { failedLegs } = this;
		return {
			attempts: this.#attempts,
			rows: this.#rows,
			legs: { ...this.counts },
			outputs: Object.fromEntries(this.#outputs.entries().map(([name, values]) => [name, JSON.stringify(values)])),
			...this.#rowCounts === void 0 ? {} : { counts: this.#rowCounts },
			...this.#samples.length === 0 ? {} : { rejectSamples: this.#samples },
			...failedLegs.length === 0 ? {} : { failedLegs }
		};
	}
	#addRows({ attempts, rows, counts, rejectSamples = [] }) {
		this.#attempts = Math.max(this.#attempts, attempts);
		if (rows !== null) this.#rows = (this.#rows ?? 0) + rows;
		const known = this.#rowCounts;
		if (counts) this.#rowCounts = {
			read: (known?.read ?? 0) + counts.read,
			loaded: (known?.loaded ?? 0) + counts.loaded,
			rejected: (known?.rejected ?? 0) + counts.rejected,
			filtered: (known?.filtered ?? 0) + counts.filtered,
			deduplicated: (known?.deduplicated ?? 0) + counts.deduplicated,
			unchanged: (known?.unchanged ?? 0) + counts.unchanged
		};
		this.#samples.push(...rejectSamples.slice(0, mostSamples - this.#samples.length));
	}
	#setOutput(name, leg, value) {
		const values = this.#outputs.get(name) ?? [];
		while (values.length < leg) values.push(null);
		values[leg] = value;
		this.#outputs.set(name, values);
	}
};

export { legOf as n, LegTally as t };