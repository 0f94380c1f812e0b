import { constants } from "node:os";

// src/cli/interruption.ts
function listenForInterruption(onFirst) {
	const controller = new AbortController();
	const stop = (signal) => {
		if (controller.signal.aborted) process.exit(128 + constants.signals[signal]);
		onFirst();
		controller.abort(/* @__PURE__ */ new Error(`stopped by ${signal}`));
	};
	for (const signal of [
		"SIGINT",
		"SIGTERM",
		"SIGHUP"
	]) process.on(signal, stop);
	return controller.signal;
}

export { listenForInterruption as t };