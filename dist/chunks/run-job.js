import { n as runJob, t as isGood } from "./action-run-job.js";

export { runJob };