import { Q as textAt, Z as locate } from "./source-unclosed.js";

export { locate, textAt };