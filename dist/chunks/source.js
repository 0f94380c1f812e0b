import { M as parseSource, N as plainSource } from "./manifest-json-schema.js";

export { parseSource, plainSource };