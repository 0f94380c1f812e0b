import { tn as Bug } from "./source-unclosed.js";

// src/adapters/database/staging.ts
function staging(dataset) {
	if (dataset === void 0) throw new Bug("a transaction without a dataset has nothing to stage");
	return dataset;
}

// src/adapters/database/transact.ts
async function transact(kysely, work) {
	let first;
	try {
		return await kysely.transaction().execute(async (db) => {
			try {
				return await work(db);
			} catch (error) {
				first = { error };
				throw error;
			}
		});
	} catch (error) {
		throw first === void 0 ? error : first.error;
	}
}

export { staging as n, transact as t };