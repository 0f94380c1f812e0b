import { G as locate } from "./manifest-json-schema.js";

export { locate };