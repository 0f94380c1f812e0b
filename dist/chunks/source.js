import { l as parseSource, u as plainSource } from "./manifest-json-schema.js";

export { parseSource, plainSource };