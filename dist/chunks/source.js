import { U as parseSource, W as plainSource } from "./source-unclosed.js";

export { parseSource, plainSource };