import { a as isHeld, c as standing, i as isBefore, l as windowLabel, n as earlier, o as keeperName, r as heldWindow, s as movedCursor, t as cursorOf, u as windowRecord } from "./steps-window.js";

export { heldWindow };