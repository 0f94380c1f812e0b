// src/text/http-waits.ts
function retryAfterOf(headers, now) {
	const value = headers["retry-after"]?.trim() ?? "";
	if (value === "") return void 0;
	const seconds = Number(value);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1e3);
	const at = Date.parse(value);
	return Number.isNaN(at) ? void 0 : Math.max(0, at - now.getTime());
}
function rateLimitWait(headers, now) {
	const waits = [...quotasOf(headers)].flatMap(({ remaining, reset }) => {
		const wait = remaining === 0 ? untilReset(reset, now) : void 0;
		return wait === void 0 ? [] : [wait];
	});
	return waits.length === 0 ? void 0 : Math.max(...waits);
}
function* quotasOf(headers) {
	for (const prefix of [
		"x-ratelimit-",
		"x-rate-limit-",
		"ratelimit-"
	]) yield quota(headers[`${prefix}remaining`], headers[`${prefix}reset`]);
	const field = headers["ratelimit"] ?? "";
	if (/(?:^|,)\s*remaining\s*=/iu.test(field)) yield quota(within(field, "remaining"), within(field, "reset"));
	else for (const policy of field.split(",")) yield quota(within(policy, "r"), within(policy, "t"));
}
function quota(remaining, reset) {
	const first = remaining?.split(",")[0]?.trim() ?? "";
	return {
		remaining: first === "" ? void 0 : Number(first),
		reset: reset?.trim()
	};
}
function within(field, name) {
	return new RegExp(String.raw`(?:^|[;,])\s*${name}\s*=\s*"?([^;,"\s]+)`, "iu").exec(field)?.[1];
}
const firstEpochSeconds = 1e9;
const firstEpochMs = 0xe8d4a51000;
function untilReset(reset, now) {
	if (reset === void 0 || reset === "") return void 0;
	const amount = Number(reset);
	if (Number.isFinite(amount) && amount < firstEpochSeconds) return Math.max(0, amount * 1e3);
	const at = !Number.isFinite(amount) ? Date.parse(reset) : amount < firstEpochMs ? amount * 1e3 : amount;
	return Number.isNaN(at) ? void 0 : Math.max(0, at - now.getTime());
}

export { retryAfterOf as n, rateLimitWait as t };