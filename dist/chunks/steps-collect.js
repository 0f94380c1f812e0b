import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";

// src/steps/collect.ts
let known;
function collect(type) {
	known ??= collector();
	known({ type });
}
function collector() {
	setFlagsFromString("--expose-gc");
	const gc = runInNewContext("gc");
	return typeof gc === "function" ? (options) => void gc(options) : () => {};
}
function stopGrowth() {
	setFlagsFromString("--semi-space-growth-factor=1");
}

export { stopGrowth as n, collect as t };