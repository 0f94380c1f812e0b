import { J as locate, Y as textAt } from "./source-unclosed.js";

export { locate, textAt };