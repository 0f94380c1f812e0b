import { r as InvalidArgumentError } from "./vendor/commander.js";
import { t as renderTable } from "./adapters-terminal-table.js";
import { l as checkManifests } from "./manifest-json-schema.js";
import { H as Usage } from "./dataset-fields-print-number.js";
import { i as parseCron, n as nextTicks, t as isTimezone } from "./schedule-next-ticks.js";
import { t as exitStatus } from "./cli-exit-status.js";
import { n as findPipeline, t as allManifests } from "./cli-find-manifests.js";
import { t as formatOption } from "./cli-format-option.js";
import { t as tellDiagnostics } from "./cli-tell-diagnostics.js";
import { a as printedJson } from "./text-runner-command.js";
import { t as widthOf } from "./cli-width-of.js";

// src/cli/verbs/next.ts
const next = {
	declare: (command) => command.argument("[pipeline]", "the path of a manifest, or its name in pipelines/").option("--cron <expression>", "instead of a pipeline: five fields, e.g. \"30 6 * * 1-5\"").option("--timezone <zone>", "with --cron: an IANA time zone", "UTC").option("--from <time>", "the ticks after this time (ISO 8601; default: now)", parseTime).option("--count <n>", "how many", parseCount, 5).addOption(formatOption("human", "json")),
	perform: async (command, shell) => {
		const options = command.opts();
		const schedules = await schedulesOf(command, options, shell);
		if (schedules === void 0) return exitStatus.diagnostics;
		return tell(upcoming(schedules, options), options, shell);
	}
};
async function schedulesOf(command, options, shell) {
	const [given] = command.args;
	const { cron, timezone } = options;
	if (cron !== void 0) {
		if (given !== void 0) throw new Usage("give a pipeline or --cron, not both");
		const parsed = parseCron(cron);
		if ("fault" in parsed) throw new Usage(`"${cron}" is not a cron expression: ${parsed.fault}`);
		if (!isTimezone(timezone)) throw new Usage(`"${timezone}" is not an IANA time zone`);
		return [{
			cron,
			timezone
		}];
	}
	if (given === void 0) return allSchedules(shell);
	const { workspace, file } = findPipeline(given, shell.cwd);
	const { pipelines, diagnostics } = await checkManifests([file], workspace);
	await tellDiagnostics(diagnostics, workspace, shell);
	return pipelines[0]?.graph.manifest.schedules;
}
async function allSchedules(shell) {
	const manifests = allManifests(shell.cwd);
	const workspace = manifests[0]?.workspace ?? shell.cwd;
	const { graphs, diagnostics } = await checkManifests(manifests.map(({ file }) => file), workspace);
	if (await tellDiagnostics(diagnostics, workspace, shell) !== exitStatus.done && graphs.length === 0) return void 0;
	return graphs.flatMap(({ manifest: { id, schedules } }) => schedules.map(({ cron, timezone }) => ({
		cron,
		timezone,
		pipeline: id
	})));
}
function upcoming(schedules, { from = /* @__PURE__ */ new Date(), count }) {
	return schedules.flatMap((schedule) => nextTicks(schedule, from, count).map((at) => ({
		...schedule,
		at
	}))).toSorted((one, other) => one.at.getTime() - other.at.getTime()).slice(0, count);
}
function tell(ticks, { format }, shell) {
	if (format === "json") {
		const rows = ticks.map(({ at, cron, timezone, pipeline }) => ({
			...pipeline === void 0 ? {} : { pipeline },
			at: at.toISOString(),
			local: localTime(at, timezone),
			cron,
			timezone
		}));
		shell.out(`${printedJson({
			schema: 1,
			ticks: rows
		}, 2)}\n`);
	} else if (ticks.length === 0) shell.out("there is no schedule: it runs by hand\n");
	else for (const line of renderTable(table(ticks, shell), widthOf(shell))) shell.out(`${line}\n`);
	return exitStatus.done;
}
function table(ticks, { paint }) {
	const several = ticks.some(({ pipeline }) => pipeline !== void 0);
	return [[
		...several ? ["pipeline"] : [],
		"local time",
		"zone",
		"UTC",
		"schedule"
	].map((text) => ({
		text,
		paint: paint.out.dim
	})), ...ticks.map(({ at, cron, timezone, pipeline }) => [
		...several ? [{ text: pipeline ?? "" }] : [],
		{
			text: localTime(at, timezone),
			paint: paint.out.bold,
			whole: true
		},
		{ text: timezone },
		{
			text: `${at.toISOString().slice(0, 16).replace("T", " ")}Z`,
			whole: true
		},
		{
			text: cron,
			paint: paint.out.dim
		}
	])];
}
function localTime(at, timeZone) {
	const format = new Intl.DateTimeFormat("en-GB", {
		timeZone,
		weekday: "short",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23"
	});
	const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
	return `${part["weekday"]} ${part["year"]}-${part["month"]}-${part["day"]} ${part["hour"]}:${part["minute"]}`;
}
function parseTime(text) {
	const time = new Date(/T.*(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`);
	if (Number.isNaN(time.getTime())) throw new InvalidArgumentError("Write it as 2026-11-23T06:00Z.");
	return time;
}
function parseCount(text) {
	const count = Number(text);
	if (Number.isSafeInteger(count) && count >= 1 && count <= 1e3) return count;
	throw new InvalidArgumentError("It must be a whole number from 1 to 1000.");
}

export { next };