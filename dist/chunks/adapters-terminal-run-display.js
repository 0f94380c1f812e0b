import { P as duration, U as unreachable } from "./dataset-fields-print-number.js";
import { i as neutralize } from "./text-runner-command.js";
import { t as firstLine } from "./adapters-terminal-message-lines.js";
import { n as failureLines, r as finishedLine, t as failedLegLine } from "./adapters-terminal-step-lines.js";

// src/adapters/terminal/run-display.ts
function linesDisplay(write, paint, room) {
	let width = 0;
	return {
		show: (event) => {
			if (event.type === "run-started") width = nameWidth(event);
			for (const line of eventLines(event, width, paint, room)) write(`${line}\n`);
		},
		close: () => {}
	};
}
function eventLines(event, width, paint, room) {
	switch (event.type) {
		case "step-log": return event.stream === "millrace" ? [] : [logLine(event, width, paint)];
		case "step-retrying": return [`${paint.yellow("↻")} ${nameOf(event).padEnd(width)}  ${neutralize(firstLine(event.failure.message))} ` + paint.dim(`· attempt ${event.attempt} failed${blame(event)}, again in ${duration(event.delayMs)}`)];
		case "step-finished":
		case "part-finished":
			if (event.unselected === true && event.note === void 0) return [];
			return [finishedLine(event, width, paint, room), ...event.failure === void 0 ? [] : failureLines(event.failure, paint, room)];
		case "leg-finished": return event.values === void 0 || event.result !== "failure" ? [] : [failedLegLine(event, width, paint)];
		case "run-started":
		case "step-started":
		case "step-progress":
		case "run-finished": return [];
		default: return unreachable(event);
	}
}
function logLine(event, width, paint) {
	return `  ${paint.dim(`${nameOf(event).padEnd(width)}  │`)} ${neutralize(event.line)}`;
}
function nameOf({ step, leg }) {
	return leg === void 0 ? step : `${step}[${leg}]`;
}
function nameWidth({ steps }) {
	return Math.min(24, Math.max(0, ...steps.map(({ id }) => id.length)));
}
function blame({ infrastructure }) {
	return infrastructure === true ? " of the infrastructure" : "";
}

export { linesDisplay as n, nameWidth as r, eventLines as t };