import { n as wrapAnsi, r as stringWidth } from "./chunks/vendor/log-update.js";

export { stringWidth, wrapAnsi };