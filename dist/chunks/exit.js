import { t as exit } from "./adapters-processes-exit.js";

export { exit };