// src/text/json-fault.ts
function jsonFault(message) {
	return message.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, ", it is not valid JSON");
}

export { jsonFault as t };