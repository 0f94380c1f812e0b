import { t as checkDataset } from "./steps-checks-check-dataset.js";

export { checkDataset };