import { u as sql } from "./vendor/kysely.js";

// src/steps/load/ledger-table.ts
function ledgerText(dialect) {
	return dialect === "mysql" ? sql`varchar(190) character set utf8mb4 collate utf8mb4_bin` : sql`text`;
}
async function createLedger(table, dialect) {
	await (dialect === "mysql" ? table.modifyEnd(sql`engine = InnoDB`) : table).ifNotExists().execute();
}

export { ledgerText as n, createLedger as t };