import { X as plainSource, Y as parseSource } from "./manifest-json-schema.js";

export { parseSource, plainSource };