// src/report/rejected-rows.ts
function rejectedRows({ rejects, inside = [] }) {
	return inside.reduce((sum, { counts }) => sum + counts.rejected, rejects?.rows ?? 0);
}

export { rejectedRows as t };