import { n as readComplaint, t as placeComplaint } from "./steps-sql-place-complaint.js";

export { placeComplaint, readComplaint };