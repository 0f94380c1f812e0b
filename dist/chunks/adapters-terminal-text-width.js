import { t as wideText } from "./adapters-terminal-load-wide-text.js";

// src/adapters/terminal/text-width.ts
const narrow = /^[\x20-\x7e\xa1-\xac\xae-\xff…→✔✖○]*$/;
function textWidth(text) {
	return narrow.test(text) ? text.length : wideText().stringWidth(text);
}

export { textWidth as t };