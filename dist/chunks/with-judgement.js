import { t as withJudgement } from "./steps-checks-with-judgement.js";

export { withJudgement };