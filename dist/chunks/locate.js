import { d as locate } from "./manifest-json-schema.js";

export { locate };