import { a as movedCursor, i as keeperName, n as heldWindow, o as windowLabel, r as isBefore, s as windowRecord, t as earlier } from "./steps-window.js";

export { heldWindow };