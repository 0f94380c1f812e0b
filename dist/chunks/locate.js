import { H as locate, U as textAt } from "./source-unclosed.js";

export { locate, textAt };