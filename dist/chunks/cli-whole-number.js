import { r as InvalidArgumentError } from "./vendor/commander.js";

// src/cli/whole-number.ts
function wholeNumber(text) {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= 1) return value;
	throw new InvalidArgumentError("It must be a whole number from 1 up.");
}

export { wholeNumber as t };