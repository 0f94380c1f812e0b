import { n as j, t as C } from "./vendor/croner.js";
import { B as Bug, M as counted } from "./dataset-fields-print-number.js";

// src/schedule/parse-cron.ts
function parseCron(cron) {
	const fields = cron.trim().split(/\s+/);
	if (fields.length !== 5) return { fault: cron.startsWith("@") ? "GitHub takes no nicknames" : `it has ${counted(fields.length, "field")}` };
	const odd = fields.find((field) => !/^[\dA-Z*,/-]+$/i.test(field) || /\d*[LW#?]$/i.test(field.replace(/JUL|APR/gi, "")));
	if (odd !== void 0) return { fault: `"${odd}" is not a field GitHub takes` };
	if (/(^|[,-])7/.test(fields[4] ?? "")) return { fault: "the day of the week is 0 (Sunday) to 6, or SUN to SAT" };
	try {
		const { minute, hour } = new C(cron.trim(), void 0, {
			mode: "5-part",
			sloppyRanges: true
		});
		const [minutes, hours] = [indexes(minute), indexes(hour)];
		const hourly = /\*/.test(fields[1] ?? "");
		return {
			minutes,
			hours,
			hourly,
			expanded: [
				minutes.join(","),
				hourly ? fields[1] : hours.join(","),
				...fields.slice(2)
			].join(" ")
		};
	} catch (error) {
		return { fault: (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: /, "").replace(/\.$/, "") };
	}
}
function finestMinutes({ minutes, hours }) {
	const ticks = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
	const gaps = ticks.map((tick, index) => (ticks[index + 1] ?? (ticks[0] ?? 0) + 1440) - tick);
	return Math.min(...gaps);
}
function indexes(flags) {
	return flags.flatMap((flag, index) => flag === 0 ? [] : [index]);
}

// src/schedule/next-ticks.ts
function nextTicks(schedule, from, count) {
	const parsed = parseCron(schedule.cron);
	if ("fault" in parsed) throw new Bug(`cron "${schedule.cron}" was not checked: ${parsed.fault}`);
	const cron = new j(parsed.expanded, {
		timezone: schedule.timezone,
		mode: "5-part",
		sloppyRanges: true,
		fixedTimeRule: parsed.hourly ? "single-value" : "no-wildcard"
	});
	const ticks = [];
	let after = from;
	while (ticks.length < count) {
		const next = cron.nextRun(after);
		if (next === null) break;
		if (next.getTime() !== ticks.at(-1)?.getTime()) ticks.push(next);
		after = next;
	}
	return ticks;
}
function isTimezone(name) {
	try {
		const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
		return timeZone !== "" && /^(UTC|GMT|[A-Za-z_]+\/[A-Za-z0-9_+/-]+)$/.test(name);
	} catch {
		return false;
	}
}

export { parseCron as i, nextTicks as n, finestMinutes as r, isTimezone as t };