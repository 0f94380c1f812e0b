import { t as createLogUpdate } from "./vendor/log-update.js";
import { F as number, M as counted, P as duration } from "./dataset-fields-print-number.js";
import { r as nameWidth, t as eventLines } from "./adapters-terminal-run-display.js";
import { i as progressText } from "./adapters-terminal-step-lines.js";
import { n as truncate } from "./adapters-terminal-table.js";

// src/adapters/terminal/live-display.ts
const frames = [
	"⠋",
	"⠙",
	"⠹",
	"⠸",
	"⠼",
	"⠴",
	"⠦",
	"⠧",
	"⠇",
	"⠏"
];
const frameMs = 80;
function liveDisplay(stream, paint) {
	const update = createLogUpdate(stream);
	const running = /* @__PURE__ */ new Map();
	let width = 0;
	let frame = 0;
	let waiting = 0;
	const draw = () => {
		const room = Math.max(20, stream.columns - 1);
		const lines = [...running].slice(0, Math.max(1, stream.rows - 4)).map(([step, state]) => runningLine(step, state, {
			width,
			room,
			frame,
			paint
		}));
		if (running.size > 0 && waiting > 0) lines.push(paint.dim(`  ${waiting} waiting`));
		update(lines.join("\n"));
	};
	const timer = setInterval(() => {
		frame = (frame + 1) % frames.length;
		if (running.size > 0) draw();
	}, frameMs);
	timer.unref();
	const show = (event) => {
		if (event.type === "run-started") [width, waiting] = [nameWidth(event), event.steps.length];
		waiting -= track(running, event);
		const lines = eventLines(event, width, paint, stream.columns);
		if (lines.length > 0) update.persist(lines.join("\n"));
		if (lines.length > 0 || isShown(event) && running.size > 0) draw();
	};
	const close = () => {
		clearInterval(timer);
		update.clear();
		update.done();
	};
	return {
		show,
		close
	};
}
function isShown(event) {
	return event.type !== "step-progress" && !("leg" in event && event.leg !== void 0);
}
function track(running, event) {
	if (event.type === "leg-finished" && event.values !== void 0) countLeg(running.get(event.step), event);
	if ("leg" in event && event.leg !== void 0) return 0;
	if (event.type === "step-started") {
		const legs = event.legs === void 0 ? {} : { legs: {
			total: event.legs,
			ended: 0,
			failed: 0
		} };
		running.set(event.step, {
			since: Date.now(),
			attempt: event.attempt,
			...legs
		});
		return event.attempt === 1 ? 1 : 0;
	}
	if (event.type === "step-progress") {
		const state = running.get(event.step);
		if (state !== void 0) state.progress = event;
	}
	if (event.type !== "step-finished" && event.type !== "part-finished") return 0;
	running.delete(event.step);
	return event.attempts === 0 ? 1 : 0;
}
function countLeg(state, { result }) {
	if (state?.legs === void 0) return;
	state.legs.ended += 1;
	if (result === "failure") state.legs.failed += 1;
}
function legsProgress({ legs }) {
	if (legs === void 0) return "";
	const failed = legs.failed === 0 ? "" : ` · ${number(legs.failed)} failed`;
	return `${number(legs.ended)}/${counted(legs.total, "leg")}${failed}`;
}
function runningLine(step, state, { width, room, frame, paint }) {
	const { since, attempt, progress } = state;
	const elapsedMs = Date.now() - since;
	const again = attempt > 1 ? `attempt ${attempt} · ` : "";
	const parts = [
		legsProgress(state),
		progressText(progress, elapsedMs),
		duration(elapsedMs)
	].filter((part) => part !== "");
	const told = truncate(`${step.padEnd(width)}  ${again}${parts.join(" · ")}`, room - 2);
	return `${paint.cyan(frames[frame] ?? "")} ${paint.bold(told.slice(0, width))}${paint.dim(told.slice(width))}`;
}

export { liveDisplay };