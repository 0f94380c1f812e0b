import { i as Option } from "./vendor/commander.js";

// src/cli/format-option.ts
function formatOption(...formats) {
	return new Option("--format <format>", "how to print it").choices(formats).default(formats[0]);
}

export { formatOption as t };