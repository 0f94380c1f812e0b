import { B as parseSource, V as plainSource } from "./source-unclosed.js";

export { parseSource, plainSource };