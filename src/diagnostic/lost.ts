/** The code of a step whose job ended without telling how it went. */
export const lostCode = 'runner/lost'
