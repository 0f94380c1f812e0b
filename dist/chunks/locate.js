import { f as locate } from "./source-syntax-errors.js";

export { locate };