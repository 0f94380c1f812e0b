import { jt as Failure } from "./manifest-json-schema.js";
import { t as runEvent } from "./run-event.js";
import { t as parseJson } from "./text-parse-json.js";

// src/run/decode-events.ts
function decodeEvents(text) {
	return text.split("\n").flatMap((line, index) => {
		const value = parseJson(line);
		return value === void 0 ? [] : [decodeEvent(value, index + 1)];
	});
}
function decodeEvent(value, line) {
	const event = runEvent.safeParse(value);
	if (event.success) return event.data;
	throw new Failure("run/events", `line ${line} of the events is none that this version knows`, {
		cause: event.error,
		help: "use the version of Millrace that made the run"
	});
}

export { decodeEvents as t };