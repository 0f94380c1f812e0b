import { F as plainSource, P as parseSource } from "./source-unclosed.js";

export { parseSource, plainSource };