import { t as syntaxErrors } from "./source-syntax-errors.js";

export { syntaxErrors };