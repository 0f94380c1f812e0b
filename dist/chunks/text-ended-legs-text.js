import { F as number, M as counted } from "./dataset-fields-print-number.js";

// src/text/ended-legs-text.ts
function endedLegsText(legs) {
	if (legs.success === legs.total) return counted(legs.total, "leg");
	const told = [
		[legs.failure, "failed"],
		[legs.cancelled, "cancelled"],
		[legs.skipped, "skipped"]
	].flatMap(([count, word]) => count > 0 ? [`${number(count)} ${word}`] : []);
	return [`${number(legs.success)} of ${counted(legs.total, "leg")}`, ...told].join(", ");
}

export { endedLegsText as t };