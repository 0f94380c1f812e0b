import { t as textWidth } from "./adapters-terminal-text-width.js";
import { t as plainText } from "./adapters-terminal-plain-text.js";

// src/adapters/terminal/table.ts
function renderTable(rows, columns) {
	const gap = 2;
	const count = Math.max(0, ...rows.map((row) => row.length));
	const wanted = Array.from({ length: count }, (_, index) => Math.max(0, ...rows.map((row) => textWidth(row[index]?.text ?? ""))));
	const widths = shrink(wanted, wanted.map((_, index) => rows.some((row) => row[index]?.whole === true)), columns - gap * Math.max(0, count - 1));
	return rows.map((row) => row.map((cell, index) => fit(cell, widths[index] ?? 0)).join(" ".repeat(gap)).trimEnd());
}
function truncate(text, width) {
	if (textWidth(text) <= width) return text;
	let kept = "";
	for (const { segment } of new Intl.Segmenter().segment(text)) {
		if (textWidth(kept + segment) > width - 1) break;
		kept += segment;
	}
	return width < 1 ? "" : `${kept}…`;
}
function fit({ text, paint = (same) => same, align = "left" }, width) {
	const shown = truncate(plainText(text), width);
	const blank = " ".repeat(Math.max(0, width - textWidth(shown)));
	return align === "left" ? paint(shown) + blank : blank + paint(shown);
}
function shrink(wanted, fixed, room) {
	const widths = [...wanted];
	let excess = widths.reduce((sum, width) => sum + width, 0) - room;
	while (excess > 0) {
		const open = widths.map((width, index) => fixed[index] === true ? 0 : width);
		const widest = open.indexOf(Math.max(...open));
		const width = open[widest] ?? 0;
		if (width <= 4) break;
		widths[widest] = width - 1;
		excess -= 1;
	}
	return widths;
}

export { truncate as n, renderTable as t };