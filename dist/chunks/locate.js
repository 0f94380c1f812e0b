import { B as textAt, z as locate } from "./manifest-json-schema.js";

export { locate, textAt };