/** The code of a step whose pipeline failed: what went wrong is told by the steps inside. */
export const usesFailedCode = 'uses/failed'
