import { n as nextTicks, t as isTimezone } from "./schedule-next-ticks.js";

export { nextTicks };