import { V as Failure } from "./dataset-fields-print-number.js";

// src/diagnostic/sql-failure.ts
var SqlFailure = class extends Failure {
	place;
	constructor(failure, place) {
		const { code, message, retryable, help, facts } = failure;
		super(code, message, {
			retryable,
			facts,
			...help === void 0 ? {} : { help }
		});
		this.name = "SqlFailure";
		this.place = place;
	}
};

export { SqlFailure as t };