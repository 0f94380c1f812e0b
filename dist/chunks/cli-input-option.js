import { i as Option, r as InvalidArgumentError } from "./vendor/commander.js";

// src/cli/input-option.ts
function inputOption() {
	return new Option("--input <name=value>", "an input of the pipeline; may be given several times").default({}, "what the manifest says").argParser(addInput);
}
function addInput(text, before) {
	const at = text.indexOf("=");
	if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
	const name = text.slice(0, at);
	if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`"${name}" was given before.`);
	return {
		...before,
		[name]: text.slice(at + 1)
	};
}

export { inputOption as t };