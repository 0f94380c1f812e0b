export function tidy(batches) { return batches }
