// src/run/resume/last-ends.ts
function lastEnds(events) {
	const ends = /* @__PURE__ */ new Map();
	for (const event of events) if (event.type === "step-started" && event.leg === void 0) ends.delete(event.step);
	else if (event.type === "step-finished") ends.set(event.step, event);
	return ends;
}

export { lastEnds as t };