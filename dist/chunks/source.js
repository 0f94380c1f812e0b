import { L as parseSource, R as plainSource } from "./manifest-json-schema.js";

export { parseSource, plainSource };