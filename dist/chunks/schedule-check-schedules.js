import { z as nearest } from "./dataset-fields-print-number.js";
import { i as parseCron, n as nextTicks, r as finestMinutes, t as isTimezone } from "./schedule-next-ticks.js";

// src/schedule/check-schedules.ts
const finest = 5;
function checkSchedules({ file, schedules, concurrency }) {
	return schedules.flatMap(({ cron, timezone, catchUp }, index) => {
		const path = [
			"on",
			"schedule",
			index
		];
		const first = schedules.findIndex((other) => sameText(other.cron, cron));
		return [
			...checkCron(file, [...path, "cron"], cron),
			...first < index ? [sameCron(file, [...path, "cron"], cron, [
				"on",
				"schedule",
				first,
				"cron"
			])] : [],
			...checkTimezone(file, [...path, "timezone"], timezone),
			...catchUp === "all" && concurrency !== "queue" ? [noLine(file, [...path, "catch-up"], concurrency)] : []
		];
	});
}
function sameText(a, b) {
	const fields = (cron) => cron.trim().split(/\s+/).join(" ");
	return fields(a) === fields(b);
}
function sameCron(file, path, cron, first) {
	return {
		code: "schedule/same-cron",
		severity: "error",
		message: `two schedules have the cron expression "${cron}", and GitHub tells a run only that expression: the second would never be told from the first`,
		at: {
			file,
			path,
			part: "value"
		},
		related: [{
			at: {
				file,
				path: first,
				part: "value"
			},
			message: "the first is here"
		}],
		help: "let one of them tick a minute later, or make two pipelines of it"
	};
}
function noLine(file, path, concurrency) {
	return {
		code: "schedule/catch-up",
		severity: "error",
		message: `\`catch-up: all\` wants runs that wait for each other: with \`concurrency: ${concurrency}\` a run that makes up for a tick would ${concurrency === "cancel" ? "replace the run at work" : "take the same tick as one beside it"}`,
		at: {
			file,
			path,
			part: "value"
		},
		help: "write `concurrency: queue`, or `catch-up: latest`"
	};
}
function checkCron(file, path, cron) {
	const at = {
		file,
		path,
		part: "value"
	};
	const parsed = parseCron(cron);
	if ("fault" in parsed) return [{
		code: "schedule/cron",
		severity: "error",
		message: `"${cron}" is not a cron expression: ${parsed.fault}`,
		at,
		help: "write five fields: minute hour day-of-month month day-of-week, e.g. \"30 6 * * 1-5\""
	}];
	if (nextTicks({
		cron,
		timezone: "UTC"
	}, /* @__PURE__ */ new Date(0), 1).length === 0) return [{
		code: "schedule/cron",
		severity: "error",
		message: `"${cron}" never ticks: no month has such a day`,
		at,
		help: "write a day that exists"
	}];
	const minutes = finestMinutes(parsed);
	if (minutes >= finest) return [];
	return [{
		code: "schedule/too-often",
		severity: "error",
		message: `"${cron}" ticks every ${minutes === 1 ? "minute" : `${minutes} minutes`}; GitHub runs nothing more often than every ${finest}`,
		at,
		help: "write \"*/5 * * * *\", or less often"
	}];
}
function checkTimezone(file, path, timezone) {
	if (isTimezone(timezone)) return [];
	const near = nearest(timezone, Intl.supportedValuesOf("timeZone"));
	return [{
		code: "schedule/timezone",
		severity: "error",
		message: `"${timezone}" is not an IANA time zone${near === void 0 ? "" : `; did you mean "${near}"?`}`,
		at: {
			file,
			path,
			part: "value"
		},
		help: near === void 0 ? "write one like \"Europe/Berlin\" or \"UTC\"" : `write "${near}"`
	}];
}

export { checkSchedules };