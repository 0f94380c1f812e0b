import { n as maskIn, r as runJob, t as carryOut } from "./action-run-job.js";

export { runJob };