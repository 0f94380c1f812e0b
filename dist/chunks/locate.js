import { F as textAt, P as locate } from "./manifest-json-schema.js";

export { locate, textAt };