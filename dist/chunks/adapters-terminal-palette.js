import { styleText } from "node:util";

// src/adapters/terminal/palette.ts
function createPalette(stream) {
	const paint = (style) => (text) => styleText(style, text, { stream });
	return paletteOf(paint);
}
const plainPalette = paletteOf(() => (text) => text);
function paletteOf(paint) {
	return {
		bold: paint("bold"),
		dim: paint("dim"),
		red: paint("red"),
		green: paint("green"),
		yellow: paint("yellow"),
		blue: paint("blue"),
		cyan: paint("cyan")
	};
}

export { plainPalette as n, createPalette as t };