// src/text/cache-text.ts
function cacheText({ decision, reason }) {
	return decision === "reused" ? `from the cache: ${reason}` : `ran: ${reason}`;
}

export { cacheText as t };