// src/adapters/database/sqlite-kinds.ts
const kinds = [
	"text",
	"integer",
	"real",
	"text"
];
function kindOfValues(column) {
	return `max(case typeof(${column}) when 'null' then 0 when 'integer' then 1 when 'real' then 2 else 3 end)`;
}
function typeOfKind(kind) {
	return kinds[Number(kind ?? 0)] ?? "text";
}

export { typeOfKind as n, kindOfValues as t };