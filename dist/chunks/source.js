import { d as plainSource, u as parseSource } from "./source-syntax-errors.js";

export { parseSource, plainSource };