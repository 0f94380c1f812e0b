// src/diagnostic/failure.ts
var Failure = class extends Error {
	code;
	retryable;
	retryAfterMs;
	help;
	constructor(code, message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.name = "Failure";
		this.code = code;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.help = options.help;
	}
};
var Usage = class extends Error {
	help;
	constructor(message, help) {
		super(message);
		this.name = "Usage";
		this.help = help;
	}
};
var Bug = class extends Error {
	constructor(message, options) {
		super(message, options);
		this.name = "Bug";
	}
};
function unreachable(value) {
	throw new Bug(`unexpected case: ${JSON.stringify(value)}`);
}

export { unreachable as i, Failure as n, Usage as r, Bug as t };