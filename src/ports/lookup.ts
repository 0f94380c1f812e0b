/** Where secrets and variables come from: the process's environment, and on a laptop a `.env` beneath it. */
export type Lookup = (name: string) => string | undefined
