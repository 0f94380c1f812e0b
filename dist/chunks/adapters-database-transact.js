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

export { transact as t };