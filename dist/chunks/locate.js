import { Q as textAt, Z as locate } from "./manifest-json-schema.js";

export { locate, textAt };